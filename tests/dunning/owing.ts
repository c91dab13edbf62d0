import { companies } from '../../seed/cast.ts'
import { withPurpose } from '../../src/privacy/with-purpose.ts'
import { dunningJobs } from '../../src/receivables/dunning/jobs-dunning.ts'
import { reminderMails } from '../../src/receivables/dunning/mails-reminder.ts'
import * as reminders from '../../src/receivables/dunning/reminders.ts'
import type { Settings } from '../../src/settings/settings.ts'
import { type Office, openOffice } from '../admin/office.ts'
import { until } from '../correspondence/mail-room.ts'
import type { Wanted } from '../orders/placed.ts'
import { type Debt, owe, past } from '../receivables/owe.ts'
import { openTill } from '../receivables/till.ts'

export type { Debt }

/** A shop whose buyers owe it money, and whose mornings come when a test says so. */
export type Debtors = Awaited<ReturnType<typeof openDebtors>>

export async function openDebtors() {
  const office = await openOffice()
  const till = openTill(office.shop)
  const owner = ownerOf(office)
  const visitor = () => office.visitor({ audit: false })
  return {
    office,
    till,
    ...owner,
    /** What a person owes whose due date was so many days ago; to come, where it is negative. */
    person: (overdue: number, wanted: Wanted = {}) => owe(office, till, visitor(), overdue, wanted),
    company: (overdue: number, wanted: Wanted = {}) =>
      owe(office, till, visitor(), overdue, { by: companies.builders, ...wanted }),
    /** What is to be reminded of today, of some debts. */
    async due(...debts: readonly Debt[]) {
      const rows = await till.contract((tx) =>
        reminders.due(tx, office.shop.known().settings, office.shop.clock.today()),
      )
      return debts.map(({ invoiceId }) => rows.find((row) => row.invoiceId === invoiceId)?.level ?? null)
    },
    /** Somebody reminds by hand, or a run by the level it was told. */
    remind: (debt: Debt, level?: number) =>
      till.contract((tx) => reminders.remind(tx, debt.invoiceId, level ? null : till.by, level)),
    /** The run of a morning. */
    morning: () =>
      dunningJobs(office.shop)['remind-debtors']!({}, { signal: new AbortController().signal } as never),
    /** Levels that were sent of a debt, and how many letters were queued. */
    async sent({ invoiceId, orderId }: Debt) {
      const levels = await office.sql<{ level: number }>(
        `select level from reminder where invoice_id = '${invoiceId}' order by level`,
      )
      const mails = await office.sql(
        `select from mail where order_id = '${orderId}' and kind = 'debt-reminder'`,
      )
      return { levels: levels.map(({ level }) => level), letters: mails.length }
    },
    /** The letter of the last reminder, as it would leave at this moment; undefined where none leaves. */
    async letter({ invoiceId, orderId }: Debt) {
      const [row] = await office.sql<{ id: string }>(
        `select id from reminder where invoice_id = '${invoiceId}' order by level desc limit 1`,
      )
      return reminderMails['debt-reminder'](office.shop, { id: row!.id, orderId })
    },
    restrict: (debt: Debt) =>
      office.sql(`insert into restricted_order (order_id) values ('${debt.orderId}')`),
    object: (debt: Debt) =>
      office.sql(
        `insert into debt_objection (invoice_id, order_id, words) values ('${debt.invoiceId}', '${debt.orderId}', 'Nav mans.')`,
      ),
    close: () => office.close(),
  }
}

function ownerOf(office: Office) {
  return {
    /** Days that pass. */
    past: (statement: string) => past(office, statement),
    /** The owner changes how the shop reminds. */
    async set(change: Partial<Settings['debts']>) {
      const json = JSON.stringify(change)
      await office.sql(`update setting set value = value || '${json}'::jsonb where key = 'debts'`)
      const now = () => office.shop.known().settings.debts as unknown as Record<string, unknown>
      await until(async () =>
        Object.entries(change).every(([key, value]) => JSON.stringify(now()[key]) === JSON.stringify(value)),
      )
    },
  }
}

/** A transaction of the worker. */
export function working<T>(
  { office }: Debtors,
  work: Parameters<typeof withPurpose<'worker', 'order-contract', T>>[3],
): Promise<T> {
  return withPurpose(office.shop.database.worker, 'order-contract', 'job:remind-debtors', work)
}
