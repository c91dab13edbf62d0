import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { translator } from '../../src/platform/i18n/messages.ts'
import { purposeList } from '../../src/privacy/purposes.ts'
import { registerLanguages, written } from '../../src/privacy/register/balancing.ts'
import { read as readInForce } from '../../src/privacy/register/in-force.ts'
import { compose, type RecordFacts } from '../../src/privacy/register/record.ts'
import { recordCsv } from '../../src/privacy/register/record-csv.ts'
import {
  publishedSchema,
  type RecordOfProcessing,
  recordSchema,
} from '../../src/privacy/register/record-schema.ts'
import { read } from '../../src/settings/settings.ts'
import { type Ground, openDemoGround } from '../register/ground.ts'

let ground: Ground
let facts: Omit<RecordFacts, 'language'>

beforeAll(async () => {
  ground = await openDemoGround()
  const { identity, privacy } = (await read(ground.owner.orm))!
  const register = await readInForce(ground.owner.orm)
  const far = { ...register.recipients[0]!, name: 'Far Ltd', country: 'US' }
  facts = {
    ...register,
    on: new Set(purposeList.map(({ id }) => id)),
    recipients: [
      ...register.recipients,
      { ...far, safeguard: 'standard-clauses', safeguardCopy: 'https://far.example/scc' },
    ],
    identity,
    privacy: { ...privacy, officer: { name: 'Ilze', email: 'dpo@zimes.example', phone: null } },
    texts: await written(ground.owner.orm),
    off: [],
    version: { number: 3, at: new Date('2026-11-22T08:00:00Z') },
    today: '2026-11-22',
    schema: 'https://shop.test/schemas/record-of-processing-1.json',
  }
})
afterAll(() => ground.close())

const made = (language: 'lv' | 'en', more: Partial<RecordFacts> = {}) =>
  compose({ ...facts, ...more, language }, translator(language))

/** Art. 30(1): what the record must contain, and where it is. */
const items: Readonly<Record<string, (record: RecordOfProcessing) => unknown>> = {
  'Art. 30(1)(a) the controller': ({ controller }) =>
    /SIA "ZĪMES", .*Zīmju iela 12.*@zimes/.test(said(controller)),
  'Art. 30(1)(a) the data protection officer': ({ dataProtectionOfficer }) =>
    dataProtectionOfficer?.email === 'dpo@zimes.example',
  'Art. 30(1)(b) every purpose, with what it is for': ({ purposes }) =>
    purposes.length === purposeList.length &&
    purposes.every(({ title, description }) => title && description),
  'Art. 30(1)(c) categories of data subjects': ({ purposes }) =>
    purposes.every(({ bases }) => bases.every(({ subjects }) => subjects.length > 0)),
  'Art. 30(1)(c) categories of personal data': ({ purposes }) =>
    purposes.every(
      ({ data }) => data.length > 0 && data.every(({ fideslang }) => fideslang.startsWith('user')),
    ),
  'Art. 30(1)(d) categories of recipients': ({ purposes, recipients }) =>
    purposes.some(({ recipients: kinds }) => kinds.length > 0) &&
    recipients.some(({ name }) => name === 'SIA "Paraugserveri"'),
  'Art. 30(1)(d) former recipients who have not confirmed the return': ({ recipients }) =>
    recipients.some(({ name, endedOn }) => name === 'Mozello SIA' && endedOn !== null),
  'Art. 30(1)(e) transfers and safeguards': ({ transfers }) =>
    transfers.some(
      ({ recipient, country, safeguard }) => recipient === 'Far Ltd' && country === 'US' && safeguard.copy,
    ),
  'Art. 30(1)(f) time limits for erasure': ({ purposes }) =>
    purposes.every(({ terms }) => terms.length > 0 && terms.every(({ words }) => words.length > 10)),
  'Art. 30(1)(g) security measures': ({ securityMeasures }) => /scrypt/.test(securityMeasures),
  'Art. 30(2) nothing is processed for others': ({ processingForOthers }) =>
    processingForOthers.includes('30'),
}

test.each(Object.keys(items))('%s is in the record in both languages', (item) => {
  for (const language of registerLanguages) expect(items[item]!(made(language)), language).toBeTruthy()
})

test('the record is what its published schema says', () => {
  for (const language of registerLanguages) expect(recordSchema.parse(made(language))).toEqual(made(language))
  expect(publishedSchema('https://shop.test/schemas/record-of-processing-1.json')).toMatchObject({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'https://shop.test/schemas/record-of-processing-1.json',
    type: 'object',
    required: expect.arrayContaining(['controller', 'purposes', 'securityMeasures']),
  })
})

test('the record speaks of people, not to them', () => {
  expect(said(made('en'))).not.toMatch(/\byou(r|rs)?\b/i)
  expect(said(made('lv'))).not.toMatch(/(^|[^\p{L}])(Jūs|Jums|Jūsu|esat|lūdzat)(?!\p{L})/u)
})

test('a purpose that somebody switched off stays in the record, one that never was on does not', () => {
  const on = new Set(
    purposeList.filter(({ id }) => id !== 'marketing-phone' && id !== 'community').map(({ id }) => id),
  )
  const off = [
    { purpose: 'marketing-phone', by: crypto.randomUUID() },
    { purpose: 'community', by: null },
  ]
  const { purposes } = made('en', { on, off })
  expect(purposes.find(({ id }) => id === 'marketing-phone')?.inUse).toBe(false)
  expect(purposes.map(({ id }) => id)).not.toContain('community')
})

test('the table has a purpose on each line, and what is typed is no formula in it', () => {
  const recipients = facts.recipients.map((one) =>
    one.kind === 'accountant' ? { ...one, name: '=HYPERLINK("x")' } : one,
  )
  const identity = { ...facts.identity, legalName: '=cmd()' }
  const csv = recordCsv(made('lv', { recipients, identity }), translator('lv'))
  const lines = parse(csv, { bom: true, delimiter: ';', columns: true }) as Record<string, string>[]
  expect(lines).toHaveLength(purposeList.length)
  const order = lines.find(({ Nolūks }) => Nolūks === 'Pasūtījums')!
  expect(order.Pārzinis).toMatch(/^'=cmd\(\)/)
  expect(order['Datu kategorijas (fideslang)']).toContain('user.contact')
  expect(order['Nodošana ārpus EEZ un garantijas']).toContain('https://far.example/scc')
  expect(order['Drošības pasākumi']).toContain('scrypt')
  expect(Object.values(order).every((cell) => cell !== undefined)).toBe(true)
})

function said(value: unknown): string {
  if (typeof value === 'string') return value
  if (value === null || typeof value !== 'object') return ''
  return Object.values(value).map(said).join(', ')
}
