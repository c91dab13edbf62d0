import { type SQL, sql } from 'drizzle-orm'
import type { Tx } from '../../privacy/with-purpose.ts'
import type { Candidate } from './matching.ts'
import { type Found, type Remittance, readRemittance, referenceOf } from './remittance.ts'

type Contract = Tx<'order-contract'>
type Order = Omit<Candidate, 'by' | 'names'>

/** The orders that each of these remittances names, by reference or by number, without their buyers. */
export async function named(tx: Contract, remittances: readonly Remittance[]): Promise<Candidate[][]> {
  const found = remittances.map(readRemittance)
  const references = unique(found.flatMap((each) => [...each.references, ...orderReferences(each)]))
  const orders = new Map((await byReference(tx, references)).map((each) => [each.reference, each]))
  const numbered = await byInvoice(tx, unique(found.flatMap(({ numbers }) => numbers)))
  return found.map((each) => candidatesOf(each, orders, numbered))
}

/** Of these orders, who bought. */
export async function withNames(
  tx: Contract,
  candidates: readonly Candidate[],
): Promise<readonly Candidate[]> {
  if (candidates.length === 0) return []
  const rows = await tx.execute<{ orderId: string; names: string[] }>(sql`
    select order_id as "orderId", array_remove(array[company_name, name], null) as names
      from order_party where order_id = any(${sql.param(candidates.map(({ orderId }) => orderId))}::uuid[])`)
  const known = new Map(rows.map(({ orderId, names }) => [orderId, names]))
  return candidates.map((each) => ({ ...each, names: known.get(each.orderId) ?? each.names }))
}

/** The orders that wait for one of these amounts, or whose buyer has one of these names; with their buyers. */
export async function awaiting(
  tx: Contract,
  asked: { readonly amounts: readonly number[]; readonly names: readonly string[] },
): Promise<Candidate[]> {
  const rows = await tx.execute<Order & { names: string[] }>(sql`
    select "order".id as "orderId", number, open_cents as "openCents", false as cancelled,
           array_remove(array[company_name, name], null) as names
      from shop_orders_awaiting() awaiting
      join "order" on "order".id = awaiting.order_id
      join order_party on order_party.order_id = awaiting.order_id
     where open_cents = any(${sql.param(asked.amounts.filter(isOrdersAmount))}::integer[])
        or lower(name) = any(${sql.param(spelled(asked.names))}::text[])
        or lower(company_name) = any(${sql.param(spelled(asked.names))}::text[])
     order by placed_at desc limit 400`)
  return rows.map((row) => ({ ...row, by: null }))
}

/** The money of an order, and whether it is cancelled. Undefined where neither the contract nor the books see it. */
export async function one(tx: Contract, orderId: string): Promise<Order | undefined> {
  const [row] = await tx.execute<Order>(sql`select ${facts} from "order" where id = ${orderId}`)
  return row ?? (await invoiced(tx, sql`order_id = ${orderId}`))[0] ?? (await restricted(tx, { orderId }))[0]
}

const facts = sql.raw(
  `"order".id as "orderId", number, shop_due_cents("order".id) - shop_paid_cents("order".id) as "openCents",
   shop_cancelled_at("order".id) is not null as cancelled`,
)

/** Orders that nobody reads, also before their first document: amounts are never restricted (Art. 18(2)). */
function restricted(
  tx: Contract,
  { references = [], orderId = null }: { references?: readonly string[]; orderId?: string | null },
): Promise<(Order & { reference: string })[]> {
  return tx.execute(sql`
    select ${facts}, reference from shop_restricted_named(${sql.param([...references])}::text[], ${orderId}) as "order"`)
}

async function byReference(
  tx: Contract,
  references: readonly string[],
): Promise<(Order & { reference: string })[]> {
  if (references.length === 0) return []
  const open = await tx.execute<Order & { reference: string }>(sql`
    select ${facts}, payment_reference as reference from "order"
     where payment_reference = any(${sql.param([...references])}::text[])`)
  const unseen = without(references, open)
  if (unseen.length === 0) return open
  const known = await invoiced(tx, sql`payment_reference = any(${sql.param(unseen)}::text[])`)
  return [...open, ...known, ...(await restricted(tx, { references: without(unseen, known) }))]
}

function without(references: readonly string[], found: readonly { readonly reference: string }[]): string[] {
  const seen = new Set(found.map(({ reference }) => reference))
  return references.filter((reference) => !seen.has(reference))
}

/** By the bare number of any document of theirs. */
async function byInvoice(tx: Contract, numbers: readonly string[]): Promise<Map<string, Order>> {
  if (numbers.length === 0) return new Map()
  const rows = await invoiced(tx, sql`${bareNumber} = any(${sql.param([...numbers])}::text[])`)
  return new Map(rows.map((row) => [row.bare, row]))
}

const bareNumber = sql.raw(`upper(regexp_replace(number, '[^0-9A-Za-z]', '', 'g'))`)

/** Orders by their documents, which the books see of restricted persons too (Art. 18(2): amounts are never restricted). */
async function invoiced(tx: Contract, where: SQL): Promise<(Order & { reference: string; bare: string })[]> {
  return tx.under('accounting', (books) =>
    books.execute(sql`
      select order_id as "orderId", order_number as number, payment_reference as reference, ${bareNumber} as bare,
             shop_due_cents(order_id) - shop_paid_cents(order_id) as "openCents",
             shop_cancelled_at(order_id) is not null as cancelled
        from invoice where ${where}`),
  )
}

function candidatesOf(
  found: Found,
  orders: ReadonlyMap<string, Order>,
  numbered: ReadonlyMap<string, Order>,
): Candidate[] {
  const named = new Map<string, Candidate>()
  const add = (order: Order | undefined, by: 'reference' | 'number') => {
    if (!order || named.has(order.orderId)) return
    const { orderId, number, openCents, cancelled } = order
    named.set(orderId, { orderId, number, openCents, cancelled, names: [], by })
  }
  for (const reference of found.references) add(orders.get(reference), 'reference')
  for (const reference of orderReferences(found)) add(orders.get(reference), 'number')
  for (const number of found.numbers) add(numbered.get(number), 'number')
  return [...named.values()]
}

/** An order's reference is its number's, so that one look finds both. */
function orderReferences({ numbers }: Found): string[] {
  return numbers.flatMap((number) => referenceOf(number) ?? [])
}

/** A name in the order in which the bank has it, and the other way round. */
function spelled(names: readonly string[]): string[] {
  return unique(
    names.flatMap((name) => {
      const words = name.toLowerCase().split(' ')
      return [words.join(' '), [...words.slice(1), words[0]].join(' ')]
    }),
  )
}

function isOrdersAmount(cents: number): boolean {
  return cents > 0 && cents <= 2_147_483_647
}

function unique<T>(all: readonly T[]): T[] {
  return [...new Set(all)]
}
