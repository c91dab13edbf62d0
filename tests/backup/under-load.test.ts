import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { backupKeys } from '../../src/platform/backup/manifest.ts'
import { type Backup, openBackup } from '../../src/platform/backup/reading.ts'
import { call, type Lived, openPlace, type Place, SECRET_KEY } from './ground.ts'

let place: Place
let shop: Lived

beforeAll(async () => {
  place = openPlace()
  shop = await place.lived()
})
afterAll(() => place.close())

async function rowsOf(backup: Backup, table: string): Promise<Record<string, string>[]> {
  const pieces: Buffer[] = []
  for await (const piece of backup.rowsOf(backup.manifest.tables.find(({ name }) => name === table)!))
    pieces.push(piece)
  return parse(Buffer.concat(pieces), { columns: true })
}

const idsOf = (rows: Record<string, string>[], column: string) => new Set(rows.map((row) => row[column]))

test('a backup of a shop at work shows one moment: invoices as many as numbers, nothing without its order', async () => {
  let selling = true
  let sold = 0
  const trade = (async () => {
    while (selling) {
      await shop.trade.fulfil(await shop.trade.order(`buyer${sold}@example.com`))
      sold++
    }
  })()
  const files = [1, 2, 3].map((number) => place.file(`busy-${number}.tar`))
  try {
    for (const file of files) {
      const before = sold
      await call('backup', [file], place.environment(shop.url))
      while (sold === before) await new Promise((resolve) => setImmediate(resolve))
    }
  } finally {
    selling = false
    await trade
  }
  const counts: number[] = []
  for (const file of files) {
    const backup = await openBackup(file, backupKeys(Buffer.from(SECRET_KEY)), () => {})
    const [invoices, series, orders] = [
      await rowsOf(backup, 'invoice'),
      await rowsOf(backup, 'number_series'),
      await rowsOf(backup, 'order'),
    ]
    const given = series.filter(({ document }) => document === 'invoice')
    expect(invoices).toHaveLength(
      given.reduce((sum, { first, next }) => sum + Number(next) - Number(first), 0),
    )
    const known = idsOf(orders, 'id')
    for (const table of ['order_party', 'order_line', 'shipment', 'payment', 'invoice'])
      expect([...idsOf(await rowsOf(backup, table), 'order_id')].filter((id) => !known.has(id))).toEqual([])
    const issued = idsOf(invoices, 'id')
    const settled = idsOf(await rowsOf(backup, 'settlement'), 'invoice_id')
    expect(settled).toEqual(issued)
    const next = backup.manifest.sequences.find(({ name }) => name === 'order_number_seq')!
    expect(Number(next.value)).toBeGreaterThanOrEqual(orders.length)
    counts.push(orders.length)
    await backup.close()
  }
  expect(counts[2]!).toBeGreaterThan(counts[0]!)
}, 90_000)
