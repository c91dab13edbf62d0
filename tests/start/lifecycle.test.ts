import { existsSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testFolder } from '../support/postgres.ts'
import { type Ended, type Running, shopCommand, startInVain, startShop } from './run.ts'

// One private shop, started twice; what it did is looked at afterwards, so that the tests need no order.
let folder: string
let first: Running
let second: Running
const seen = {} as {
  home: number
  ready: number
  whileRunning: { link: Ended; rights: Ended; again: Ended }
  firstEnd: Awaited<ReturnType<Running['stop']>>
  order: boolean
  whileStopped: Ended
  otherSecret: Ended
  secondHome: number
  secondEnd: Awaited<ReturnType<Running['stop']>>
}

beforeAll(async () => {
  folder = testFolder()
  const environment = { VAR_DIR: folder }
  first = await startShop(environment)
  try {
    seen.home = await statusOf(first, '/')
    seen.ready = await statusOf(first, '/readyz')
    seen.whileRunning = {
      link: await shopCommand(['owner-link'], environment),
      rights: await shopCommand(['rights'], environment),
      again: await shopCommand(['setup'], environment),
    }
  } finally {
    seen.firstEnd = await first.stop()
  }
  seen.order = existsSync(join(folder, 'postgres', 'postmaster.pid'))
  seen.whileStopped = await shopCommand(['owner-link'], environment)
  seen.otherSecret = await startInVain({ ...environment, SECRET_KEY: 'another secret than the one before' })
  second = await startShop({ ...environment, SMTP_URL: 'smtp://127.0.0.1:9' })
  try {
    seen.secondHome = await statusOf(second, '/en')
  } finally {
    seen.secondEnd = await second.stop()
  }
}, 120_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function statusOf({ origin }: Running, path: string): Promise<number> {
  const answer = await fetch(origin + path)
  await answer.arrayBuffer()
  return answer.status
}

const link = /^http:\/\/127\.0\.0\.1:\d+\/admin\/invitation\/[\w-]{43}$/

test('the first start sets a demo shop up and says where everything is', () => {
  const [demo, storefront, office, owner, mail, data] = first.lines
  expect(demo).toBe('A demo shop was set up: SIA "ZĪMES".')
  expect(storefront).toBe(`Storefront   ${first.origin}/`)
  expect(office).toBe(`Back office  ${first.origin}/admin`)
  expect(owner).toMatch(/^ +set the owner's password: /)
  expect(owner?.split(': ').at(-1)).toMatch(link)
  expect(mail).toBe(`Mail         is kept in the back office: ${first.origin}/admin/mails`)
  expect(data).toBe(`Data         ${folder}`)
  expect([seen.home, seen.ready]).toEqual([200, 200])
})

test('the secret is made once and is readable by its user alone', () => {
  expect(statSync(join(folder, 'secret.key')).mode & 0o777).toBe(0o600)
})

test('SIGTERM ends the shop with 0, its database in order, and without a word', () => {
  expect([seen.firstEnd, seen.secondEnd]).toEqual([
    { code: 0, err: '' },
    { code: 0, err: '' },
  ])
  expect(seen.order).toBe(false)
})

test('a second start keeps the data', () => {
  expect(second.lines.join('\n')).not.toContain('demo')
  expect(seen.secondHome).toBe(200)
})

test('with SMTP_URL the start says that mail goes out', () => {
  expect(second.lines).toContain('Mail         goes out through SMTP_URL')
})

test('another SECRET_KEY than the data were made with is refused', () => {
  expect(seen.otherSecret.err).toMatch(/SECRET_KEY/)
  expect(seen.otherSecret.err.trim().split('\n')).toHaveLength(1)
  expect(seen.otherSecret).toMatchObject({ code: 1, out: '' })
})

test('a lost owner gets a link while the shop runs and while it does not, as the only result', () => {
  for (const { code, out, err } of [seen.whileRunning.link, seen.whileStopped]) {
    expect(err).toBe('')
    expect(out.trim()).toMatch(link)
    expect(code).toBe(0)
  }
})

test('the rights of a fresh shop are those of the register', () => {
  expect(seen.whileRunning.rights).toEqual({
    code: 0,
    out: '',
    err: 'The rights are those of the register.\n',
  })
})

test('setting up where there is a shop changes nothing and fails', () => {
  expect(seen.whileRunning.again).toMatchObject({ code: 1, out: '' })
  expect(seen.whileRunning.again.err).toContain(
    'There is a shop in this database already; nothing was changed.',
  )
})
