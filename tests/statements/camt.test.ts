import { describe, expect, test } from 'vitest'
import { readStatements, type Statement } from '../../src/payments/statements/camt.ts'
import type { BookedEntry } from '../../src/payments/statements/camt-entries.ts'
import { mostStatementBytes, Unreadable } from '../../src/payments/statements/xml.ts'
import { camt, camtFile, type EntrySample, type Schema, type StatementSample } from './builder.ts'

const iban = 'LV80BANK0000435195001'
const schemas: Schema[] = ['02', '03', '04', '08', '10', '13']

describe.each(schemas)('a statement of camt.053.001.%s', (schema) => {
  test('tells each transfer with its payer, reference, words and days', async () => {
    const entry: EntrySample = {
      cents: 12_345,
      name: 'Jānis Bērziņš & dēls',
      iban: 'LV97HABA0012345678910',
      onBehalfOf: 'SIA Dēls',
      words: 'Paldies par zīmi <3',
      reference: 'RF18539007547034',
      endToEndId: 'E2E-1',
      bankReference: 'BANK-77',
      chargesCents: 50,
    }
    const [read] = await read1({ entries: [entry] }, schema)
    expect(read).toMatchObject({
      reference: 'BANK-77',
      credit: true,
      amountCents: 12_345,
      bookedOn: '2026-11-20',
      valueOn: '2026-11-20',
      code: 'PMNT-RCDT-ESCT',
    })
    expect(read!.parts).toEqual([
      {
        credit: true,
        amountCents: 12_345,
        undivided: false,
        chargesCents: 50,
        returned: null,
        endToEndId: 'E2E-1',
        references: ['RF18539007547034'],
        words: 'Paldies par zīmi <3',
        name: 'Jānis Bērziņš & dēls',
        iban: 'LV97HABA0012345678910',
        onBehalfOf: 'SIA Dēls',
      },
    ])
  })

  test('takes a batch apart, and tells returns and what went out', async () => {
    const entries: EntrySample[] = [
      {
        cents: 3_000,
        batch: [
          { cents: 1_000, name: 'A' },
          { cents: 2_000, name: 'B' },
        ],
      },
      { cents: 500, name: 'C', returned: 'AC04', code: 'PMNT-RCDT-RRTN' },
      { cents: -700, name: 'D', iban: 'LV97HABA0012345678910' },
    ]
    const read = await read1({ entries }, schema)
    expect(read.map(({ parts }) => parts.map(({ amountCents, name }) => [name, amountCents]))).toEqual([
      [
        ['A', 1_000],
        ['B', 2_000],
      ],
      [['C', 500]],
      [['D', 700]],
    ])
    expect(read[1]!.parts[0]!.returned).toBe('AC04')
    expect(read[2]).toMatchObject({ credit: false, amountCents: 700 })
  })

  test('is read with any namespace prefix', async () => {
    const sample = { schema, statements: [{ iban, entries: [{ cents: 1 }, { cents: 2 }] }] }
    const [plain] = await readStatements(camtFile(sample))
    const [prefixed] = await readStatements(camtFile({ ...sample, prefix: 'ns2' }))
    expect(prefixed).toEqual(plain)
    expect(plain).toMatchObject({ schema: `camt.053.001.${schema}`, flags: [] })
  })
})

test('a batch that the bank tells only as a sum, or whose parts do not make the sum, stays one', async () => {
  const [told, wrong] = await read1({
    entries: [
      { cents: 3_000, batch: [] },
      { cents: 3_000, batch: [{ cents: 1_000, words: 'RF18539007547034' }, { cents: 1_999 }] },
    ],
  })
  expect(told!.parts).toMatchObject([{ amountCents: 3_000, undivided: true, name: null }])
  expect(wrong!.parts).toMatchObject([{ undivided: true, references: ['RF18539007547034'] }])
})

test('amounts are exact to the cent, however large', async () => {
  const read = await read1({ entries: [{ cents: 1 }, { cents: 9_007_199_254_740_9 }, { cents: 110 }] })
  expect(read.map(({ amountCents }) => amountCents)).toEqual([1, 90_071_992_547_409, 110])
})

test.each([
  ['balances', { closingCents: 1 }],
  ['no-balances', { closingCents: null }],
  ['count', { announced: 9 }],
  ['unbooked', { entries: [{ cents: 5, pending: true }] }],
  ['currency', { currency: 'USD' }],
] as const)('what is odd is told and read all the same: %s', async (flag, odd) => {
  const [statement] = await readStatements(
    camtFile({ statements: [{ iban, entries: [{ cents: 100 }], ...odd }] }),
  )
  expect(statement!.flags).toEqual([flag])
})

