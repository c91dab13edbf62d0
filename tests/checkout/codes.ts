import { addCode, type CodeFacts } from '../../src/checkout/discount-codes.ts'
import { withOwner } from '../../src/migrate.ts'
import type { Client, Page } from '../support/client.ts'
import { withSql } from '../support/postgres.ts'
import type { TestShop } from '../support/shop.ts'

const usual: Omit<CodeFacts, 'code'> = {
  share: 1000,
  amountCents: null,
  minimumCents: 0,
  validFrom: '2020-01-01',
  validUntil: null,
  useLimit: null,
  categoryIds: null,
}

/** Makes a code known, ten per cent off everything unless said otherwise. Returns its id. */
export function makeCode(
  { database }: TestShop,
  code: string,
  facts: Partial<CodeFacts> = {},
): Promise<string> {
  return withOwner(database.url, (tx) => addCode(tx, { ...usual, ...facts, code }, null))
}

/** Types a code into the visitor's cart, and goes on to what comes of it. */
export async function typeCode(visitor: Client, code: string): Promise<Page> {
  const cart = await visitor.get('/en/cart')
  return visitor.follow(await visitor.submit(cart.form(/cart\/discount$/), { code }))
}

/** How often a code counts as used. */
export function usesOf({ database }: TestShop, id: string): Promise<number> {
  return withSql(database.url, async (sql) => {
    const [row] = await sql<{ used: number }[]>`select used from discount_code where id = ${id}`
    return row!.used
  })
}
