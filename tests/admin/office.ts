import { people } from '../../seed/cast.ts'
import { ensureDocument } from '../../src/invoicing/jobs.ts'
import { openStaffAuth, type StaffAuth } from '../../src/staff/auth.ts'
import * as invitations from '../../src/staff/invitations.ts'
import * as secondFactors from '../../src/staff/second-factors.ts'
import * as sessions from '../../src/staff/sessions.ts'
import { setUpSecondFactor } from '../../src/staff/sign-ins.ts'
import * as staff from '../../src/staff/staff.ts'
import type { StaffLanguage, StaffRole } from '../../src/staff/table.ts'
import { urlFor } from '../../src/urls.ts'
import type { Client, Page } from '../support/client.ts'
import { TEST_SECRET, withSql } from '../support/postgres.ts'
import { codeOf, goodPassword } from '../support/running-shop.ts'
import { type TestShop, testShop } from '../support/shop.ts'
import { type Bought, order, putIntoCart } from '../support/trade.ts'

/** A shop with people who work in it; every page that they open is audited. */
export type Office = TestShop & {
  /** Somebody who works here, signed in. */
  hire(role: StaffRole, language?: StaffLanguage): Promise<Client & { readonly id: string }>
  /** An order of goods from the shelf, or of a sign with the buyer's own words. */
  order(words?: string, more?: Record<string, string>): Promise<Bought>
  /** The page of an order. */
  open(desk: Client, bought: { readonly id: string }): Promise<Page>
  /** Renders the invoice's document, as the worker does. */
  render(invoiceId: string): Promise<Buffer>
  /** One statement as the database's owner: time that has passed, or a look at what is kept. */
  sql<T extends object>(text: string, parameters?: string[]): Promise<T[]>
}

export const shelf = 'emergency-exit-right'
export const ownWords = 'brass-door-plate'

export async function openOffice(): Promise<Office> {
  const house = await testShop()
  const auth = openStaffAuth({
    secret: TEST_SECRET,
    clock: house.shop.clock,
    database: house.shop.database.signin,
    passwordCost: { logN: 10, r: 8, p: 1 },
  })
  return {
    ...house,
    async hire(role, language = 'en') {
      const { id, token } = await hire(auth, role, language)
      const client = house.visitor({ anyLanguage: true })
      client.jar.set(house.shop.cookies.nameOf('staff'), token)
      return { ...client, id }
    },
    async order(words, more = {}) {
      const buyer = house.visitor({ audit: false })
      await putIntoCart(buyer, 'en', words === undefined ? shelf : ownWords, words)
      return order(buyer, 'en', people.oliver, more)
    },
    open: (desk, { id }) => desk.get(urlFor('adminOrder', 'lv', { id })),
    render: (invoiceId) => ensureDocument(house.shop.database.worker, invoiceId),
    sql: <T extends object>(text: string, parameters: string[] = []) =>
      withSql(house.database.url, async (sql) => [...(await sql.unsafe(text, parameters))] as unknown as T[]),
  }
}

async function hire(auth: StaffAuth, role: StaffRole, language: StaffLanguage) {
  const name = `${role} ${language}`
  const email = `${crypto.randomUUID().slice(0, 8)}@zimes.example`
  const link = await linkFor(auth, { name, email, role, language })
  const person = {
    name,
    email,
    language,
    undertaking: 'Quiet.',
    browser: 'Firefox, Linux',
    password: goodPassword,
  }
  const begun = await invitations.accept(auth, link, person)
  const { member, secret } = await auth.under('staff-accounts', 'command', async (tx) => {
    const member = await sessions.find(tx, auth.clock.now(), begun)
    if (!member) throw new Error('the invitation led nowhere')
    return { member, secret: (await secondFactors.setup(auth, tx, member, 'ZĪMES')).secret }
  })
  const passed = await setUpSecondFactor(auth, member, codeOf(secret, auth.clock.now()))
  if (!passed) throw new Error('the first code was refused')
  return { id: member.id, token: passed.token }
}

type Newcomer = { name: string; email: string; role: StaffRole; language: StaffLanguage }

function linkFor(auth: StaffAuth, person: Newcomer): Promise<string> {
  return auth.under('staff-accounts', 'command', async (tx) => {
    if (person.role === 'owner' && !(await staff.hasOwner(tx))) return staff.ownerLink(auth, tx)
    const [owner] = await staff.list(tx)
    const { invitationId } = await staff.invite(auth, tx, { id: owner!.id }, person)
    const letter = await invitations.letter(tx, auth.clock.now(), invitationId)
    return letter!.token
  })
}
