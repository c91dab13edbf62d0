import { afterAll, beforeAll, expect, test } from 'vitest'
import { withPurpose } from '../../src/privacy/with-purpose.ts'
import type { EntrySample } from './builder.ts'
import { fileFor, type Ledger, openLedger, staffId } from './ledger.ts'

let ledger: Ledger

beforeAll(async () => {
  ledger = await openLedger()
})
afterAll(() => ledger.close())

let samples = 0
/** Entries that no other test has. */
function sample(count: number, more: Partial<EntrySample> = {}): EntrySample[] {
  samples += 1
  return Array.from({ length: count }, (_, at) => ({
    cents: 1_000 + at,
    name: `Payer ${at}`,
    bankReference: `B${samples}-${at}`,
    ...more,
  }))
}

async function kept(): Promise<{ entries: number; parties: number; statements: number }> {
  const [row] = await ledger.sql<{ entries: number; parties: number; statements: number }>(
    `select (select count(*) from bank_entry)::int as entries, (select count(*) from bank_entry_party)::int as parties,
            (select count(*) from bank_statement)::int as statements`,
  )
  return row!
}

async function adding(work: () => Promise<unknown>): Promise<number> {
  const before = await kept()
  await work()
  return (await kept()).entries - before.entries
}

test('the same file twice is imported once, however it is written', async () => {
  const entries = sample(3)
  expect(await adding(() => ledger.take(fileFor(ledger, entries)))).toBe(3)
  const before = await kept()
  const again = await ledger.take(fileFor(ledger, entries))
  const otherwise = await ledger.take(fileFor(ledger, entries, { schema: '08' }))
  expect([again, otherwise]).toMatchObject([
    { ok: true, statements: [{ state: 'known', added: 0 }] },
    { ok: true, statements: [{ state: 'known', added: 0 }] },
  ])
  expect(await kept()).toEqual(before)
})

test('an entry of a day that is to come, or of the last century, stays outside, and the statement says so', async () => {
  const days = ['9999-12-31', '1999-12-31', '2026-11-20'].map((bookedOn) => sample(1, { bookedOn })[0]!)
  const taken = await ledger.take(fileFor(ledger, days, { name: 'odd days' }))
  expect(taken).toMatchObject({ ok: true, statements: [{ entries: 1, added: 1 }] })
  expect(taken.ok && taken.statements[0]!.flags).toContain('days')
})

test('statements that overlap, and parts of one, bring each entry once', async () => {
  const entries = sample(6)
  const added = await adding(async () => {
    await ledger.take(fileFor(ledger, entries.slice(0, 4), { name: 'part 1' }))
    await ledger.take(fileFor(ledger, entries.slice(2), { name: 'part 2' }))
    await ledger.take(fileFor(ledger, entries, { name: 'whole' }))
  })
  expect(added).toBe(6)
})

test('without the bank’s references entries are known by their facts, and two alike on a day are two', async () => {
  const entries = sample(1, { bankReference: null, words: 'kafija' })
  const twice = [...entries, ...entries]
  expect(await adding(() => ledger.take(fileFor(ledger, twice, { name: 'no references' })))).toBe(2)
  expect(await adding(() => ledger.take(fileFor(ledger, twice, { name: 'again' })))).toBe(0)
  expect(await adding(() => ledger.take(fileFor(ledger, [...twice, ...entries], { name: 'one more' })))).toBe(
    1,
  )
})

test('a batch that was told as a sum is not counted again when it is taken apart', async () => {
  const [batch] = sample(1, { cents: 3_000, batch: [] })
  const told = { ...batch!, batch: [{ cents: 1_000 }, { cents: 2_000 }] }
  expect(await adding(() => ledger.take(fileFor(ledger, [batch!], { name: 'sum' })))).toBe(1)
  expect(await adding(() => ledger.take(fileFor(ledger, [told], { name: 'apart' })))).toBe(0)
})

test('two imports at once bring each entry once', async () => {
  const entries = sample(40)
  const added = await adding(() =>
    Promise.all([
      ledger.take(fileFor(ledger, entries, { name: 'left' })),
      ledger.take(fileFor(ledger, entries.slice(10), { name: 'right' })),
      ledger.take(fileFor(ledger, entries, { name: 'left' })),
    ]),
  )
  expect(added).toBe(40)
})

