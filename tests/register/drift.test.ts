import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findDrift, installRights } from '../../src/migrate.ts'
import { TEST_SECRET } from '../support/postgres.ts'
import { type Ground, installProbe, openGround, outcomes, under } from './ground.ts'

let ground: Ground

beforeAll(async () => {
  ground = await openGround()
})
afterAll(() => ground.close())

const none = { missing: [], unwanted: [] }
const purpose = (name: string) => `"${ground.roles.purpose(name as 'website')}"`

/** Somebody's change, as statements, and a word by which the drift must name it. */
const changes: Record<string, { statements: () => string[]; named: string }> = {
  'a column granted to another purpose': {
    statements: () => [`grant select (email) on customer to ${purpose('website')}`],
    named: 'customer.email',
  },
  'a whole table granted to a purpose': {
    statements: () => [`grant select on order_party to ${purpose('order-contract')}`],
    named: 'order_party',
  },
  'a table granted to a login itself': {
    statements: () => [`grant select on customer to "${ground.roles.login('backoffice')}"`],
    named: 'customer',
  },
  'a table granted to everybody': {
    statements: () => ['grant select on invoice_buyer to public'],
    named: 'invoice_buyer public',
  },
  'a right taken from a purpose': {
    statements: () => [`revoke select (email) on customer from ${purpose('order-contract')}`],
    named: 'customer.email',
  },
  'a right that may be handed on': {
    statements: () => [`grant select (email) on customer to ${purpose('order-contract')} with grant option`],
    named: 'with grant option',
  },
  'a dropped row condition': {
    statements: () => ['drop policy "order-contract select" on order_party'],
    named: 'policy order_party',
  },
  'an edited row condition': {
    statements: () => ['alter policy "order-contract select" on order_party using (true)'],
    named: 'policy order_party',
  },
  'a row condition of somebody’s own': {
    statements: () => ['create policy "let me" on order_party using (true)'],
    named: 'let me',
  },
  'row conditions switched off': {
    statements: () => ['alter table order_party disable row level security'],
    named: 'rls order_party',
  },
  'a view with the owner’s eyes': {
    statements: () => [
      'create view everybody as select name, email from order_party',
      `grant select on everybody to ${purpose('website')}`,
    ],
    named: 'everybody',
  },
  'a table that the register does not know, open to everybody': {
    statements: () => ['create table notebook (line text)', 'grant all on notebook to public'],
    named: 'notebook',
  },
  'a function let out to everybody': {
    statements: () => ['grant execute on function shop_empty_cart(bytea) to public'],
    named: 'shop_empty_cart',
  },
  'a purpose given to another login': {
    statements: () => [`grant ${purpose('legal-claims')} to "${ground.roles.login('storefront')}"`],
    named: 'member',
  },
  'a purpose that a login inherits': {
    statements: () => [
      `grant ${purpose('order-contract')} to "${ground.roles.login('storefront')}" with inherit true`,
    ],
    named: 'inherit true',
  },
  'a purpose that a login may give away': {
    statements: () => [
      `grant ${purpose('order-contract')} to "${ground.roles.login('storefront')}" with admin option`,
    ],
    named: 'admin',
  },
  'a purpose that may sign in': {
    statements: () => [`alter role ${purpose('accounting')} login`],
    named: 'p_accounting login',
  },
  'a login above the row conditions': {
    statements: () => [`alter role "${ground.roles.login('worker')}" bypassrls`],
    named: 'bypassrls',
  },
  'a tag rubbed out': {
    statements: () => ['comment on column customer.email is null'],
    named: 'comment customer.email',
  },
  'an audit switched off': {
    statements: () => ['alter table customer disable trigger audit'],
    named: 'audit customer',
  },
  'an audit taken away': { statements: () => ['drop trigger audit on customer'], named: 'audit customer' },
}

test('nothing differs after the migration', async () => {
  expect(await findDrift(ground.url)).toEqual(none)
})

test.each(Object.keys(changes))('%s is found and mended', async (name) => {
  const { statements, named } = changes[name]!
  await ground.run(...statements())
  const found = await findDrift(ground.url)
  expect([...found.missing, ...found.unwanted].join('\n')).toContain(named)
  await installRights(ground.url, TEST_SECRET)
  expect(await findDrift(ground.url)).toEqual(none)
})

test('after all that the rights hold again', async () => {
  await installProbe(ground)
  const statements = [
    'select email from customer',
    'select name from invoice_buyer',
    'select * from everybody',
    'select line from notebook',
  ]
  const ended = await under(ground, 'website', (tx) => outcomes(tx, statements))
  expect([...ended.values()]).toEqual(['42501', '42501', '42501', '42501'])
})

test('what the owner of the shop has switched off stays off', async () => {
  await ground.run(`update purpose_switch set switched_on = false where purpose = 'marketing-email'`)
  await installRights(ground.url, TEST_SECRET)
  const [row] = await ground.owner.orm.execute(
    sql`select switched_on from purpose_switch where purpose = 'marketing-email'`,
  )
  expect(row).toEqual({ switched_on: false })
})
