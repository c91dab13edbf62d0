import { fileURLToPath } from 'node:url'
import { sql } from 'drizzle-orm'
import { Hono } from 'hono'
import { installRights, installSchema, loginPassword } from '../../src/migrate.ts'
import { totpCode, totpStep } from '../../src/platform/auth/totp.ts'
import { clientOptions } from '../../src/platform/database/address.ts'
import { type Client, openClient } from '../../src/platform/database/client.ts'
import { type Clock, dayIn } from '../../src/platform/time.ts'
import { openCookies } from '../../src/platform/web/cookies.ts'
import { errorPages } from '../../src/platform/web/error-pages.ts'
import { securityHeaders, withSecurityHeaders } from '../../src/platform/web/security-headers.ts'
import { openViews } from '../../src/platform/web/views.ts'
import { rolesFor } from '../../src/privacy/roles.ts'
import { staffRoutes } from '../../src/staff/admin.ts'
import type { StaffShop } from '../../src/staff/admin-page.ts'
import { openStaffAuth, type StaffAuth, type StaffTx } from '../../src/staff/auth.ts'
import * as invitations from '../../src/staff/invitations.ts'
import * as secondFactors from '../../src/staff/second-factors.ts'
import * as sessions from '../../src/staff/sessions.ts'
import { setUpSecondFactor, signIn } from '../../src/staff/sign-ins.ts'
import * as staff from '../../src/staff/staff.ts'
import type { StaffRole } from '../../src/staff/table.ts'
import { type StaffUrl, staffUrls } from '../../src/staff/urls.ts'
import { emptyDatabase } from '../support/postgres.ts'

/** A clock that stands still until it is told to move. */
export type HandClock = Clock & { pass(milliseconds: number): void }

export const second = 1000
export const minute = 60 * second
export const hour = 60 * minute

/** The staff's house alone: its tables, its pages, a clock for the test to move. */
export type House = {
  readonly auth: StaffAuth
  readonly clock: HandClock
  /** The database's owner, to look at what is kept. */
  readonly client: Client
  readonly app: Hono
  /** A transaction of the house. */
  within<T>(work: (tx: StaffTx) => Promise<T>): Promise<T>
  close(): Promise<void>
}

export const goodPassword = 'seven brown lanterns by the river'
export const otherPassword = 'a quiet walk under wet chestnuts'

export async function openHouse(): Promise<House> {
  const database = await emptyDatabase()
  const secret = Buffer.from('a secret of the tests, long enough')
  await installSchema(database.url)
  await installRights(database.url, secret)
  const owner = clientOptions(database.url)
  const roles = rolesFor(owner.database)
  const client = openClient({ ...owner, max: 1 })
  const signin = openClient({
    ...owner,
    user: roles.login('signin'),
    password: loginPassword(secret, 'signin'),
  })
  const clock = handClock(wholeSecond())
  const auth = openStaffAuth({
    secret,
    clock,
    database: { login: 'signin', client: signin, roles },
    passwordCost: { logN: 10, r: 8, p: 1 },
  })
  return {
    auth,
    clock,
    client,
    app: appOf(auth),
    within: (work) => auth.under('staff-accounts', 'command', work),
    close: async () => {
      await Promise.all([client.end(), signin.end()])
      await database.drop()
    },
  }
}

/** The database forgets by its own clock: the hand clock begins with it. */
function wholeSecond(): string {
  return `${new Date().toISOString().slice(0, 19)}Z`
}

export function handClock(start: string): HandClock {
  let now = Date.parse(start)
  const zone = 'Europe/Riga'
  return {
    zone,
    now: () => new Date(now),
    today: () => dayIn(zone, new Date(now)),
    pass: (milliseconds) => {
      now += milliseconds
    },
  }
}

export type Person = {
  readonly id: string
  readonly email: string
  readonly password: string
  readonly secret: Buffer
  readonly recoveryCodes: string[]
  /** Of the session in which the second factor was set up. */
  readonly token: string
}

/** Somebody who works here, with password and second factor. */
export async function hire(house: House, role: StaffRole, email: string): Promise<Person> {
  const { auth, clock } = house
  const link =
    role === 'owner' && !(await house.within(staff.hasOwner))
      ? await firstLink(house)
      : await mailedLink(house, role, email)
  const begun = await invitations.accept(auth, link, {
    password: goodPassword,
    name: email,
    email,
    language: 'en',
    undertaking: 'I keep it to myself.',
    browser: 'Firefox, Linux',
  })
  const member = await memberOf(house, begun)
  await house.within((tx) => secondFactors.setup(auth, tx, member, 'ZĪMES'))
  const secret = await secretOf(house, member.id)
  const set = await setUpSecondFactor(auth, member, totpCode(secret, totpStep(clock.now())))
  if (!set) throw new Error('the first code was refused')
  clock.pass(30 * second)
  return { id: member.id, email, password: goodPassword, secret, ...set }
}

