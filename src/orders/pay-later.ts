import { eq, type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import type { Tx } from '../privacy/with-purpose.ts'
import { type orderParty, payLater, standingTerms } from './table.ts'

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

/** A company as standing terms know it. */
type Company = Pick<typeof orderParty.$inferInsert, 'country' | 'registrationNumber' | 'vatNumber'>

/**
 * What a company is known by: its number in our register of enterprises; elsewhere its VAT number, or its register's number
 * with the country, because two registers may give the same one.
 */
function known({ country, registrationNumber, vatNumber }: Company): string | null {
  if (country === 'LV') return registrationNumber ?? null
  return vatNumber ?? (registrationNumber ? `${country} ${registrationNumber}` : null)
}

/** The days within which a company always pays. */
export async function standingDays(tx: Tx<'order-contract'>, company: Company): Promise<number | undefined> {
  const number = known(company)
  if (number === null) return undefined
  const [row] = await tx
    .select({ netDays: standingTerms.netDays })
    .from(standingTerms)
    .where(eq(standingTerms.registrationNumber, number))
  return row?.netDays
}

/** Agrees standing terms with a company, or other ones; with nobody whom no number names. */
export async function agree(
  tx: Tx<'order-contract'>,
  company: Company,
  netDays: number,
  agreedBy: string,
): Promise<void> {
  const registrationNumber = known(company)
  if (registrationNumber === null) return
  await tx
    .insert(standingTerms)
    .values({ registrationNumber, netDays, agreedBy })
    .onConflictDoUpdate({ target: standingTerms.registrationNumber, set: { netDays, agreedBy } })
}

/** Ends a company's standing terms; orders that were trusted stay so. */
export async function endStanding(tx: Tx<'order-contract'>, company: Company): Promise<void> {
  const number = known(company)
  if (number !== null) await tx.delete(standingTerms).where(eq(standingTerms.registrationNumber, number))
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
