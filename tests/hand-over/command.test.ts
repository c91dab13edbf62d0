import { access, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { strFromU8, unzipSync } from 'fflate'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { exportDebts } from '../../src/commands/export-debts.ts'
import { readConfig } from '../../src/platform/config.ts'
import { debtsFile } from '../../src/receivables/hand-over/pack-fields.ts'
import { TEST_SECRET } from '../support/postgres.ts'
import { type HandOvers, openHandOvers } from './ground.ts'

let shop: HandOvers
let folder: string

beforeAll(async () => {
  shop = await openHandOvers()
  folder = await mkdtemp(join(tmpdir(), 'bodite-debts-'))
})
afterAll(async () => {
  await shop?.close()
  if (folder) await rm(folder, { recursive: true })
})

/** What the command said, or the sentence with which it refused. */
async function run(values: Record<string, string | boolean>) {
  const lines: string[] = []
  const config = readConfig({
    DATABASE_URL: shop.office.database.url,
    SECRET_KEY: TEST_SECRET.toString(),
    LOG_LEVEL: 'silent',
    VAR_DIR: folder,
  })
  const refused = await exportDebts
    .run({
      config,
      values,
      arguments: [],
      out: (line) => lines.push(line),
      tell: (line) => lines.push(`! ${line}`),
    })
    .then(
      () => undefined,
      (error: Error) => error.message,
    )
  return { lines, refused }
}

test('a dry run lists each debt and why it may or may not go; a person confirms; the second run hands over nothing', async () => {
  const [free, held] = [await shop.company(), await shop.company(50)]
  await shop.past(
    `insert into dunning_hold (invoice_id, order_id, reason, placed_by) values ('${held.invoiceId}', '${held.orderId}', 'x', '${shop.till.by}')`,
  )
  const numbers = await shop.office.sql<{ number: string }>(
    'select number from invoice where id in ($1, $2) order by due_on',
    [free.invoiceId, held.invoiceId],
  )
  const [mayGo, mayNot] = numbers.map(({ number }) => number)
  const dry = await run({ 'dry-run': true })
  expect(dry).toEqual({
    lines: [
      expect.stringMatching(new RegExp(`^${mayGo}  .*103\\.99  May go$`)),
      expect.stringMatching(new RegExp(`^${mayNot}  .*On hold$`)),
      '! 1 of 2 overdue debts may go.',
    ],
    refused: undefined,
  })
  const out = join(folder, 'debts.zip')
  expect((await run({ out })).refused).toContain('--confirmed-by is missing')
  expect((await run({ out, 'confirmed-by': 'nobody@example.com' })).refused).toContain('names nobody')
  const [{ email } = { email: '' }] = await shop.office.sql<{ email: string }>(
    'select email from staff where id = $1',
    [shop.desk.id],
  )
  expect((await run({ out, 'confirmed-by': email, collector: 'SIA Cits' })).refused).toContain(
    'Paraugpiedziņa',
  )
  expect((await run({ out: join(folder, 'none', 'x.zip'), 'confirmed-by': email })).refused).toContain(
    'nothing was handed over',
  )
  const done = await run({ out, 'confirmed-by': email })
  expect(done).toEqual({
    lines: [expect.stringContaining('1 debts were handed to SIA "Paraugpiedziņa"')],
    refused: undefined,
  })
  const files = unzipSync(await readFile(out))
  expect(
    debtsFile.parse(JSON.parse(strFromU8(files['debts.json']!))).debts.map(({ number }) => number),
  ).toEqual([mayGo])
  const [row] = await shop.office.sql<{ by: string }>('select confirmed_by as by from hand_over')
  expect(row!.by).toBe(shop.desk.id)
  const again = await run({ out: join(folder, 'again.zip'), 'confirmed-by': email })
  expect(again.refused).toContain('1 of 2 overdue debts are already handed over')
  expect(await readdir(folder)).not.toContain('again.zip')
  await expect(access(`${out}.partial`)).rejects.toThrow()
  expect((await run({ 'dry-run': true })).lines.join()).toContain(
    'Already handed over (SIA "Paraugpiedziņa")',
  )
})
