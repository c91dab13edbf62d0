import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as carts from '../../src/checkout/carts.ts'
import * as customers from '../../src/customers/customers.ts'
import * as invoices from '../../src/invoicing/invoices.ts'
import * as orders from '../../src/orders/find.ts'
import * as fulfilment from '../../src/orders/fulfilment.ts'
import { sqlState } from '../../src/platform/database/client.ts'
import { token, tokenHash } from '../../src/platform/keys.ts'
import type { PurposeId } from '../../src/privacy/purposes.ts'
import { withPurpose } from '../../src/privacy/with-purpose.ts'
import { register } from '../../src/register.ts'
import { type Ground, openDemoGround, take, under } from './ground.ts'
import { openTrade, type Placed, someone, type Trade } from './trade.ts'

let ground: Ground
let trade: Trade

beforeAll(async () => {
  ground = await openDemoGround()
  trade = await openTrade(ground)
})
afterAll(() => ground.close())

const claims = ['conformity-claims', 'legal-claims'] as const

test('what was sold stays on the list; how it went, and to whom, goes with the contract', async () => {
  const order = await trade.order('sold@example.com')
  await trade.fulfil(order)
  const gone = ['order_party', 'shipment_dispatch', 'shipment_delivery', 'payment', 'proof', 'artwork']
  for (const table of gone) expect(await seen('order-contract', table, order), table).toBe(1)
  await trade.deliveredBefore(order, '30 days')
  for (const table of gone) expect(await seen('order-contract', table, order), table).toBe(0)
  expect(await seen('order-contract', 'order_line', order)).toBe(1)
  const { state, deliveredOn, dispatch, party } = await trade.contract((tx) => orders.find(tx, order.id))
  expect({ state, dispatch, party }).toEqual({ state: 'delivered', dispatch: null, party: null })
  expect(deliveredOn).toMatch(/^\d{4}-\d\d-\d\d$/)
})

test('claims see the order, its lines and its delivery for two years and for three, and no longer', async () => {
  const order = await trade.order('claims@example.com')
  await trade.fulfil(order)
  const tables = ['order', 'order_line', 'shipment_dispatch', 'shipment_delivery']
  const seeing = () =>
    Promise.all(claims.map(async (purpose) => [purpose, await seenOf(purpose, tables, order)] as const))
  for (const [past, years] of [
    ['2 years', [4, 4]],
    ['2 years 1 day', [0, 4]],
    ['3 years', [0, 4]],
    ['3 years 1 day', [0, 0]],
  ] as const) {
    await trade.deliveredBefore(order, past)
    expect(await seeing(), past).toEqual(claims.map((purpose, index) => [purpose, years[index]]))
  }
})

test('why an order was cancelled is forgotten after 14 days; that it was, is not', async () => {
  const order = await trade.order('changed@example.com')
  await trade.contract((tx) => fulfilment.cancel(tx, order.id, 'Anna moved away', someone))
  expect((await trade.contract((tx) => orders.find(tx, order.id))).cancellation?.reason).toBe(
    'Anna moved away',
  )
  await ground.run(
    `update cancellation set cancelled_at = now() - interval '15 days' where order_id = '${order.id}'`,
  )
  const { state, cancellation } = await trade.contract((tx) => orders.find(tx, order.id))
  expect({ state, reason: cancellation?.reason }).toEqual({ state: 'cancelled', reason: null })
  expect(await seen('order-contract', 'cancellation', order)).toBe(0)
})