export async function memberOf(house: House, bearer: string) {
  const member = await house.within((tx) => sessions.find(tx, house.clock.now(), bearer))
  if (!member) throw new Error('nobody is signed in with this token')
  return member
}

/** The first step, as it went. */
export function stepIn(house: House, email: string, password = goodPassword, address = '192.0.2.1') {
  return signIn(house.auth, { email, password }, { address, browser: 'Firefox, Linux' })
}

/** The first step, which must go well: the token between the steps. */
export async function halfway(house: House, email: string): Promise<string> {
  const result = await stepIn(house, email)
  if (result.kind !== 'begun') throw new Error(`sign-in was ${result.kind}`)
  return result.token
}

export function codeNow(house: House, person: Person): string {
  return totpCode(person.secret, totpStep(house.clock.now()))
}

/** A code that is wrong at any time near now. */
export function wrongCode(house: House, person: Person): string {
  const right = [-2, -1, 0, 1, 2].map((away) => totpCode(person.secret, totpStep(house.clock.now()) + away))
  return (
    ['000000', '111111', '222222', '333333', '444444', '555555'].find((code) => !right.includes(code)) ?? ''
  )
}

/** Everything the database holds, as text, to look for what must not be there. */
export async function everythingStored(house: House): Promise<string> {
  const tables = [
    'staff',
    'staff_credential',
    'staff_second_factor',
    'staff_recovery_code',
    'staff_session',
    'staff_invitation',
    'sign_in_attempt',
  ]
  const dumps = tables.map(async (table) => {
    const rows = await house.client.orm.execute(
      sql.raw(`select t::text as row, encode(convert_to(t::text, 'utf8'), 'hex') as hex from ${table} t`),
    )
    return JSON.stringify(rows)
  })
  return (await Promise.all(dumps)).join('\n')
}

function firstLink(house: House): Promise<string> {
  return house.within((tx) => staff.ownerLink(house.auth, tx))
}

async function mailedLink(house: House, role: StaffRole, email: string): Promise<string> {
  const { auth, clock } = house
  return house.within(async (tx) => {
    const [owner] = await staff.list(tx)
    const person = { email, name: email, role, language: 'en' } as const
    const { invitationId } = await staff.invite(auth, tx, { id: owner?.id ?? '' }, person)
    const letter = await invitations.letter(tx, clock.now(), invitationId)
    return letter?.token ?? ''
  })
}

async function secretOf(house: House, id: string): Promise<Buffer> {
  const { unseal } = await import('../../src/platform/auth/seal.ts')
  const rows = await house.client.orm.execute<{ sealed_secret: Buffer }>(
    sql`select sealed_secret from staff_second_factor where staff_id = ${id}`,
  )
  return unseal(house.auth.keys.secondFactor, rows[0]?.sealed_secret as Buffer, id)
}

function appOf(auth: StaffAuth): Hono {
  const views = openViews({
    directory: fileURLToPath(new URL('../../views/', import.meta.url)),
    zone: auth.clock.zone,
    asset: (name) => `/assets/${name}`,
    urlFor: (name, _language, params) => fill(staffUrls[name as StaffUrl] ?? `/${name}`, params),
  })
  const shop: StaffShop = {
    staffAuth: auth,
    cookies: openCookies({ publicUrl: undefined }),
    views,
    shopName: async () => 'ZĪMES',
    adminPage: async (c, member) => ({
      path: c.req.path,
      shop: { name: 'ZĪMES' },
      staff: member,
      nav: [],
      mailCaptured: false,
    }),
    addressOf: () => '192.0.2.7',
  }
  const log = {
    info: () => {},
    warn: () => {},
    error: (message: string, about: unknown) => process.stderr.write(`${message} ${JSON.stringify(about)}\n`),
  } as never
  const { onError, notFound } = errorPages({ views, log })
  const app = new Hono().onError(onError).notFound(notFound)
  app.use(withSecurityHeaders(securityHeaders({ publicUrl: undefined })))
  return app.route('/', staffRoutes(shop))
}

function fill(pattern: string, params: Record<string, string>): string {
  return pattern.replace(/:(\w+)/g, (_, name) => params[name] ?? '')
}
