import { eq, sql } from 'drizzle-orm'
import { invoice } from '../../invoicing/table.ts'
import * as orders from '../../orders/find.ts'
import type { IsoDate } from '../../platform/time.ts'
import type { Tx } from '../../privacy/with-purpose.ts'
import type { Settings } from '../../settings/settings.ts'
import { type Calculation, calculationOf } from './interest.ts'
import * as notices from './notices.ts'
import * as objections from './objections.ts'

/** What an order's own page says of its debt. */
export interface OwedPart {
  readonly invoiceId: string
  readonly number: string
  readonly dueOn: IsoDate
  readonly paymentReference: string
  /** The document's own, in cents. */
  readonly openCents: number
  readonly calculation: Calculation
  readonly notices: readonly notices.Given[]
  readonly objections: readonly objections.Objection[]
  /** An objection stands, and nothing is asked for. */
  readonly standing: objections.Standing | undefined
}

/** The debt of an order that is due, or was asked for or disputed; undefined where there is nothing to say. */
export async function ofOrder(
  tx: Tx<'order-contract'>,
  orderId: string,
  settings: Pick<Settings, 'debts'>,
  today: IsoDate,
): Promise<OwedPart | undefined> {
  const given = await notices.ofOrder(tx, orderId)
  const raised = await objections.ofOrder(tx, orderId)
  const [row] = await tx.execute<{ id: string | null }>(sql`select shop_debt_of(${orderId}) as id`)
  const invoiceId = row?.id ?? raised.at(-1)?.invoiceId ?? given[0]?.invoiceId
  if (!invoiceId) return undefined
  const [document] = await tx
    .select({ number: invoice.number, dueOn: invoice.dueOn, paymentReference: invoice.paymentReference })
    .from(invoice)
    .where(eq(invoice.id, invoiceId))
  if (!document?.dueOn) return undefined
  const own = raised.filter((one) => one.invoiceId === invoiceId)
  const calculation = await calculationOf(tx, invoiceId, settings, today)
  return {
    invoiceId,
    number: document.number,
    dueOn: document.dueOn as IsoDate,
    paymentReference: document.paymentReference,
    openCents: calculation.principalCents,
    calculation,
    notices: given.filter((one) => one.invoiceId === invoiceId),
    objections: own,
    standing: objections.standingOf(own),
  }
}

/** What an order is called. Throws NotFound, Restricted. */
export async function orderNumber(tx: Tx<'order-contract'>, orderId: string): Promise<string> {
  return (await orders.find(tx, orderId)).number
}
