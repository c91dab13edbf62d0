import { isDeepStrictEqual } from 'node:util'
import * as mails from '../correspondence/mails.ts'
import { atHomeIn } from '../orders/destinations.ts'
import type { OrderFacts, PartyFacts } from '../orders/find.ts'
import * as orders from '../orders/find.ts'
import { lockOrder } from '../orders/fulfilment.ts'
import { NotFound } from '../platform/errors.ts'
import type { Translate } from '../platform/i18n/messages.ts'
import { cents } from '../platform/money.ts'
import type { Tx } from '../privacy/with-purpose.ts'
import { type Around, contentOf, draftFacts } from './drafting.ts'
import { type Earlier, units } from './earlier.ts'
import * as invoices from './invoices.ts'
import { buyerOf } from './parties.ts'
import type { DocumentDraft, DocumentKind, LineSnapshot } from './snapshot.ts'

/**
 * The document that puts the buyer's details right on one that was issued: it names the other (Directive 2006/112
 * Art. 219), shows the buyer as the order now has them, and changes no amount: its own are nothing.
 */
export function correctiveFor(order: OrderFacts, corrected: Earlier, around: Around): DocumentDraft {
  const groups = corrected.vatGroups.slice(0, 1).map(({ category, rate }) => ({
    category,
    rate,
    taxableCents: cents(0),
    vatCents: cents(0),
  }))
  const lines = groups.map(
    ({ category, rate }): LineSnapshot => ({
      position: 1,
      about: 'goods',
      description: around.t('document.correctedDetails', { number: corrected.number }),
      quantity: 1,
      unit: units.amount,
      unitNet: '0.00',
      netCents: cents(0),
      grossCents: cents(0),
      vatCategory: category,
      vatRate: rate,
    }),
  )
  return {
    ...draftFacts(order, 'corrective', around),
    ...contentOf(order, lines, groups, around),
    suppliedOn: corrected.suppliedOn,
    precedingId: corrected.id,
  }
}

/** The buyer's details as they should have read; without a country the address stays in the order's. */
export interface CorrectedBuyer {
  readonly name: string
  readonly companyName?: string | undefined
  readonly registrationNumber?: string | undefined
  readonly vatNumber?: string | undefined
  readonly street: string
  readonly town: string
  readonly postcode?: string | undefined
  /** ISO 3166-1 alpha-2. */
  readonly country?: string | undefined
}

/**
 * Issues the corrective document for one of an order's, and queues the letter that brings it. Throws NotFound for a document
 * of another order, Restricted.
 */
export async function issue(
  tx: Tx<'order-contract'>,
  asked: { readonly orderId: string; readonly invoiceId: string; readonly buyer: CorrectedBuyer },
  {
    settings,
    today,
    t,
    by,
  }: Omit<Around, 't'> & { readonly t: (language: OrderFacts['language']) => Translate },
): Promise<string> {
  await lockOrder(tx, asked.orderId)
  const order = await orders.find(tx, asked.orderId)
  return tx.under('accounting', async (books) => {
    const corrected = (await invoices.earlierOf(books, order.id)).find(
      ({ id, kind }) => id === asked.invoiceId && kind !== 'taken-over',
    )
    if (!corrected) throw new NotFound()
    const around = { settings, today, t: t(order.language), by }
    const draft = correctiveFor(withBuyer(order, asked.buyer), corrected, around)
    const { id } = await invoices.issue(books, draft, settings.numbers)
    await mails.queue(books, 'order-invoice', { id, orderId: order.id })
    return id
  })
}

/**
 * Corrects every standing document of an order that names its buyer otherwise than the order does now (GDPR Art. 16); a
 * second time there is nothing left to correct. Throws NotFound once the contract is over, Restricted.
 */
export async function follow(
  tx: Tx<'order-contract'>,
  orderId: string,
  around: Parameters<typeof issue>[2],
): Promise<void> {
  await lockOrder(tx, orderId)
  const order = await orders.find(tx, orderId)
  if (!order.party) throw new NotFound()
  const buyer = correctedBuyer(order.party)
  const wrong = await tx.under('accounting', (books) => namedOtherwise(books, order))
  for (const invoiceId of wrong) await issue(tx, { orderId, invoiceId, buyer }, around)
}

/** Documents whose newest wording of the buyer is not the order's. */
async function namedOtherwise(tx: Tx<'accounting'>, order: OrderFacts): Promise<string[]> {
  const now = buyerOf(order)
  const all = await invoices.earlierOf(tx, order.id)
  const wrong: string[] = []
  for (const { id } of all.filter(({ kind }) => isOwn(kind))) {
    const newest =
      all.findLast(({ kind, precedingId }) => kind === 'corrective' && precedingId === id)?.id ?? id
    const { buyer } = await invoices.snapshot(tx, newest)
    if (buyer.name !== now.name || !isDeepStrictEqual(buyer.address, now.address)) wrong.push(id)
  }
  return wrong
}

function isOwn(kind: DocumentKind): boolean {
  return kind === 'invoice' || kind === 'advance' || kind === 'final'
}

function correctedBuyer(party: PartyFacts): CorrectedBuyer {
  return {
    name: party.name,
    companyName: party.companyName ?? undefined,
    registrationNumber: party.registrationNumber ?? undefined,
    vatNumber: party.vatNumber ?? undefined,
    street: party.street ?? '',
    town: party.town ?? '',
    postcode: party.postcode ?? undefined,
  }
}

function withBuyer(order: OrderFacts, buyer: CorrectedBuyer): OrderFacts {
  if (!order.party) throw new NotFound()
  const { companyName = null, registrationNumber = null, vatNumber = null, postcode = null, ...rest } = buyer
  const { country = order.party.country } = buyer
  return {
    ...order,
    party: {
      ...order.party,
      ...rest,
      companyName,
      registrationNumber,
      vatNumber,
      postcode,
      ...atHomeIn(country, order.party),
    },
  }
}
