import { sql } from 'drizzle-orm'
import * as mails from '../../correspondence/mails.ts'
import { sqlState, type Transaction } from '../../platform/database/client.ts'
import { Conflict } from '../../platform/errors.ts'
import type { IsoDate } from '../../platform/time.ts'
import type { Tx } from '../../privacy/with-purpose.ts'
import { groups, type Settings } from '../../settings/settings.ts'
import { setting } from '../../settings/table.ts'
import { orderOf } from './debt-order.ts'
import { type Step, stepsFor } from './schedule.ts'
import { reminder } from './table.ts'

/** A debt that is to be reminded of, by the newest step of its schedule that has come. */
export interface Due {
  readonly invoiceId: string
  readonly orderId: string
  readonly dueOn: IsoDate
  readonly level: number
}

/**
 * The debts to remind of on a day, the oldest first: all, or so many after one of them. What stands in the way
 * (`shop_dunning_problems`) leaves a debt out; steps that were missed before the newest are not made up for.
 */
export async function due(
  tx: Tx<'order-contract'>,
  { debts }: Pick<Settings, 'debts'>,
  today: IsoDate,
  { after, most = 100_000 }: { readonly after?: Due | undefined; readonly most?: number } = {},
): Promise<Due[]> {
  const companyDays = stepsFor('company', debts).map(({ days }) => days)
  const rows = await tx.execute<Due & Record<string, unknown>>(sql`
    select invoice_id as "invoiceId", order_id as "orderId", due_on as "dueOn", level
      from shop_reminders_due(${sql.param(companyDays)}::integer[], ${debts.personDays}::integer, ${today}::date,
                              ${after?.dueOn ?? null}::date, ${after?.invoiceId ?? null}::uuid, ${most}::integer)`)
  return [...rows]
}

/**
 * Reminds the debtor, once for each level; `by` is null for the schedule itself. Without a level it is the newest that
 * has come, or else the next: a person has but one, after the due date. Throws Conflict with what stands in the way
 * (`shop_dunning_problems`, `handed-over`, `noticed`, `reminded`, `not-due`), NotFound and Restricted.
 */
export async function remind(
  tx: Tx<'order-contract'>,
  invoiceId: string,
  by: string | null,
  level?: number,
): Promise<void> {
  const orderId = await orderOf(tx, invoiceId)
  const debt = await standing(tx, invoiceId)
  const [problem] = debt.problems
  if (problem) throw new Conflict(problem)
  if (debt.handedOver) throw new Conflict('handed-over')
  if (debt.noticed) throw new Conflict('noticed')
  const next = level ?? nextLevel(await stepsOf(tx, debt.kind), debt)
  if (next <= debt.reached) throw new Conflict('reminded')
  const id = await insert(tx, { invoiceId, orderId, level: next, askedBy: by })
  await mails.queue(tx, 'debt-reminder', { id, orderId })
}

interface Standing extends Record<string, unknown> {
  readonly kind: 'person' | 'company'
  /** Days since the due date; negative before it. */
  readonly age: number
  /** The highest level that was sent. */
  readonly reached: number
  readonly noticed: boolean
  /** It is with a collector. */
  readonly handedOver: boolean
  readonly problems: readonly string[]
}

/** The letter of a reminder did not go, because something stood in the way: its step may come again. */
export async function takeBack(tx: Transaction, reminderId: string): Promise<void> {
  await tx.execute(sql`select shop_take_back_reminder(${reminderId})`)
}

/** The order is locked: what this tells stays so until the letter is queued. */
async function standing(tx: Tx<'order-contract'>, invoiceId: string): Promise<Standing> {
  const [row] = await tx.execute<Standing>(sql`
    select order_party.kind, shop_today() - due_on as age,
           (select coalesce(max(level), 0) from reminder where invoice_id = invoice.id) as reached,
           exists (select from debt_notice where debt_notice.invoice_id = invoice.id) as noticed,
           shop_handed_over(invoice.id) is not null as "handedOver",
           shop_dunning_problems(invoice.id) as problems
      from invoice join order_party on order_party.order_id = invoice.order_id
     where invoice.id = ${invoiceId} and due_on is not null and shop_asks_by_a_day(invoice.kind)`)
  if (!row) throw new Conflict('not-due')
  return row
}

async function stepsOf(tx: Tx<'order-contract'>, kind: Standing['kind']): Promise<Step[]> {
  const [row] = await tx.select({ value: setting.value }).from(setting).where(sql`${setting.key} = 'debts'`)
  return stepsFor(kind, groups.debts.parse(row?.value))
}

/** Whoever reminds by hand need not wait for the day of the next step. */
function nextLevel(steps: readonly Step[], { kind, age, reached }: Standing): number {
  if (kind === 'person' && age <= 0) throw new Conflict('not-due')
  const come = steps.filter(({ days }) => days <= age).length
  const next = Math.max(come, reached + 1)
  if (next > steps.length) throw new Conflict('reminded')
  return next
}

/** The database refuses again, whatever a page says. */
async function insert(
  tx: Tx<'order-contract'>,
  row: Pick<typeof reminder.$inferInsert, 'invoiceId' | 'orderId' | 'level' | 'askedBy'>,
): Promise<string> {
  const id = crypto.randomUUID()
  try {
    await tx.insert(reminder).values({ id, ...row })
  } catch (error) {
    const state = sqlState(error)
    if (state === '23505') throw new Conflict('reminded')
    if (state === '23514') throw new Conflict('may-not-remind')
    throw error
  }
  return id
}
