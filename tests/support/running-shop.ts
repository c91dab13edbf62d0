import { createApp } from '../../src/app.ts'
// Loaded with the tests' own code, not while the first of the staff waits for a page.
import '../../src/faces/staff.ts'
import { type OpenedShop, openShop } from '../../src/open-shop.ts'
import { totpCode, totpStep } from '../../src/platform/auth/totp.ts'
import { readConfig } from '../../src/platform/config.ts'
import type { LogFields } from '../../src/platform/log.ts'
import { serve } from '../../src/platform/web/serve.ts'
import { openStaffAuth, type StaffAuth } from '../../src/staff/auth.ts'
import * as invitations from '../../src/staff/invitations.ts'
import * as secondFactors from '../../src/staff/second-factors.ts'
import * as sessions from '../../src/staff/sessions.ts'
import { setUpSecondFactor } from '../../src/staff/sign-ins.ts'
import * as staff from '../../src/staff/staff.ts'
import type { StaffLanguage, StaffRole } from '../../src/staff/table.ts'
import { staffUrls } from '../../src/staff/urls.ts'
import { startShopWorker } from '../../src/worker.ts'
import { migratedDatabase, TEST_SECRET, type TestDatabase } from './postgres.ts'
import { type MailServer, startSmtp } from './smtp.ts'

/** The demo shop as its customers and staff meet it: a listening server, a worker, and mail that arrives. */
export interface RunningShop {
  readonly origin: string
  readonly shop: OpenedShop
  readonly database: TestDatabase
  readonly mail: MailServer
  /** What the shop logged as an error. */
  readonly errors: string[]
  /** The one-time link that a first start prints. */
  ownerLink(): Promise<string>
  /** Invites somebody, as the owner does; the link is the one of the mail. */
  invite(role: StaffRole, language: StaffLanguage): Promise<{ link: string; email: string }>
  /** Somebody who works here; the token is that of a session with both steps passed. */
  hire(role: StaffRole, language?: StaffLanguage): Promise<{ id: string; token: string }>
  close(): Promise<void>
}

/** Starts a shop on a copy of the demo database; `env` is its environment beside that. */
export async function startShop(env: Record<string, string> = {}): Promise<RunningShop> {
  const [database, mail] = await Promise.all([migratedDatabase(), startSmtp()])
  const errors: string[] = []
  const log = {
    info() {},
    warn() {},
    error: (event: string, fields: LogFields = {}) => void errors.push(`${event} ${JSON.stringify(fields)}`),
  }
  let origin = ''
  const shop = await openShop({
    config: readConfig({ LOG_LEVEL: 'silent', SMTP_URL: mail.url, ...env }),
    databaseUrl: database.url,
    secret: TEST_SECRET,
    log,
    origin: () => origin,
  })
  const served = await serve({ fetch: createApp(shop).fetch as never, host: '127.0.0.1', port: 0 })
  origin = `http://127.0.0.1:${served.port}`
  const worker = await startShopWorker(shop, database.url)
  const auth = openStaffAuth({
    secret: TEST_SECRET,
    clock: shop.clock,
    database: shop.database.signin,
    passwordCost: { logN: 10, r: 8, p: 1 },
  })
  const linkOf = (token: string) => origin + staffUrls.staffInvitation.replace(':token', token)
  return {
    origin,
    shop,
    database,
    mail,
    errors,
    ownerLink: async () => linkOf(await firstLink(auth)),
    invite: async (role, language) => {
      const person = newcomer(role, language)
      return { link: linkOf(await mailedLink(auth, person)), email: person.email }
    },
    hire: (role, language = 'lv') => hire(auth, role, language),
    async close() {
      await served.stop()
      await worker.stop()
      await shop.close()
      await mail.stop()
      await database.drop()
    },
  }
}

/** A password that the rules for staff accept. */
export const goodPassword = 'septiņas brūnas laternas pie upes'

/** The code that an authenticator app shows for a secret as the page prints it; `early` steps before its time. */
export function codeOf(secret: string, at: Date, early = 0): string {
  return totpCode(bytesOf(secret), totpStep(at) + early)
}

/** Reads base32 (RFC 4648 6), with or without blanks between the groups. */
function bytesOf(secret: string): Buffer {
  const bits = [...secret.replace(/\s/g, '')]
    .map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'))
    .join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
}

function firstLink(auth: StaffAuth): Promise<string> {
  return auth.under('staff-accounts', 'command', (tx) => staff.ownerLink(auth, tx))
}

async function hire(auth: StaffAuth, role: StaffRole, language: StaffLanguage) {
  const hasOwner = await auth.under('staff-accounts', 'command', staff.hasOwner)
  const person = newcomer(role, language)
  const link = role === 'owner' && !hasOwner ? await firstLink(auth) : await mailedLink(auth, person)
  const given = { undertaking: 'Neizpaužu.', browser: 'Firefox, Linux', password: goodPassword }
  const begun = await invitations.accept(auth, link, { ...person, ...given })
  const { member, secret } = await auth.under('staff-accounts', 'command', async (tx) => {
    const found = await sessions.find(tx, auth.clock.now(), begun)
    if (!found) throw new Error('the invitation led nowhere')
    return { member: found, ...(await secondFactors.setup(auth, tx, found, 'ZĪMES')) }
  })
  const passed = await setUpSecondFactor(auth, member, codeOf(secret, auth.clock.now()))
  if (!passed) throw new Error('the first code was refused')
  return { id: member.id, token: passed.token }
}

function newcomer(role: StaffRole, language: StaffLanguage) {
  return {
    name: `${role} ${language}`,
    email: `${crypto.randomUUID().slice(0, 13)}@zimes.example`,
    role,
    language,
  }
}

function mailedLink(auth: StaffAuth, person: ReturnType<typeof newcomer>): Promise<string> {
  return auth.under('staff-accounts', 'command', async (tx) => {
    const [owner] = await staff.list(tx)
    if (!owner) throw new Error('only an owner invites')
    const { invitationId } = await staff.invite(auth, tx, owner, person)
    const letter = await invitations.letter(tx, auth.clock.now(), invitationId)
    if (!letter) throw new Error('no letter for the invitation')
    return letter.token
  })
}
