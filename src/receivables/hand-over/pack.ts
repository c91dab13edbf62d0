import { sql } from 'drizzle-orm'
import { documentName } from '../../invoicing/documents.ts'
import { decimal } from '../../platform/money.ts'
import type { Tx } from '../../privacy/with-purpose.ts'
import type { Settings } from '../../settings/settings.ts'
import { debtsFile, debtsSchema } from './pack-fields.ts'
import { debtsTable, euros, table } from './pack-tables.ts'
import { renderDeliveryProof } from './proof-pdf.ts'
import type { Told } from './told.ts'

/** A file of the pack; `packed` where its bytes would not get smaller. */
export interface PackFile {
  readonly name: string
  readonly bytes: Uint8Array
  readonly packed?: boolean
}

/**
 * The files of a batch: its debts as a table and as JSON with a schema, and a folder for each with the invoice, the proof
 * of delivery, the notices and a statement of account. One debt's documents are in memory at a time.
 */
export async function* packFiles(
  tx: Tx<'debt-collection'>,
  batch: { readonly id: string; readonly told: readonly Told[] },
  { identity }: Pick<Settings, 'identity'>,
  madeOn: string,
): AsyncGenerator<PackFile> {
  const debts = batch.told.map(({ debt }) => debt)
  const file = debtsFile.parse({
    format: 'debts',
    version: 1,
    hand_over: batch.id,
    creditor: { name: identity.legalName, registration_number: identity.registrationNumber },
    debts,
  })
  yield { name: 'debts.csv', bytes: debtsTable(debts) }
  yield { name: 'debts.json', bytes: Buffer.from(`${JSON.stringify(file, null, 2)}\n`) }
  yield { name: 'debts.schema.json', bytes: Buffer.from(`${JSON.stringify(debtsSchema(), null, 2)}\n`) }
  const folders = new Set<string>()
  for (const told of batch.told) {
    const folder = folderOf(told.debt.number, folders)
    yield* invoiceOf(tx, told, folder)
    yield* proofOf(tx, told, folder, { seller: identity.legalName, madeOn })
    yield* noticesOf(tx, told, folder)
    yield { name: `${folder}/statement.csv`, bytes: await statementOf(tx, told) }
  }
}

/** A number may hold what a folder's name may not, and a former system's may be one of ours. */
function folderOf(number: string, taken: Set<string>): string {
  const plain = number.replace(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^[.-]+/, '') || 'debt'
  let folder = plain
  for (let next = 2; taken.has(folder); next += 1) folder = `${plain}-${next}`
  taken.add(folder)
  return folder
}

async function* invoiceOf(tx: Tx<'debt-collection'>, told: Told, folder: string): AsyncGenerator<PackFile> {
  const [row] = await tx.execute<{ bytes: Buffer }>(sql`
    select bytes from invoice_document where invoice_id = ${told.invoiceId} and format = 'pdf'`)
  // One that was taken over from a former system has none here.
  if (row)
    yield { name: `${folder}/${documentName(told.debt.number, 'pdf')}`, bytes: row.bytes, packed: true }
}

async function* noticesOf(tx: Tx<'debt-collection'>, told: Told, folder: string): AsyncGenerator<PackFile> {
  const rows = await tx.execute<{ bytes: Buffer; day: string }>(sql`
    select bytes, issued_on::text as day from debt_notice join debt_notice_document on notice_id = debt_notice.id
     where invoice_id = ${told.invoiceId} order by issued_at`)
  for (const [index, { bytes, day }] of rows.entries()) {
    const name = `${folder}/notice-${day}${index > 0 ? `-${index + 1}` : ''}.pdf`
    yield { name, bytes, packed: true }
  }
}

async function* proofOf(
  tx: Tx<'debt-collection'>,
  { orderId, debt }: Told,
  folder: string,
  about: { readonly seller: string; readonly madeOn: string },
): AsyncGenerator<PackFile> {
  const parcels = await tx.execute<{
    carrier: string
    trackingNumber: string | null
    sentOn: string
    deliveredOn: string
    source: string
  }>(sql`
    select carrier, tracking_number as "trackingNumber", shop_day(dispatched_at)::text as "sentOn",
           delivered_on::text as "deliveredOn", source
      from shipment_dispatch join shipment_delivery using (shipment_id)
     where shipment_dispatch.order_id = ${orderId} order by dispatched_at`)
  if (parcels.length === 0) return
  const bytes = await renderDeliveryProof({ ...about, number: debt.number, parcels: [...parcels] })
  yield { name: `${folder}/delivery.pdf`, bytes, packed: true }
}

interface Entry extends Record<string, unknown> {
  readonly day: string
  readonly what: string
  readonly number: string | null
  readonly cents: number
}

/** What was billed, paid and credited, and what is open: each line with what was open after it. */
async function statementOf(tx: Tx<'debt-collection'>, { invoiceId, debt }: Told): Promise<Buffer> {
  const entries = await tx.execute<Entry>(sql`
    select issued_on::text as day, 'billed' as what, number, gross_cents as cents from invoice where id = ${invoiceId}
    union all
    select coalesce(received_on, credit.issued_on)::text, case when credit.id is null then 'paid' else 'credited' end,
           credit.number, -settlement.amount_cents
      from settlement left join payment on payment.id = payment_id left join invoice credit on credit.id = credit_id
     where settlement.invoice_id = ${invoiceId} and shop_standing(settlement.id)
    order by day, what`)
  const [open] = await tx.execute<{ cents: number }>(sql`select shop_open_cents(${invoiceId}) as cents`)
  const told = entries.reduce((sum, { cents }) => sum + cents, 0)
  // What was paid before this system knew of the document.
  const before = open!.cents - told
  const all =
    before === 0 ? [...entries] : [...entries, { day: '', what: 'paid-before', number: null, cents: before }]
  let left = 0
  const lines = all.map(({ day, what, number, cents }) => {
    left += cents
    return [day, what, number ?? '', amount(cents), amount(left), debt.currency]
  })
  return table([['date', 'entry', 'document', 'amount', 'open', 'currency'], ...lines])
}

function amount(hundredths: number): string {
  return euros(decimal(hundredths))
}