test('an invoice and its document leave the contract at its end and claims after three years; the accountant keeps them', async () => {
  const order = await trade.order('invoiced@example.com')
  await trade.fulfil(order)
  const invoiceId = await invoiceOf(order)
  await withPurpose(ground.at.worker, 'accounting', 'command', (tx) =>
    invoices.keepDocument(tx, invoiceId, Buffer.from('%PDF')),
  )
  const tables = ['invoice', 'invoice_line', 'invoice_vat', 'invoice_document']
  const seeing = (purpose: PurposeId) =>
    Promise.all(tables.map(async (table) => ((await invoiced(purpose, table, invoiceId)) ? table : '')))
  expect(await seeing('order-contract')).toEqual(tables)
  await trade.deliveredBefore(order, '30 days')
  expect(await seeing('order-contract')).toEqual(['', '', '', ''])
  expect(await seeing('legal-claims')).toEqual(['invoice', 'invoice_line', 'invoice_vat', ''])
  await trade.deliveredBefore(order, '3 years 1 day')
  expect(await seeing('legal-claims')).toEqual(['', '', '', ''])
  expect(await seeing('accounting')).toEqual(tables)
})

test('a customer is known as long as any of their orders is open', async () => {
  const orders = [await trade.order('twice@example.com'), await trade.order('Twice@example.com')]
  for (const order of orders) await trade.fulfil(order)
  const known = () => rows('order-contract', `select email from customer where email = 'twice@example.com'`)
  await trade.deliveredBefore(orders[0]!, '30 days')
  expect(await known()).toBe(1)
  await trade.deliveredBefore(orders[1]!, '30 days')
  expect(await known()).toBe(0)
})

test('two first orders at once are one customer', async () => {
  const remember = (at: 'storefront' | 'backoffice') =>
    withPurpose(ground.at[at], 'order-contract', 'guest', (tx) => customers.remember(tx, 'New@example.com'))
  const [one, other] = await Promise.all([remember('storefront'), remember('backoffice')])
  expect(one).toBe(other)
})

test('no purpose adds customers or subscriptions past the rule that keeps them single', async () => {
  const written = (purpose: PurposeId, statement: string) =>
    under(ground, purpose, (tx) => tx.execute(statement)).then(() => 'done', sqlState)
  expect(await written('order-contract', `insert into customer (email) values ('x@example.com')`)).toBe(
    '42501',
  )
  const subscription = `insert into subscription (purpose, address, address_hash, language)
    values ('marketing-similar-goods', 'x', sha256('x'), 'lv')`
  expect(await written('marketing-similar-goods', subscription)).toBe('42501')
})

test('a cart that nobody has touched for 30 days is forgotten with its words, and begins empty', async () => {
  const bearer = token()
  const visitor = ground.at.storefront
  const [sign] = await ground.owner.orm.execute<{ id: string }>(sql`
    select variant.id from variant join product on product.id = product_id
      where word_lines is not null and published_at is not null limit 1`)
  const item = { variantId: sign!.id, quantity: 2, words: 'Bērziņi' }
  const pieces = () => withPurpose(visitor, 'order-contract', 'guest', (tx) => carts.count(tx, bearer))
  const keep = () => withPurpose(visitor, 'website', 'guest', (tx) => carts.keep(tx, bearer))
  const left = (days: string) =>
    ground.run(
      `update cart set touched_at = now() - interval '${days}'
        where token_hash = '\\x${tokenHash(bearer).toString('hex')}'`,
    )
  await keep()
  await withPurpose(visitor, 'order-contract', 'guest', (tx) => carts.add(tx, bearer, item))
  await left('29 days')
  expect(await pieces()).toBe(2)
  await left('30 days')
  expect(await pieces()).toBe(0)
  await keep()
  expect(await pieces()).toBe(0)
})

test('the log of the door is 30 days long', async () => {
  await ground.run(`insert into sign_in_attempt (at, account_hash, address_hash)
    select now() - past, sha256('a'), sha256('b') from unnest(array['29 days', '30 days']::interval[]) past`)
  expect(await rows('security', 'select id from sign_in_attempt')).toBe(1)
})

test('the audit is five years long', async () => {
  await ground.run(`insert into audit_entry (at, table_name, row_id, action, purpose)
    select now() - past, 'old', 'x', 'insert', 'owner' from unnest(array['4 years', '5 years']::interval[]) past`)
  expect(await rows('accountability', `select id from audit_entry where table_name = 'old'`)).toBe(1)
})

