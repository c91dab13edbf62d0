import * as orders from '../orders/find.ts'
import { NotFound, Restricted } from '../platform/errors.ts'
import type { JobHandler } from '../platform/jobs/jobs.ts'
import type { Access } from '../privacy/with-purpose.ts'
import { withPurpose } from '../privacy/with-purpose.ts'
import type { Shop } from '../shop.ts'
import * as correctives from './correctives.ts'
import * as vies from './evidence/vies.ts'
import { askVies } from './evidence/vies-service.ts'
import * as invoices from './invoices.ts'
import { isOfCharge } from './snapshot.ts'

/** Worker handlers of invoicing: an issued invoice has its document, whether or not a mail goes. */
export function invoicingJobs(shop: Shop): Record<string, JobHandler> {
  return {
    'render-invoice': async ({ invoice }) => {
      await ensureDocument(shop.database.worker, invoice!)
    },
    'correct-documents': ({ order }) => correctDocuments(shop, order!),
    'ask-vies': async ({ check, order }) => {
      const id = check ?? (await askAbout(shop, order!))
      if (id) await answerFromVies(shop, id)
    },
  }
}

/**
 * The document of an issued invoice, made and kept if nobody has yet: as PDF, and as UBL within it and beside it. Making it
 * takes a second and no transaction: the same snapshot always gives the same bytes. What is no supply has no UBL. Throws
 * NotFound.
 */
export async function ensureDocument(
  worker: Access<'worker'>,
  id: string,
  format: invoices.Format = 'pdf',
): Promise<Buffer> {
  const actor = 'job:render-invoice'
  const kept = await withPurpose(worker, 'accounting', actor, (tx) => invoices.document(tx, id, format))
  if (kept) return kept
  const snapshot = await withPurpose(worker, 'accounting', actor, (tx) => invoices.snapshot(tx, id))
  const [{ renderInvoice }, { ublOf }] = [await import('./pdf.ts'), await import('./ubl/document.ts')]
  const ubl = isOfCharge(snapshot) ? null : ublOf(snapshot)
  const made = { pdf: Buffer.from(await renderInvoice(snapshot, ubl)), ubl: ubl && Buffer.from(ubl) }
  await withPurpose(worker, 'accounting', actor, async (tx) => {
    await invoices.keepDocument(tx, id, made.pdf)
    if (made.ubl) await invoices.keepDocument(tx, id, made.ubl, 'ubl')
  })
  const asked = made[format]
  if (!asked) throw new NotFound()
  return asked
}

/**
 * A person put their name or address right: what was issued to them follows. Nothing is left to follow once they are forgotten;
 * while they are restricted it waits, and is asked for again when that ends.
 */
async function correctDocuments(shop: Shop, orderId: string): Promise<void> {
  const around = { settings: shop.known().settings, today: shop.clock.today(), t: shop.t, by: null }
  try {
    await withPurpose(shop.database.worker, 'order-contract', 'job:correct-documents', (tx) =>
      correctives.follow(tx, orderId, around),
    )
  } catch (error) {
    if (!(error instanceof NotFound || error instanceof Restricted)) throw error
  }
}

/** The question about the number that an order was placed with; none where its buyer is gone by now. */
async function askAbout({ database }: Shop, orderId: string): Promise<string | undefined> {
  return withPurpose(database.worker, 'order-contract', 'job:ask-vies', async (tx) => {
    const { party } = await orders.find(tx, orderId)
    const vatNumber = party?.vatNumber
    if (!vatNumber) return undefined
    return tx.under('accounting', (books) => vies.note(books, { orderId, vatNumber, by: null }))
  })
}

/** Outside any transaction: another state's machine may take its time. */
async function answerFromVies(shop: Shop, id: string): Promise<void> {
  const actor = 'job:ask-vies'
  const number = await withPurpose(shop.database.worker, 'accounting', actor, (tx) => vies.numberOf(tx, id))
  const { vatNumber } = shop.known().settings.identity
  const answer = await askVies(number, vatNumber, shop.config.viesUrl)
  await withPurpose(shop.database.worker, 'accounting', actor, (tx) => vies.keepAnswer(tx, id, answer))
}
