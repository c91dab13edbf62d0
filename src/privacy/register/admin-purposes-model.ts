import { type Translate, translator } from '../../platform/i18n/messages.ts'
import type { StaffLanguage } from '../../staff/table.ts'
import { urlFor } from '../../urls.ts'
import { type Named, weighed } from '../notices/notice-words.ts'
import { categories } from '../purposes.ts'
import type { RegisterState } from './admin-purposes-state.ts'
import { balancingParts, textOf } from './balancing.ts'
import { isInUse } from './recipients.ts'
import { basesIn, categoryIn, keptIn, sourceIn, termIn, titleIn, whyIn } from './record-words.ts'

/** How a purpose stands: needed, switched on or off, or serving what this version does not have. */
export function stateOf(
  { id, use }: Named,
  { on }: Pick<RegisterState, 'on'>,
): 'core' | 'on' | 'off' | 'later' {
  if (use !== 'on') return use
  return on.has(id) ? 'on' : 'off'
}

/** Each term in words, and how it stands: by law or procedure, proposed, or signed off. */
export function termModels(purpose: Named, { terms }: Pick<RegisterState, 'terms'>, t: Translate) {
  return purpose.retention.map((term) => {
    const kept = terms.find(({ purpose: id, fact }) => id === purpose.id && fact === term.from)
    return {
      fact: term.from,
      words: termIn(term, t),
      kept: keptIn(term, t),
      state: !term.proposed ? 'stated' : kept?.signedAt ? 'signed' : 'proposed',
      signedBy: kept?.signedBy ?? null,
      signedAt: kept?.signedAt ?? undefined,
    }
  })
}

/** What a lawyer asks about a purpose. */
export function factsModel(purpose: Named, state: RegisterState, t: Translate) {
  return {
    title: titleIn(purpose.id, t),
    why: whyIn(purpose.id, t),
    bases: basesIn(purpose, t).map(({ subjects, words }) => ({
      subjects: subjects.map(({ name }) => name).join(', '),
      words,
    })),
    data: purpose.data.map((category) => ({
      name: categoryIn(purpose.id, category, t),
      fideslang: categories[category],
    })),
    recipients: purpose.recipients.map((kind) => ({
      kind: t(`privacy.recipient.${kind}`),
      named: state.recipients
        .filter(
          (one) => one.kind === kind && one.name !== '' && one.endedOn === null && isInUse(one, [purpose]),
        )
        .map(({ id, name }) => ({ name, href: `${urlFor('adminRecipients')}#r-${id}` })),
    })),
    users: usersOf(purpose),
    source: sourceIn(purpose.source, t),
  }
}

/** Which faces may take the purpose, and which of the staff stand behind them. */
function usersOf({ id, logins }: Named): string[] {
  return logins.map((login) => (login === 'backoffice' && id === 'accounting' ? 'books' : login))
}

/** The balancing test in the reader's language; undefined where nothing rests on legitimate interests. */
export function balanceModel(
  purpose: Named,
  { texts }: Pick<RegisterState, 'texts'>,
  language: StaffLanguage,
  names: ReadonlyMap<string, string>,
) {
  if (!weighed(purpose)) return undefined
  const t = translator(language)
  const own = texts.filter(({ subject, language: code }) => subject === purpose.id && code === language)
  const [latest] = own.toSorted((one, other) => other.changedAt.getTime() - one.changedAt.getTime())
  return {
    parts: balancingParts.map((part) => ({
      part,
      words: textOf(texts, { subject: purpose.id, language, part }, t),
    })),
    written: latest && {
      at: latest.changedAt,
      by: latest.changedBy ? names.get(latest.changedBy) : undefined,
    },
  }
}
