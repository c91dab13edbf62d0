import { type ImportedFile, importFile } from '../../src/payments/statements/imports.ts'
import { booksOf } from '../../src/payments/statements/jobs.ts'
import { settleWaiting } from '../../src/payments/statements/settling.ts'
import { withPurpose } from '../../src/privacy/with-purpose.ts'
import { withSql } from '../support/postgres.ts'
import { type TestShop, testShop } from '../support/shop.ts'
import { camtFile, type EntrySample, type FileSample, type StatementSample } from './builder.ts'
import { type Placed, placeOrders } from './orders.ts'

/** A shop with an account, and orders of any amount without going through a form. */
export type Ledger = TestShop & {
  readonly iban: string
  /** An unpaid order of one thing. */
  order(totalCents: number, name?: string): Promise<Placed>
  orders(count: number, totalCents: number): Promise<Placed[]>
  take(bytes: Uint8Array): Promise<ImportedFile>
  /** Takes in one statement of the shop's account. */
  statement(entries: readonly EntrySample[], more?: Partial<StatementSample>): Promise<ImportedFile>
  /** Looks for orders, as the worker does. */
  settle(): Promise<number>
  /** Of each order: cents that came in and stayed. */
  paid(...orders: readonly Placed[]): Promise<number[]>
  sql<T extends object>(text: string, parameters?: string[]): Promise<T[]>
}

export const staffId = '5eed0000-0000-4000-8000-0000000000aa'

export async function openLedger(): Promise<Ledger> {
  const house = await testShop()
  const { shop, database } = house
  const iban = shop.known().settings.bank.iban.replace(/\s/g, '')
  const sql = <T extends object>(text: string, parameters: string[] = []) =>
    withSql(database.url, async (run) => [...(await run.unsafe(text, parameters))] as unknown as T[])
  let next = 70_000
  const orders = (count: number, totalCents: number, name?: string) => {
    const numbers = Array.from({ length: count }, () => {
      next += 1
      return `T${next}`
    })
    return placeOrders(database.url, numbers, totalCents, name)
  }
  const take = (bytes: Uint8Array) =>
    importFile(shop.database.backoffice, bytes, {
      account: iban,
      importId: crypto.randomUUID(),
      by: null,
      actor: 'command',
      today: shop.clock.today(),
    })
  return {
    ...house,
    iban,
    orders,
    order: async (totalCents, name) => (await orders(1, totalCents, name))[0]!,
    take,
    statement: (entries, more = {}) => take(camtFile({ statements: [{ iban, entries, ...more }] })),
    settle: () => settleWaiting(shop.database.worker, booksOf(shop), { actor: 'job:match-statement' }),
    paid: async (...placed) => {
      const rows = await sql<{ id: string; paid: number }>(
        'select id, shop_paid_cents(id) as paid from "order" where id = any(string_to_array($1, \',\')::uuid[])',
        [placed.map(({ id }) => id).join()],
      )
      const known = new Map(rows.map(({ id, paid }) => [id, paid]))
      return placed.map(({ id }) => known.get(id)!)
    },
    sql,
  }
}

/** The bytes of a file with one statement of this account. */
export function fileFor(
  { iban }: Ledger,
  entries: readonly EntrySample[],
  more: Partial<StatementSample> & Pick<FileSample, 'schema'> = {},
): Buffer {
  const { schema, ...statement } = more
  return camtFile({ ...(schema && { schema }), statements: [{ iban, entries, ...statement }] })
}

/** One read under the purpose that pages use. */
export function seen<T>(
  { shop }: Ledger,
  work: Parameters<typeof withPurpose<'backoffice', 'order-contract', T>>[3],
) {
  return withPurpose(shop.database.backoffice, 'order-contract', `staff:${staffId}`, work)
}
