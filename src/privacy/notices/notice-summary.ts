import type { Translate } from '../../platform/i18n/messages.ts'
import type { PurposeId } from '../purposes.ts'
import type { Source } from './notice-sections.ts'
import { lengthOf, type Named } from './notice-words.ts'

/** What every order brings with it. */
const ofAnOrder: ReadonlySet<PurposeId> = new Set(['order-contract', 'accounting', 'service-messages'])

/** The notice in five lines, for the order form: who receives data and how long they stay follow the register. */
export function summaryOf({ purposes, t }: Pick<Source, 'purposes' | 't'>): string[] {
  return [
    t('notice.summary.what'),
    t('notice.summary.why'),
    t('privacy.summary.who', { recipients: receivers(purposes, t) }),
    t('privacy.summary.long', {
      order: t('privacy.summary.order', lengthIn(purposes, 'order-contract', t)),
      claims: t('privacy.kept.delivery', lengthIn(purposes, 'legal-claims', t)),
      books: t('privacy.kept.financial-year-end', lengthIn(purposes, 'accounting', t)),
    }),
    t('notice.summary.rights'),
  ]
}

function receivers(purposes: readonly Named[], t: Translate): string {
  const own = purposes.filter(({ id }) => ofAnOrder.has(id))
  const kinds = new Set(own.flatMap(({ recipients }) => recipients))
  return [...kinds].map((kind) => t(`privacy.recipient.${kind}`)).join('; ')
}

/** The first term of a purpose; one that is not in use ends at once. */
function lengthIn(purposes: readonly Named[], id: PurposeId, t: Translate) {
  return lengthOf(purposes.find((each) => each.id === id)?.retention[0]?.period ?? 'P0D', t)
}
