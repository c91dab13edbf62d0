import { eq, type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import type { Tx } from '../privacy/with-purpose.ts'
import { payLater, standingTerms } from './table.ts'

/** As SQL: an order is paid for, or its buyer is trusted to pay later. What is made for nobody else is made then. */
export function paidOrTrusted(orderId: SQLWrapper | string): SQL<boolean> {
  return sql<boolean>`(shop_settled(${orderId}) or shop_may_pay_later(${orderId}))`
}

/** Whether the shop trusts the order's buyer to pay after the goods came, and within how many calendar days. */
export async function trustOf(
  tx: Tx<'order-contract'>,
  orderId: string,
): Promise<{ netDays: number; approvedBy: string | null } | undefined> {
  const [row] = await tx
    .select({ netDays: payLater.netDays, approvedBy: payLater.approvedBy })
    .from(payLater)
    .where(eq(payLater.orderId, orderId))
  return row
}

/** Trusts the buyer of an order for so many calendar days; a second time changes nothing. SQLSTATE 23514 for a person beyond 50. */
export async function trust(
  tx: Tx<'order-contract'>,
  orderId: string,
  netDays: number,
  approvedBy: string | null,
): Promise<void> {
  await tx.insert(payLater).values({ orderId, netDays, approvedBy }).onConflictDoNothing()
}

/** The days within which a company always pays, by its number in the register of enterprises. */
export async function standingDays(
  tx: Tx<'order-contract'>,
  registrationNumber: string,
): Promise<number | undefined> {
  const [row] = await tx
    .select({ netDays: standingTerms.netDays })
    .from(standingTerms)
    .where(eq(standingTerms.registrationNumber, registrationNumber))
  return row?.netDays
}

/** Agrees standing terms with a company, or other ones. */
export async function agree(
  tx: Tx<'order-contract'>,
  registrationNumber: string,
  netDays: number,
  agreedBy: string,
): Promise<void> {
  await tx
    .insert(standingTerms)
    .values({ registrationNumber, netDays, agreedBy })
    .onConflictDoUpdate({ target: standingTerms.registrationNumber, set: { netDays, agreedBy } })
}

/** Ends a company's standing terms; orders that were trusted stay so. */
export async function endStanding(tx: Tx<'order-contract'>, registrationNumber: string): Promise<void> {
  await tx.delete(standingTerms).where(eq(standingTerms.registrationNumber, registrationNumber))
}

/** What is overdue of the buyer of an order: of the same company, or the same address; the oldest first. */
export async function overdueOf(
  tx: Tx<'order-contract'>,
  orderId: string,
): Promise<{ invoiceId: string; number: string }[]> {
  return [
    ...(await tx.execute<{ invoiceId: string; number: string }>(
      sql`select invoice_id as "invoiceId", number from shop_overdue_of(${orderId})`,
    )),
  ]
}

/** Whether anything is. */
export async function hasOverdue(tx: Tx<'order-contract'>, orderId: string): Promise<boolean> {
  return (await overdueOf(tx, orderId)).length > 0
}
