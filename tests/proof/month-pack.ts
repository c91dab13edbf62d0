import { spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { createReadStream, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type postgres from 'postgres'
import { argumentsOf } from '../start/script.ts'
import { type Asked, judged, type ProofResult } from './result.ts'
import { watchMemory } from './shop/memory.ts'
import { type ShopProcess, withShop } from './shop/process.ts'

const invoices = 20_000
const memoryLimitMb = 300
const root = fileURLToPath(new URL('../..', import.meta.url))

/**
 * The month pack of 20,000 invoices with their documents, taken while the shop runs: whole, within its memory, and with
 * every control total in place. Each PDF has 40 KB, each UBL 8 KB, none like another.
 */
export function monthPack({ say }: Asked): Promise<ProofResult[]> {
  return withShop(async (shop) => {
    await shop.owner(writeMonth)
    say(`  ${invoices} invoices written`)
    const file = join(shop.varDir, 'pack.zip')
    const made = await take(shop, file)
    const told = made.code === 0 ? await looked(file) : undefined
    const nothing = {
      'documents missing': invoices - (made.taken?.documents ?? 0),
      'bytes that differ from those noted': (told?.bytes ?? 0) - (made.taken?.bytes ?? -1),
    }
    const facts = {
      [`the export stayed below ${memoryLimitMb} MB`]: made.peakMb > 0 && made.peakMb < memoryLimitMb,
      'it ended well': made.code === 0,
      'the file has the sum that was noted': told?.sha256 === made.taken?.sha256,
      'it told of its progress': made.progress > 10,
      'the shop answered meanwhile': made.answered > 0 && made.failed === 0,
    }
    const seconds = Math.round(made.ms / 1000)
    const megabytes = Math.round((told?.bytes ?? 0) / 1_000_000)
    return [
      judged(`month pack of ${invoices} invoices`, nothing, facts, [
        `${seconds} s, ${made.peakMb} MB of memory, ${megabytes} MB of file`,
      ]),
    ]
  })
}

/** Straight into the tables, triggers at rest. */
async function writeMonth(sql: postgres.Sql): Promise<void> {
  await sql.begin(async (tx) => {
    await tx.unsafe(
      'set local session_replication_role = replica; set local transaction_timeout = 0; set local statement_timeout = 0',
    )
    await tx.unsafe(`
      create temp table sold as select gen_random_uuid() as id, n, date '2025-10-01' + (n * 31 / ${invoices + 1}) as day from generate_series(1, ${invoices}) n;
      insert into "order" (id, number, form_key_hash, customer_id, language, placed_at, currency, delivery_method,
                           delivery_price_cents, total_cents, payment_method, payment_reference, pay_by, notice_version_id, terms_version_id)
        select id, 'M' || n, sha256(id::text::bytea), id, 'lv', day, 'EUR', 'courier', 390, 2390, 'transfer', 'RF00', day,
               (select id from notice_version limit 1), (select id from terms_version limit 1) from sold;
      insert into payment (id, order_id, means, amount_cents, currency, received_on, noted_at, noted_by)
        select id, id, 'transfer', 2390, 'EUR', day, day + time '12:00', id from sold;
      insert into invoice (id, number, kind, order_id, order_number, language, issued_on, supplied_on, prepaid_cents, currency, net_cents,
                           vat_cents, gross_cents, payment_reference, seller, notes, issued_at)
        select id, 'M2025-' || n, 'invoice', id, 'M' || n, 'lv', day, day, 0, 'EUR', 1975, 415, 2390, 'RF00', '{}', '{}', day + time '12:00' from sold;
      insert into invoice_vat (invoice_id, category, rate, taxable_cents, vat_cents) select id, 'S', 2100, 1975, 415 from sold;
      insert into invoice_line (invoice_id, position, description, quantity, unit, unit_net, allowance_cents, net_cents, gross_cents, vat_category, vat_rate)
        select id, 1, 'Zīme', 1, 'H87', '19.75', 0, 1975, 2390, 'S', 2100 from sold;
      insert into invoice_buyer (invoice_id, name, address) select id, 'Persona ' || n, array['Iela 1'] from sold;
      insert into settlement (payment_id, invoice_id, amount_cents, settled_at) select id, id, 2390, day + time '12:00' from sold;
      insert into number_series (document, year, first, next, last_on) values ('invoice', 2025, 1, ${invoices + 1}, '2025-10-31');
      drop table sold;`)
  })
  // Bytes that cannot be packed any further, as in a PDF, and of each document its own.
  for (const [format, size] of [
    ['pdf', 40_000],
    ['ubl', 8000],
  ] as const)
    await sql`
      insert into invoice_document (invoice_id, format, bytes)
        select id, ${format}, sha256(id::text::bytea) || ${randomBytes(size)}::bytea from invoice`
  await sql`analyze`
}

interface Made {
  readonly code: number | null
  readonly ms: number
  readonly peakMb: number
  readonly progress: number
  readonly answered: number
  readonly failed: number
  readonly taken: { readonly documents: number; readonly bytes: number; readonly sha256: string } | undefined
}

async function take(shop: ShopProcess, file: string): Promise<Made> {
  const began = performance.now()
  const period = ['--from', '2025-10-01', '--to', '2025-10-31', '--format', 'pack', '--out', file, '--json']
  const child = spawn(process.execPath, [...argumentsOf('shop'), 'export-invoices', ...period], {
    cwd: root,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, VAR_DIR: shop.varDir },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let err = ''
  let [out, progress, answered, failed] = ['', 0, 0, 0]
  child.stdout.on('data', (text) => {
    out += text
  })
  child.stderr.on('data', (text) => {
    err += text
    progress += String(text).split('\n').length - 1
  })
  const memory = watchMemory(() => child.pid!)
  const asking = setInterval(async () => {
    const answer = await fetch(`${shop.origin()}/readyz`).catch(() => undefined)
    if (answer?.ok) answered += 1
    else failed += 1
  }, 1000)
  // Not its exit: the last of its words may still be in the pipe.
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  const peakMb = memory.stop()
  clearInterval(asking)
  if (code !== 0) process.stderr.write(err.slice(-2000))
  const taken = code === 0 ? (JSON.parse(out) as Made['taken']) : undefined
  return { code, ms: performance.now() - began, peakMb, progress, answered, failed, taken }
}

async function looked(file: string): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256')
  for await (const piece of createReadStream(file)) hash.update(piece)
  return { bytes: statSync(file).size, sha256: hash.digest('hex') }
}
