import type { Translate } from '../platform/i18n/messages.ts'
import type { OrderFacts } from './find.ts'

/** What decides the words: how it is paid, whether something carries the buyer's own words, and who is trusted to pay later. */
export interface PaidHow {
  readonly method: OrderFacts['paymentMethod']
  readonly made: boolean
  /** Calendar days of who is trusted to pay later. */
  readonly netDays: number | undefined
  /** Working days until the slowest of the goods leaves. */
  readonly leadDays: number
}

export interface ConfirmationWords {
  /** How to pay, where no transfer is asked for. */
  readonly pay: string | undefined
  /** When the invoice comes. */
  readonly invoice: string | undefined
  /** When the goods are ready. */
  readonly leaves: string
}

/** What a confirmation says of money and time: before the goods, over the counter and later are three different things. */
export function confirmationWords(how: PaidHow, t: Translate): ConfirmationWords {
  const goods = how.made ? 'made' : 'stock'
  return {
    pay: payWords(how, t),
    invoice: invoiceWords(how, t),
    leaves: t(`mail.leaves.${goods}.${waitsFor(how)}`, { days: how.leadDays }),
  }
}

/** What must come before the goods are got ready. */
function waitsFor({ method, made, netDays }: PaidHow): 'payment' | 'agreement' | 'nothing' {
  if (method === 'later') return netDays === undefined ? 'agreement' : 'nothing'
  // Nobody else could use what carries the buyer's own words: it is paid for before it is made.
  return method === 'collection' && !made ? 'nothing' : 'payment'
}

function payWords({ method, made, netDays }: PaidHow, t: Translate): string | undefined {
  if (method === 'transfer') return undefined
  if (method === 'card') return t('mail.confirmation.pay.card')
  if (method === 'later')
    return netDays === undefined ? t('order.pay.laterWaits') : t('order.pay.laterTrusted', { days: netDays })
  return made ? t('mail.confirmation.pay.collectionMade') : t('mail.confirmation.pay.collection')
}

/** Money before the goods has an advance invoice; over the counter both change hands at once. */
function invoiceWords({ method, made, netDays }: PaidHow, t: Translate): string | undefined {
  if (method === 'later') return netDays === undefined ? t('mail.confirmation.invoice.later') : undefined
  return method === 'collection' && !made
    ? t('mail.confirmation.invoice.collection')
    : t('mail.confirmation.invoice.before')
}
