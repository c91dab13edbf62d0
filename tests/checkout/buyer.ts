import { companies, people } from '../../seed/cast.ts'
import type { Client, Fields, Page } from '../support/client.ts'
import { attribute } from '../support/html.ts'
import { withSql } from '../support/postgres.ts'
import type { TestShop } from '../support/shop.ts'

/** Goods that stand on the shelf, and goods with the buyer's own words. */
export const onTheShelf = { en: '/en/product/fire-extinguisher', lv: '/prece/ugunsdzesibas-aparats' }
export const withWords = '/en/product/enamel-house-number'

const { oliver } = people
export const person = {
  buyer: 'person',
  name: oliver.name,
  email: oliver.email,
  phone: oliver.phone,
  ...addressOf(oliver),
  delivery: 'dpd-courier',
  payment: 'transfer',
  read: 'yes',
} satisfies Fields

const { builders } = companies
export const company = {
  buyer: 'company',
  companyName: builders.company,
  registrationNumber: builders.registrationNumber,
  vatNumber: builders.vatNumber,
  orderReference: 'PO 2026/17',
  invoiceEmail: builders.invoiceEmail,
  name: builders.name,
  email: builders.email,
  phone: builders.phone,
  ...addressOf(builders),
  delivery: 'collection',
  payment: 'transfer',
  read: 'yes',
} satisfies Fields

/** Puts something into the cart and goes on to what comes of it. */
export async function putIn(
  visitor: Client,
  product: string = onTheShelf.en,
  values: Fields = {},
): Promise<Page> {
  const page = await visitor.get(product)
  return visitor.follow(await visitor.submit(page.form(/cart\/add$|grozs\/likt$/), values))
}

/** The order form of a cart with one thing in it. */
export async function orderForm(visitor: Client, path = '/en/checkout'): Promise<Page> {
  await putIn(visitor)
  return visitor.get(path)
}

/** Sends the order form of a page. */
export function send(visitor: Client, page: Page, values: Fields = person): Promise<Page> {
  return visitor.submit(page.form(/checkout$|pasutit$/), values)
}

/** The id of a locker on a form's list, by what its line says. */
export function lockerOn(page: Page, way: string, says: RegExp = /./): string {
  const option = page
    .all(`#point-${way} option`)
    .find((one) => attribute(one, 'value') && says.test(one.textContent))
  return option ? (attribute(option, 'value') ?? '') : ''
}

/** Orders one thing and lands on the order's page. */
export async function orders(visitor: Client, values: Fields = person): Promise<Page> {
  return visitor.follow(await send(visitor, await orderForm(visitor), values))
}

/** How many rows each table holds that a guest's request could write to. */
export function stored({ database }: TestShop): Promise<Record<string, number>> {
  const tables = [
    'cart',
    'cart_line',
    'customer',
    '"order"',
    'order_party',
    'artwork',
    'consent',
    'objection',
    'subscription',
    'mail',
    'proof_answer',
    'order_key',
  ]
  return withSql(database.url, async (sql) => {
    const counts: Record<string, number> = {}
    for (const table of tables) {
      const [row] = await sql.unsafe<{ rows: number }[]>(`select count(*)::int as rows from ${table}`)
      counts[table] = row!.rows
    }
    return counts
  })
}

function addressOf({
  address: { street, town, postcode },
}: {
  address: { street: string; town: string; postcode: string }
}) {
  return { street, town, postcode }
}
