import * as mails from '../../correspondence/mails.ts'
import { type Around, contentOf, draftFacts } from '../../invoicing/drafting.ts'
import { units } from '../../invoicing/earlier.ts'
import * as invoices from '../../invoicing/invoices.ts'
import type { DocumentDraft, LineSnapshot } from '../../invoicing/snapshot.ts'
import * as orders from '../../orders/find.ts'
import { sqlState } from '../../platform/database/client.ts'
import { Conflict, NotFound } from '../../platform/errors.ts'
import { formats } from '../../platform/i18n/format.ts'
import { translator } from '../../platform/i18n/messages.ts'
import { basisPoints, type Cents, cents, decimal, sum } from '../../platform/money.ts'
import type { Tx } from '../../privacy/with-purpose.ts'
import { zone } from '../../shop.ts'
import { payBack } from '../paying-back.ts'
import * as settlements from '../settlements.ts'
import { dueAfter, settleFromUnused } from '../supplies.ts'
import { aroundOf, type Surroundings } from '../surroundings.ts'
import { orderOf } from './debt-order.ts'
import { calculationOf, type InterestRow } from './interest.ts'

/** What of a debt's late interest and costs is charged. */
export interface Chosen {
  readonly interest: boolean
  readonly costs: boolean
}

/**
 * Charges what a debt has come to beside its document: late interest to the day and the costs of recovery, on a document of
 * their own that is due as a transfer is, and mailed. What was charged before is not charged again. Throws Conflict
 * `nothing-to-charge`, `not-now` (held, disputed, restricted, not due), NotFound, Restricted.
 */
export async function charge(
  tx: Tx<'order-contract'>,
  { invoiceId, by, what = { interest: true, costs: true } }: Asked,
  surroundings: Surroundings,
): Promise<{ id: string; number: string; grossCents: Cents }> {
  const orderId = await orderOf(tx, invoiceId)
  const order = await orders.find(tx, orderId)
  const { settings, today } = surroundings
  const { parts } = await calculationOf(tx, invoiceId, settings, today)
  const around = aroundOf(surroundings, order, by)
  const lines = linesOf(
    what.interest ? parts.interest.rows : [],
    what.costs ? parts.costsCents : cents(0),
    around,
    order.language,
  )
  if (lines.length === 0) throw new Conflict('nothing-to-charge')
  const draft = {
    ...draftOf(order, lines, around),
    dueOn: await dueAfter(surroundings, settings.bank.paymentDays),
    precedingId: invoiceId,
  }
  return tx.under('accounting', async (books) => {
    const issued = await refusing(() => invoices.issue(books, draft, settings.numbers))
    // Whoever paid what the notice asked for paid more than its document: that waits for the charge.
    await settleFromUnused(books, orderId, by)
    await mails.queue(books, 'order-invoice', { id: issued.id, orderId })
    return { ...issued, grossCents: draft.grossCents }
  })
}

interface Asked {
  readonly invoiceId: string
  readonly by: string
  readonly what?: Chosen
}

/**
 * Takes a charge back whole, because it was a mistake: a credit note settles what is open of it, and what was paid goes
 * back. Throws NotFound for anything but a charge, Restricted, Conflict `credited` where it was taken back or written off.
 */
export async function credit(
  tx: Tx<'order-contract'>,
  { chargeId, by }: { readonly chargeId: string; readonly by: string },
  surroundings: Surroundings,
): Promise<{ creditId: string; refunds: string[] }> {
  const orderId = await orderOf(tx, chargeId)
  const order = await orders.find(tx, orderId)
  const around = aroundOf(surroundings, order, by)
  const { creditId, paidCents } = await tx.under('accounting', async (books) => {
    const earlier = await invoices.earlierOf(books, orderId)
    const charged = earlier.find(({ id, kind }) => id === chargeId && kind === 'charge')
    if (!charged) throw new NotFound()
    const draft = creditOf(order, charged.lines as readonly LineSnapshot[], chargeId, around)
    const { id } = await refusing(
      () => invoices.issue(books, draft, surroundings.settings.numbers),
      'credited',
    )
    const open = await settlements.openOf(books, chargeId)
    if (open > 0) await settlements.settle(books, { creditId: id }, { invoiceId: chargeId }, open, by)
    await mails.queue(books, 'order-invoice', { id, orderId })
    return { creditId: id, paidCents: cents(draft.grossCents - open) }
  })
  const refunds =
    paidCents > 0
      ? await payBack(tx, orderId, { creditId, amountCents: paidCents, cause: 'overpaid', by })
      : []
  return { creditId, refunds }
}

/** One line for each time in which base and rate stayed the same, then the costs: the document is the calculation. */
function linesOf(
  rows: readonly InterestRow[],
  costsCents: Cents,
  { t }: Around,
  language: orders.OrderFacts['language'],
): LineSnapshot[] {
  const { shortDate, money, percent } = formats(language, zone)
  const interest = rows
    .filter((row) => row.cents > 0)
    .map((row) => ({
      about: 'interest' as const,
      grossCents: row.cents,
      description: t('charge.interest', {
        from: shortDate(row.from),
        until: shortDate(row.until),
        days: row.days,
        base: money(row.baseCents),
        rate: percent(row.rate),
      }),
    }))
  const costs = [{ about: 'costs' as const, grossCents: costsCents, description: t('charge.costs') }]
  return [...interest, ...costs.filter(({ grossCents }) => grossCents > 0)].map((line, i) => ({
    ...line,
    position: i + 1,
    quantity: 1,
    unit: units.amount,
    unitNet: decimal(line.grossCents),
    netCents: line.grossCents,
    vatCategory: 'O',
    vatRate: basisPoints(0),
  }))
}

function draftOf(order: orders.OrderFacts, lines: readonly LineSnapshot[], around: Around): DocumentDraft {
  const grossCents = sum(lines.map((line) => line.grossCents))
  return {
    ...draftFacts(order, 'charge', around),
    ...contentOf(order, lines, [], around),
    netCents: grossCents,
    grossCents,
    // Its own reason, in both languages: that of a seller outside the register is another.
    notes: [[...new Set([around.t('charge.outside'), translator('lv')('charge.outside')])].join(' / ')],
  }
}

function creditOf(
  order: orders.OrderFacts,
  lines: readonly LineSnapshot[],
  chargeId: string,
  around: Around,
): DocumentDraft {
  return {
    ...draftOf(order, lines, around),
    kind: 'credit-note',
    cause: 'correction',
    precedingId: chargeId,
  }
}

/** What the database refuses is said in a word; the transaction is over. */
async function refusing<T>(issue: () => Promise<T>, code = 'not-now'): Promise<T> {
  try {
    return await issue()
  } catch (error) {
    if (sqlState(error) === '23514') throw new Conflict(code)
    throw error
  }
}