test('the evidence of a consent ends five years after it was taken back, and not before', async () => {
  await trade.order('evidence@example.com', { consents: { email: 'Yes.', phone: null } })
  const evidence = () =>
    rows('consent-evidence', `select id from consent where address = 'evidence@example.com'`)
  await ground.run(
    `update consent set given_at = now() - interval '9 years' where address = 'evidence@example.com'`,
  )
  expect(await evidence()).toBe(1)
  const withdrawn = (past: string) =>
    ground.run(`insert into consent_withdrawal (consent_id, withdrawn_at)
      select id, now() - interval '${past}' from consent where address = 'evidence@example.com'
      on conflict (consent_id) do update set withdrawn_at = excluded.withdrawn_at`)
  await withdrawn('4 years 11 months')
  expect(await evidence()).toBe(1)
  await withdrawn('5 years')
  expect(await evidence()).toBe(0)
})

test('who worked here is known for a year after leaving', async () => {
  const id = crypto.randomUUID()
  await ground.run(
    `insert into staff (id, email, name, role, invited_at, left_on)
      values ('${id}', 'gone@zimes.example', 'Gone', 'accountant', now(), shop_today())`,
    `insert into staff_credential (staff_id, password_hash, set_at) values ('${id}', 'hash', now())`,
  )
  const known = async () => [
    await rows('staff-accounts', `select name from staff where id = '${id}'`),
    await rows('staff-accounts', `select password_hash from staff_credential where staff_id = '${id}'`),
  ]
  const left = (past: string) =>
    ground.run(`update staff set left_on = (shop_today() - interval '${past}')::date where id = '${id}'`)
  await left('1 year')
  expect(await known()).toEqual([1, 1])
  await left('1 year 1 day')
  expect(await known()).toEqual([0, 0])
})

test('a letter knows of a buyer the name and where to write, and nothing else', () => {
  const party = register.personal.find(({ columns }) => 'buyerReference' in columns && 'locker' in columns)!
  const told = Object.entries(party.columns).filter(
    ([, tag]) => tag.personal !== false && tag.purposes.includes('service-messages'),
  )
  expect(told.map(([name]) => name)).toEqual(['name', 'email', 'invoiceEmail'])
})

test('the worker writes invitations without seeing accounts, and the back office cannot choose their token', async () => {
  const call = `select kind from shop_invitation_letter(gen_random_uuid(), sha256('t'), now())`
  const written = (login: 'worker' | 'backoffice') =>
    take(ground, login, 'service-messages', (tx) => tx.execute(call)).then(() => 'done', sqlState)
  expect(await written('worker')).toBe('done')
  expect(await written('backoffice')).toBe('42501')
  const accounts = take(ground, 'worker', 'staff-accounts', async () => {})
  expect(await accounts.then(() => 'done', sqlState)).toBe('42501')
})

async function rows(purpose: PurposeId, query: string): Promise<number> {
  return (await under(ground, purpose, (tx) => tx.execute(query))).length
}

function seen(purpose: PurposeId, table: string, { id }: Placed): Promise<number> {
  const column = table === 'order' ? 'id' : 'order_id'
  return rows(purpose, `select ${column} from "${table}" where ${column} = '${id}'`)
}

/** In how many of the tables. */
async function seenOf(purpose: PurposeId, tables: readonly string[], order: Placed): Promise<number> {
  const found = await Promise.all(tables.map((table) => seen(purpose, table, order)))
  return found.filter((count) => count > 0).length
}

function invoiced(purpose: PurposeId, table: string, invoiceId: string): Promise<number> {
  const column = table === 'invoice' ? 'id' : 'invoice_id'
  return rows(purpose, `select from ${table} where ${column} = '${invoiceId}'`).catch((error) => {
    if (sqlState(error) === '42501') return 0
    throw error
  })
}

async function invoiceOf({ id }: Placed): Promise<string> {
  const [row] = await ground.owner.orm.execute<{ id: string }>(
    sql`select id from invoice where order_id = ${id}`,
  )
  return row!.id
}