test('an import that is cut off in the middle leaves nothing, and goes through the next time', async () => {
  const entries = sample(1_200)
  const file = fileFor(ledger, entries, { name: 'cut off' })
  await ledger.sql(`create function refuse_party() returns trigger language plpgsql as $$
    begin if new.name = 'Payer 1100' then raise exception 'the power went out'; end if; return new; end $$`)
  await ledger.sql(
    'create trigger power before insert on bank_entry_party for each row execute function refuse_party()',
  )
  const before = await kept()
  await expect(ledger.take(file)).rejects.toThrow()
  expect(await kept()).toEqual(before)
  await ledger.sql('drop trigger power on bank_entry_party')
  expect(await ledger.take(file)).toMatchObject({ ok: true, statements: [{ added: 1_200 }] })
})

test('a statement of another account stays outside; the shop’s own in the same file comes in', async () => {
  const [entry] = sample(1)
  const own = fileFor(ledger, [entry!], { name: 'own' }).toString()
  const [foreign] = /<Stmt>[\s\S]*<\/Stmt>/.exec(own.replaceAll(ledger.iban, 'LV00BANK0000000000001'))!
  const both = Buffer.from(own.replace('</BkToCstmrStmt>', `${foreign}</BkToCstmrStmt>`))
  let outcome: unknown
  expect(await adding(async () => (outcome = await ledger.take(both)))).toBe(1)
  expect(outcome).toMatchObject({
    ok: true,
    statements: [{ state: 'imported' }, { state: 'other-account', account: 'LV00BANK0000000000001' }],
  })
})

test('who was paid by the shop is not kept, nor what for', async () => {
  const [out] = sample(1, {
    cents: -4_700,
    name: 'Secret Supplier',
    words: 'Alga Jānim',
    iban: 'LV97HABA0012345678910',
  })
  expect(await adding(() => ledger.take(fileFor(ledger, [out!])))).toBe(1)
  const found = await ledger.sql(
    `select 1 from bank_entry_party where name like '%Secret%' or words like '%Alga%' or iban = 'LV97HABA0012345678910'`,
  )
  expect(found).toEqual([])
})

test('what is odd is imported and flagged', async () => {
  const outcome = await ledger.take(
    fileFor(ledger, sample(1), { name: 'odd', closingCents: 5, announced: 7, currency: 'EUR' }),
  )
  expect(outcome).toMatchObject({
    ok: true,
    statements: [{ state: 'imported', flags: ['balances', 'count'] }],
  })
})

test('a file that is none changes nothing and says why', async () => {
  const before = await kept()
  expect(await ledger.take(Buffer.from('<html>'))).toMatchObject({ ok: false, problem: 'broken' })
  expect(await kept()).toEqual(before)
})

test('each statement puts one job into the queue, with ids alone', async () => {
  const taken = await ledger.take(fileFor(ledger, sample(2), { name: 'queued' }))
  const id = taken.ok ? taken.statements[0]!.id! : ''
  const jobs = await ledger.sql<{ payload: { statement: string } }>(
    `select payload from graphile_worker._private_jobs where key = 'match-statement:' || $1`,
    [id],
  )
  expect(jobs).toEqual([{ payload: { statement: id } }])
})

test('who paid ends with the books where it belongs to no order', async () => {
  await ledger.take(fileFor(ledger, sample(1, { name: 'Long Ago', bookedOn: '2019-03-01' }), { name: 'old' }))
  const read = () =>
    withPurpose(ledger.shop.database.backoffice, 'accounting', `staff:${staffId}`, (tx) =>
      tx.execute(`select name from bank_entry_party where name = 'Long Ago'`),
    )
  expect([...(await read())]).toEqual([])
  const { run } = await import('../../src/privacy/retention/eraser.ts')
  await run(
    { access: ledger.shop.database.worker, register: ledger.shop.register },
    { cause: 'retention', actor: 'command', orders: [] },
  )
  expect(await ledger.sql(`select 1 from bank_entry_party where name = 'Long Ago'`)).toEqual([])
  expect(await ledger.sql(`select 1 from bank_entry where booked_on = '2019-03-01'`)).toHaveLength(1)
})
