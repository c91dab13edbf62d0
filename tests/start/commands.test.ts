import { expect, test } from 'vitest'
import { emptyDatabase, withSql } from '../support/postgres.ts'
import { shopCommand, startShop } from './run.ts'

const SECRET_KEY = 'a secret of the tests, long enough'
const names = [
  'setup',
  'owner-link',
  'import-points',
  'import-goods',
  'export-goods',
  'import-statement',
  'take-over-invoices',
  'export-invoices',
  'export-debts',
  'seed',
  'rotate-personal-code-key',
  'rights',
  'retention',
  'backup',
  'restore',
  'worker',
]

test('the list of commands is complete', async () => {
  const { code, out, err } = await shopCommand(['--help'])
  expect([...out.matchAll(/^ {2}([a-z-]+) /gm)].map(([, name]) => name)).toEqual(names)
  expect({ code, err }).toEqual({ code: 0, err: '' })
})

test.each(names)('%s --help tells how it is called, without a database', async (name) => {
  const { code, out, err } = await shopCommand([name, '--help'], { DATABASE_URL: 'nonsense' })
  expect(out).toMatch(new RegExp(`^npm run shop -- ${name} `))
  expect({ code, err }).toEqual({ code: 0, err: '' })
})

test('a command that does not exist fails and lists those that do', async () => {
  const { code, out, err } = await shopCommand(['fly'])
  expect(err).toContain('There is no command "fly".')
  expect(err).toContain('owner-link')
  expect({ code, out }).toEqual({ code: 1, out: '' })
})

test.each([
  [['rights', '--colour']],
  [['setup', 'now']],
  [['owner-link', '--email']],
])('an option that a command does not take fails: %j', async (args) => {
  const { code, out, err } = await shopCommand(args)
  expect(err).toContain(`"${args[0]}" is not called like that`)
  expect({ code, out }).toEqual({ code: 1, out: '' })
})

test('a wrong configuration value fails a command with one sentence', async () => {
  const { code, out, err } = await shopCommand(['rights'], { DATABASE_URL: 'nonsense' })
  expect(err).toBe('DATABASE_URL has a wrong value: it must be a postgres:// address.\n')
  expect({ code, out }).toEqual({ code: 1, out: '' })
})

test('setup --empty prepares a shop without goods, which starts and asks for its owner', async () => {
  const database = await emptyDatabase()
  const environment = { DATABASE_URL: database.url, SECRET_KEY }
  try {
    const { code, out, err } = await shopCommand(['setup', '--empty'], environment)
    expect(out).toBe('An empty shop is ready: start it, set the owner, and fill in the settings.\n')
    expect(err).toBe('Preparing the database …\n')
    expect(code).toBe(0)
    expect(await withSql(database.url, (sql) => sql`select from product`)).toHaveLength(0)
    const running = await startShop(environment)
    const home = await fetch(running.origin)
    const notice = await fetch(`${running.origin}/en/personal-data`)
    expect(await running.stop()).toEqual({ code: 0, err: '' })
    expect(home.status).toBe(200)
    expect(await home.text()).toContain('Šis veikals vēl tiek iekārtots')
    expect(notice.headers.get('x-robots-tag')).toBe('noindex')
    expect(await notice.text()).toContain('This shop is being set up')
    expect(running.lines.join('\n')).toContain("set the owner's password")
    expect(running.lines.join('\n')).not.toContain('demo')
  } finally {
    await database.drop()
  }
}, 90_000)

test('owner-link says where there is no shop yet', async () => {
  const database = await emptyDatabase()
  try {
    const { code, out, err } = await shopCommand(['owner-link'], { DATABASE_URL: database.url, SECRET_KEY })
    expect(err).toBe('No shop has been set up here yet: start it once, or run setup.\n')
    expect({ code, out }).toEqual({ code: 1, out: '' })
  } finally {
    await database.drop()
  }
}, 90_000)

test('rights that were changed by hand are found, and mended when asked', async () => {
  const database = await emptyDatabase()
  const environment = { DATABASE_URL: database.url, SECRET_KEY }
  try {
    await shopCommand(['setup', '--empty'], environment)
    await withSql(database.url, (sql) =>
      sql.unsafe(`grant select on order_party to "${database.name}_storefront"`),
    )
    const found = await shopCommand(['rights'], environment)
    expect(found.out).toContain('order_party')
    expect(found).toMatchObject({
      code: 1,
      err: 'The rights differ from the register; --mend makes them equal.\n',
    })
    const mended = await shopCommand(['rights', '--mend'], environment)
    expect(mended).toMatchObject({ code: 0, err: 'The rights are those of the register again.\n' })
    expect(await shopCommand(['rights'], environment)).toMatchObject({ code: 0, out: '' })
  } finally {
    await database.drop()
  }
}, 90_000)
