import type { JobHandler } from '../platform/jobs/jobs.ts'
import type { Access } from '../privacy/with-purpose.ts'
import { withPurpose } from '../privacy/with-purpose.ts'
import type { Shop } from '../shop.ts'
import * as invoices from './invoices.ts'

/** Worker handlers of invoicing: an issued invoice has its document, whether or not a mail goes. */
export function invoicingJobs(shop: Shop): Record<string, JobHandler> {
  return {
    'render-invoice': async ({ invoice }) => {
      await ensureDocument(shop.database.worker, invoice!)
    },
  }
}

/**
 * The document of an issued invoice, rendered and kept if nobody has yet. Rendering takes a second and no
 * transaction: the same snapshot always gives the same bytes. Throws NotFound.
 */
export async function ensureDocument(worker: Access<'worker'>, id: string): Promise<Buffer> {
  const actor = 'job:render-invoice'
  const kept = await withPurpose(worker, 'accounting', actor, (tx) => invoices.document(tx, id))
  if (kept) return kept
  const snapshot = await withPurpose(worker, 'accounting', actor, (tx) => invoices.snapshot(tx, id))
  const { renderInvoice } = await import('./pdf.ts')
  const rendered = Buffer.from(await renderInvoice(snapshot))
  await withPurpose(worker, 'accounting', actor, (tx) => invoices.keepDocument(tx, id, rendered))
  return rendered
}
