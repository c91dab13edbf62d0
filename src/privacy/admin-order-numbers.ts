import { idsByNumber } from '../orders/by-number.ts'
import { numbersOf } from '../orders/orders.ts'
import type { Tx } from './with-purpose.ts'

/**
 * Orders and their numbers for the rooms that must name an order whose contract is over, or whose person is left alone: a hold
 * and a breach concern them too. Nothing but the number is read, under claims (GDPR Art. 18(2)).
 */
type Register = Tx<'accountability'> | Tx<'legal-claims'>

/** Ids by number; a number that none has is not in it. */
export async function orderIds(tx: Register, numbers: readonly string[]): Promise<Map<string, string>> {
  const open = await tx.under('order-contract', (contract) => idsByNumber(contract, numbers))
  const rest = numbers.filter((number) => !open.has(number))
  return new Map([...open, ...(await tx.under('legal-claims', (claims) => idsByNumber(claims, rest)))])
}

/** Numbers by id. */
export async function orderNumbers(tx: Register, ids: readonly string[]): Promise<Map<string, string>> {
  const open = await tx.under('order-contract', (contract) => numbersOf(contract, ids))
  const rest = ids.filter((id) => !open.has(id))
  return new Map([...open, ...(await tx.under('legal-claims', (claims) => numbersOf(claims, rest)))])
}
