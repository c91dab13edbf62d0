import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'csv-parse/sync'
import { unzipSync } from 'fflate'
import { journalColumns } from '../../../src/bookkeeping/journal.ts'
import { registerColumns } from '../../../src/bookkeeping/register.ts'
import { systemClock } from '../../../src/platform/time.ts'
import { bookkeeping } from '../../../src/settings/bookkeeping.ts'
import { zone } from '../../../src/shop.ts'
import { argumentsOf } from '../../start/script.ts'
import type { ShopProcess } from '../shop/process.ts'
import type { Harm } from './books.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))

/** The sales register against the journal and both against the documents' own rows; all in cents, and all of it must agree. */
export async function compared(shop: ShopProcess): Promise<{ harm: Harm; told: string }> {
  const file = join(shop.varDir, 'books.zip')
  await exported(shop, file)
  const files = unzipSync(readFileSync(file), { filter: ({ name }) => !/^(pdf|ubl)\//.test(name) })
  const manifest = JSON.parse(Buffer.from(files['manifest.json']!).toString()) as {
    documents: { count: number; pdf: number; ubl: number }
    checks: { check: string; holds: boolean }[]
  }
  const register = table(files['sales-register.csv']!, registerColumns)
  const journal = table(files['journal.csv']!, journalColumns)
  const { accounts } = bookkeeping.parse({})
  const documents = new Set(['invoice', 'advance', 'final', 'credit-note'])
  const posted = (account: string, which = (_: Record<string, string>) => true) =>
    journal.reduce(
      (total, row) => total + (row.account === account && which(row) ? centsOf(row.amount!) : 0),
      0,
    )
  const gross = summed(register, 'gross')
  const own = await shop.owner(async (sql) => {
    const [row] = await sql<{ gross: number; vat: number; documents: number }[]>`
      select sum(case kind when 'credit-note' then -gross_cents else gross_cents end)::int as gross,
             sum(case kind when 'credit-note' then -vat_cents else vat_cents end)::int as vat, count(*)::int as documents
        from invoice`
    return row!
  })
  const opened = table(files['open-items.csv']!, openFields)
  return {
    harm: {
      'cents between the sales register and the journal':
        gross - posted(accounts.receivables, ({ what }) => documents.has(what!)),
      'cents of VAT between them': summed(register, 'vat') + posted(accounts.vat),
      'cents between the sales register and the documents': gross - own.gross,
      'cents of VAT between those': summed(register, 'vat') - own.vat,
      'cents by which the journal is out of balance': summed(journal, 'amount'),
      'cents between open items and the customers’ account':
        summed(opened, 'open') - posted(accounts.receivables),
      'checks of the month pack that fail': manifest.checks.filter(({ holds }) => !holds).length,
      'files missing in the month pack': own.documents * 2 - manifest.documents.pdf - manifest.documents.ubl,
    },
    told: `sales register ${euros(gross)} in ${register.length} rows, journal ${journal.length} rows`,
  }
}

const openFields = ['what', 'number', 'kind', 'orderNumber', 'day', 'dueOn', 'amount', 'open'].map(
  (field) => ({ field }),
)

function table(bytes: Uint8Array, columns: readonly { field: string }[]): Record<string, string>[] {
  const rows = parse(Buffer.from(bytes), { bom: true, delimiter: ';', from_line: 2 }) as string[][]
  return rows.map((row) => Object.fromEntries(columns.map(({ field }, index) => [field, row[index]!])))
}

function summed(rows: readonly Record<string, string>[], field: string): number {
  return rows.reduce((total, row) => total + centsOf(row[field]!), 0)
}

/** "-12,50", without a way over fractions. */
function centsOf(amount: string): number {
  return Number(amount.replace(',', ''))
}

function euros(amount: number): string {
  return `€${(amount / 100).toFixed(2)}`
}

function exported(shop: ShopProcess, file: string): Promise<void> {
  const today = systemClock(zone).today()
  const period = ['--from', `${today.slice(0, 4)}-01-01`, '--to', today]
  const args = ['export-invoices', ...period, '--format', 'pack', '--out', file, '--language', 'en']
  const child = spawn(process.execPath, [...argumentsOf('shop'), ...args], {
    cwd: root,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, VAR_DIR: shop.varDir },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let err = ''
  child.stderr.on('data', (text) => {
    err += text
  })
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`the export failed: ${err}`))))
  })
}
