import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import { materialText, product, productText, variant, variantText } from '../catalogue/table.ts'
import { Conflict } from '../platform/errors.ts'
import type { Language } from '../platform/i18n/languages.ts'
import type { IsoDate } from '../platform/time.ts'
import type { Tx } from '../privacy/with-purpose.ts'
import type { Settings } from '../settings/settings.ts'
import { openCalendar } from '../settings/working-days.ts'
import { daysUntil, readyOn } from './due-days.ts'
import * as fulfilment from './fulfilment.ts'
import { paidOrTrusted } from './pay-later.ts'
import { making, order, orderLine, proof, proofAnswer } from './table.ts'

/**
 * Something that can be made now: paid for, its drawing approved where it carries anything of the buyer's own. Who bought it is not among the facts: nobody needs a
 * name to cut a sign (GDPR Art. 5(1)(c)).
 */
export interface Job {
  readonly lineId: string
  readonly orderId: string
  readonly orderNumber: string
  readonly position: number
  /** The language that the names are written in: the reader's where the goods still have such a text, else the order's. */
  readonly language: Language
  readonly name: string
  readonly label: string
  readonly sku: string
  readonly quantity: number
  readonly widthMm: number
  readonly heightMm: number
  readonly materialId: string | null
  /** In the reader's language. */
  readonly material: string | null
  /** The approved drawing; null where there is nothing to draw. */
  readonly proofId: string | null
  /** As they were approved. */
  readonly words: string | null
  readonly due: IsoDate
  /** Working days until it is due: 0 today, negative when it is late. */
  readonly daysLeft: number
}

export interface Workday {
  readonly today: IsoDate
  readonly closures: Settings['closures']
}

/** All that can be made now, what is due first on top. */
export async function jobs(
  tx: Tx<'order-contract'>,
  language: Language,
  workday: Workday,
  lineIds?: readonly string[],
): Promise<Job[]> {
  const rows = await ready(tx, language, lineIds)
  const calendar = await openCalendar()
  const { today, closures } = workday
  const dated = rows.map(({ paidOn, approvedOn, leadDays, ...row }): Job => {
    const due = readyOn(calendar, closures, { paidOn, approvedOn: approvedOn ?? undefined, leadDays })
    return { ...row, due, daysLeft: daysUntil(calendar, closures, today, due) }
  })
  // The order of the rows is kept among those that are due on the same day.
  return dated.sort((a, b) => (a.due < b.due ? -1 : a.due > b.due ? 1 : 0))
}

/** How much waits for something else than the workshop. */
export async function waiting(tx: Tx<'order-contract'>): Promise<{ payment: number; proof: number }> {
  const [row] = await tx.execute<{ payment: number; proof: number }>(sql`
    select (count(*) filter (where not settled))::int as payment,
           (count(*) filter (where settled and not approved))::int as proof
      from (select ${paidOrTrusted(orderLine.orderId)} as settled,
                   not made_to_order or shop_proof_approved(order_line.id) as approved
              from order_line
             where to_make and case
               when exists (select from making where making.order_line_id = order_line.id) then false
               else shop_to_make(order_line.id) and shop_contract_open(order_id) and shop_cancelled_at(order_id) is null
             end) line`)
  return row!
}

/**
 * Notes that all of these have been made, or none. The orders are locked in the order of their ids, so that two people
 * with the same list never wait for each other. Throws Conflict as `fulfilment.make` does, `not-ready` for what is no
 * line.
 */
export async function makeAll(
  tx: Tx<'order-contract'>,
  lineIds: readonly string[],
  by: string,
): Promise<number> {
  const asked = [...new Set(lineIds)]
  const lines = await tx
    .select({ id: orderLine.id, orderId: orderLine.orderId })
    .from(orderLine)
    .where(and(inArray(orderLine.id, asked), eq(orderLine.toMake, true)))
    .orderBy(asc(orderLine.orderId), asc(orderLine.id))
  if (lines.length < asked.length) throw new Conflict('not-ready')
  for (const { id, orderId } of lines) await fulfilment.make(tx, orderId, id, by)
  return lines.length
}

/** The day of the money; who pays later is trusted from the day of the order. */
const paid = sql<IsoDate>`coalesce(
  (select max(received_on) from payment where payment.order_id = ${order.id}
     and not exists (select from payment_reversal where payment_reversal.payment_id = payment.id)),
  shop_day(${order.placedAt}))::text`

/** Whether the order's own words for the goods are the best there are for this reader. */
const asOrdered = (language: Language) =>
  sql`(${order.language} = ${language} or ${productText.name} is null or ${variantText.label} is null)`

const newest = sql`not exists (
  select from proof later where later.order_line_id = ${orderLine.id} and later.version > ${proof.version})`

function ready(tx: Tx<'order-contract'>, language: Language, lineIds: readonly string[] | undefined) {
  return (
    tx
      .select({
        lineId: orderLine.id,
        orderId: order.id,
        orderNumber: order.number,
        position: orderLine.position,
        language: sql<Language>`case when ${asOrdered(language)} then ${order.language} else ${language} end`,
        name: sql<string>`case when ${asOrdered(language)} then ${orderLine.name} else ${productText.name} end`,
        label: sql<string>`case when ${asOrdered(language)} then ${orderLine.label} else ${variantText.label} end`,
        sku: orderLine.sku,
        quantity: orderLine.quantity,
        widthMm: variant.widthMm,
        heightMm: variant.heightMm,
        materialId: variant.materialId,
        material: materialText.name,
        proofId: proof.id,
        words: proof.words,
        leadDays: product.leadDays,
        paidOn: paid,
        approvedOn: sql<IsoDate | null>`shop_day(${proofAnswer.answeredAt})::text`,
      })
      .from(orderLine)
      .innerJoin(order, eq(order.id, orderLine.orderId))
      // The newest drawing is the one that was approved; what carries nothing of the buyer's own has none.
      .leftJoin(proof, and(eq(proof.orderLineId, orderLine.id), newest))
      .leftJoin(proofAnswer, and(eq(proofAnswer.proofId, proof.id), eq(proofAnswer.approved, true)))
      .innerJoin(variant, eq(variant.id, orderLine.variantId))
      .innerJoin(product, eq(product.id, variant.productId))
      .leftJoin(productText, and(eq(productText.productId, product.id), eq(productText.language, language)))
      .leftJoin(variantText, and(eq(variantText.variantId, variant.id), eq(variantText.language, language)))
      .leftJoin(
        materialText,
        and(eq(materialText.materialId, variant.materialId), eq(materialText.language, language)),
      )
      .leftJoin(making, eq(making.orderLineId, orderLine.id))
      .where(
        and(
          eq(orderLine.toMake, true),
          // Asked of what is not made yet alone, not of everything that ever was.
          sql`case when ${making.orderLineId} is null then shop_may_make(${orderLine.id}) else false end`,
          lineIds && inArray(orderLine.id, [...lineIds]),
        ),
      )
      .orderBy(asc(order.placedAt), asc(order.id), asc(orderLine.position))
  )
}