test('an unknown schema, or none, is flagged', async () => {
  const text = camt({ statements: [{ iban, entries: [] }] })
  const flagsOf = async (written: string) => (await readStatements(Buffer.from(written)))[0]!.flags
  expect(await flagsOf(text.replace('053.001.02', '053.001.77'))).toEqual(['version'])
  expect(await flagsOf(text.replace(/ xmlns="[^"]*"/, ''))).toEqual(['version'])
})

test('what is not booked yet is left out', async () => {
  for (const schema of schemas)
    expect(await read1({ entries: [{ cents: 5, pending: true }, { cents: 6 }] }, schema)).toHaveLength(1)
})

describe('a file', () => {
  test('is read in the encoding that it names or marks', async () => {
    const text = camt({ statements: [{ iban, entries: [{ cents: 100, name: 'Ķēniņš' }] }] })
    const named = (encoding: string) => text.replace('UTF-8', encoding)
    const baltic = Buffer.from(
      Array.from(
        named('windows-1257'),
        (letter) => ({ Ķ: 0xcd, ē: 0xe7, ņ: 0xf2, š: 0xf0 })[letter] ?? letter.charCodeAt(0),
      ),
    )
    const files = [
      Buffer.from(`\ufeff${text}`),
      Buffer.from(`\ufeff${named('UTF-16')}`, 'utf16le'),
      Buffer.from(named('UTF-16'), 'utf16le').swap16(),
      baltic,
    ]
    for (const file of files)
      expect((await readStatements(file))[0]!.entries[0]!.parts[0]!.name).toBe('Ķēniņš')
  })

  const good = camt({ statements: [{ iban, entries: [{ cents: 100 }] }] })
  test.each([
    ['nothing', '', 'empty'],
    ['words', 'Labdien!', 'not-xml'],
    ['a table', 'date;amount\n2026-11-20;5', 'not-xml'],
    ['half a file', good.slice(0, 900), 'broken'],
    ['tags that cross', good.replace('</Stmt>', '</Stmtt>'), 'broken'],
    ['another encoding than it says', Buffer.from(good.replace('S1', 'Ä1'), 'latin1'), 'not-that-encoding'],
    ['an encoding nobody knows', good.replace('UTF-8', 'KLINGON'), 'encoding'],
    ['a payment order', '<Document><CstmrCdtTrfInitn/></Document>', 'other-message'],
    ['the day’s movements', good.replaceAll('BkToCstmrStmt', 'BkToCstmrAcctRpt'), 'other-message'],
    ['something else', '<html><body/></html>', 'not-a-statement'],
    ['no statement', good.replace(/<Stmt>[\s\S]*<\/Stmt>/, ''), 'no-statements'],
    ['no account', good.replace(/<Acct>[\s\S]*<\/Acct>/, ''), 'no-account'],
    ['an amount with a comma', good.replace('>1.00<', '>1,00<'), 'amount'],
    ['a balance in words', good.replace('>1000.00<', '>thousand<'), 'balance'],
    ['thousandths of euros', good.replace('>1.00<', '>1.005<'), 'amount'],
    [
      'a day that is none',
      good.replaceAll('<Dt>2026-11-20</Dt></BookgDt>', '<Dt>2026-02-30</Dt></BookgDt>'),
      'day',
    ],
    ['neither in nor out', good.replaceAll('>CRDT<', '>BOTH<'), 'side'],
    [
      'an outer entity',
      good.replace('<Document', '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><Document'),
      'doctype',
    ],
    [
      'a billion laughs',
      good.replace('<Document', '<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><Document'),
      'doctype',
    ],
    ['nested without end', '<a>'.repeat(50_000) + '</a>'.repeat(50_000), 'broken'],
    ['more than anybody writes', Buffer.alloc(mostStatementBytes + 1, ' '), 'too-large'],
  ])('that is %s is refused with its reason', async (_, content, code) => {
    const error = await readStatements(Buffer.from(content)).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(Unreadable)
    expect((error as Unreadable).code).toBe(code)
  })

  test('gives way while it is read', async () => {
    const entries = Array.from({ length: 500 }, () => ({ cents: 100 }))
    let turns = 0
    const timer = setInterval(() => (turns += 1), 0)
    await readStatements(camtFile({ statements: [{ iban, entries }] }))
    clearInterval(timer)
    expect(turns).toBeGreaterThan(0)
  })
})

async function read1(
  statement: Omit<StatementSample, 'iban'>,
  schema: Schema = '02',
): Promise<readonly BookedEntry[]> {
  const [read]: Statement[] = await readStatements(camtFile({ schema, statements: [{ iban, ...statement }] }))
  return read!.entries
}
