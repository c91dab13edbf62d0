import type { Translate } from '../platform/i18n/messages.ts'
import type { Trace } from '../privacy/audit.ts'

/** What a row written to a table means to a reader; other writes belong to one of these. */
const sentences: Readonly<Record<string, string>> = {
  'order insert': 'history.placed',
  'order_party update': 'history.buyer',
  'cancellation insert': 'history.cancelled',
  'artwork update': 'history.words',
  'proof insert': 'history.proof',
  'proof_answer insert': 'history.answer',
  'payment insert': 'history.payment',
  'invoice insert': 'history.invoice',
  'making insert': 'history.made',
  'shipment insert': 'history.packed',
  'shipment_dispatch insert': 'history.dispatched',
  'shipment_delivery insert': 'history.delivered',
}

/** Who did what to an order, in words: never a value. */
export function historyOf(
  opened: { traces: readonly Trace[]; names: ReadonlyMap<string, string> },
  t: Translate,
) {
  return opened.traces.flatMap(({ at, table, action, actor }) => {
    const key = sentences[`${table} ${action}`]
    return key ? [{ at, text: t(key), actor: actorName(actor, opened.names, t) }] : []
  })
}

function actorName(actor: string | null, names: ReadonlyMap<string, string>, t: Translate): string {
  if (actor === 'guest') return t('history.by.customer')
  if (!actor?.startsWith('staff:')) return t('history.by.shop')
  return names.get(actor.slice('staff:'.length)) ?? t('history.by.former')
}
