import { execFile } from 'node:child_process'
import { access, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { parse } from 'csv-parse/sync'
import { getTableColumns, getTableName } from 'drizzle-orm'
import { strFromU8, unzipSync } from 'fflate'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { keyRing } from '../../src/customers/personal-codes.ts'
import { pourPack } from '../../src/receivables/hand-over/admin-pack.ts'
import { debtsFile, fieldNames, fields } from '../../src/receivables/hand-over/pack-fields.ts'
import { register } from '../../src/register.ts'
import { urlFor } from '../../src/urls.ts'
import { TEST_SECRET } from '../support/postgres.ts'
import { type HandOvers, openHandOvers } from './ground.ts'

let shop: HandOvers

beforeAll(async () => {
  shop = await openHandOvers()
})
afterAll(() => shop?.close())

test('no field is told that the register does not let this purpose read', () => {
  for (const [field, { from }] of Object.entries(fields)) {
    const name = getTableName(from.table)
    const declared = register.personal.find(({ table }) => getTableName(table) === name)
    if (!declared) {
      expect(
        register.plain.some(({ table }) => getTableName(table) === name),
        field,
      ).toBe(true)
      continue
    }
    const [property] = Object.entries(getTableColumns(declared.table)).find(
      ([, one]) => one.name === from.name,
    )!
    const tag = declared.columns[property as never] as { personal: false } | { purposes: readonly string[] }
    expect('purposes' in tag && tag.purposes.includes('debt-collection'), field).toBe(true)
  }
})

test('the pack holds these fields and papers and no others, and names cannot calculate', async () => {
  const [person, company] = [await shop.person(), await shop.company()]
  await shop.office.sql(`update order_party set name = '=HYPERLINK("http://evil")' where order_id = $1`, [
    person.orderId,
  ])
  await shop.office.render(person.invoiceId)
  await shop.keepCode(person, '18056505610')
  const batch = await shop.confirm(person, company)
  const files = unzipSync(await packed(batch))
  const number = await numberOf(person.invoiceId)
  expect(Object.keys(files).filter((name) => name.startsWith(number))).toEqual([
    `${number}/${number}.pdf`,
    `${number}/delivery.pdf`,
    expect.stringMatching(/\/notice-.*\.pdf$/),
    `${number}/statement.csv`,
  ])
  const text = strFromU8(files['debts.csv']!)
  expect([...files['debts.csv']!.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
  const [header, ...rows] = parse(text, { bom: true, delimiter: ';' }) as string[][]
  expect(header).toEqual(fieldNames)
  const row = rows.find(([first]) => first === number)!
  expect(row[header!.indexOf('name')]).toBe(`'=HYPERLINK("http://evil")`)
  expect(row[header!.indexOf('principal')]).toBe((person.total / 100).toFixed(2).replace('.', ','))
  // This collector works without the code.
  expect(row[header!.indexOf('personal_code')]).toBe('')
  const told = debtsFile.parse(JSON.parse(strFromU8(files['debts.json']!)))
  expect(told.debts.map((debt) => debt.number)).toContain(number)
  expect(Object.keys(told.debts[0]!).sort()).toEqual([...fieldNames].sort())
  const schema = JSON.parse(strFromU8(files['debts.schema.json']!))
  expect(schema.properties.debts.items).toMatchObject({
    additionalProperties: false,
    required: expect.arrayContaining(fieldNames),
  })
  const statement = strFromU8(files[`${number}/statement.csv`]!)
  expect(statement).toContain(`billed;${number};`)
  for (const hidden of ['Zīme', '18056505610', 'customer_id', 'sku'])
    expect(text + statement).not.toContain(hidden)
})

test('a code goes to a collector that needs it, and its opening is noted', async () => {
  const debt = await shop.person()
  const withoutCode = await shop.company()
  await shop.keepCode(debt, '18056505610')
  await shop.office.sql(`update recipient set needs_personal_code = true where id = $1`, [shop.collectorId])
  const batch = await shop.confirm(debt, withoutCode)
  const page = await shop.desk.get(urlFor('adminHandOverBatch', { id: batch }))
  const download = await shop.desk.submit(page.form(/pack$/))
  expect(download.headers.get('content-type')).toBe('application/zip')
  expect(strFromU8(unzipSync(await packed(batch))['debts.csv']!)).toContain('180565-05610')
  const noted = await shop.office.sql<object>(
    `select purpose, page, reason from record_opening where unit_id = $1 and page = 'personal-code' order by at limit 1`,
    [debt.orderId],
  )
  expect(noted).toEqual([
    { purpose: 'debt-collection', page: 'personal-code', reason: 'For the pack of SIA "Paraugpiedziņa"' },
  ])
  const disclosed = ({ orderId }: typeof debt) =>
    shop.office.sql<{ categories: string[] }>(
      `select categories from disclosure where unit_id = $1 and what = 'debt-file'`,
      [orderId],
    )
  expect((await disclosed(debt))[0]!.categories).toContain('personal-code')
  expect((await disclosed(withoutCode))[0]!.categories).toEqual(['name', 'contact', 'purchases'])
  await shop.office.sql(`update recipient set needs_personal_code = false where id = $1`, [shop.collectorId])
})

test('what is paid or recalled is in the pack no more, and an empty pack is refused', async () => {
  const [paid, recalled] = [await shop.company(), await shop.company()]
  const batch = await shop.confirm(paid, recalled)
  await shop.till.receive(paid.orderId, paid.total)
  const told = debtsFile.parse(JSON.parse(strFromU8(unzipSync(await packed(batch))['debts.json']!)))
  expect(told.debts).toHaveLength(1)
  await shop.desk.post(urlFor('adminHandOverRecall', { id: batch, caseId: await shop.caseOf(recalled) }), {})
  await expect(packed(batch)).rejects.toMatchObject({ code: 'nothing-left' })
  const refused = await shop.desk.post(urlFor('adminHandOverPack', { id: batch }), {})
  expect(refused.status).toBe(422)
})

const office = ['/usr/bin/soffice', '/usr/bin/libreoffice']
const here = (
  await Promise.all(
    office.map((path) =>
      access(path).then(
        () => path,
        () => undefined,
      ),
    ),
  )
).find(Boolean)

test.skipIf(!here)('where LibreOffice is installed, it opens the table as it is', async () => {
  const debt = await shop.company()
  const folder = await mkdtemp(join(tmpdir(), 'bodite-pack-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const files = unzipSync(await packed(await shop.confirm(debt)))
  await writeFile(join(folder, 'debts.csv'), files['debts.csv']!)
  await promisify(execFile)(here!, [
    '--headless',
    '--convert-to',
    'html',
    '--outdir',
    folder,
    join(folder, 'debts.csv'),
  ])
  expect(await readFile(join(folder, 'debts.html'), 'utf8')).toContain(await numberOf(debt.invoiceId))
})

async function packed(handOverId: string): Promise<Uint8Array> {
  const { database, known, clock } = shop.office.shop
  const pieces: Uint8Array[] = []
  await pourPack(
    { access: database.backoffice, settings: known().settings, clock, ring: keyRing(TEST_SECRET) },
    { handOverId, actor: `staff:${shop.desk.id}` },
    async (bytes) => {
      pieces.push(bytes)
    },
  )
  return Buffer.concat(pieces)
}

async function numberOf(invoiceId: string): Promise<string> {
  const [row] = await shop.office.sql<{ number: string }>('select number from invoice where id = $1', [
    invoiceId,
  ])
  return row!.number
}
