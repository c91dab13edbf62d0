import type { Formats } from '../../platform/i18n/format.ts'
import type { Translate } from '../../platform/i18n/messages.ts'
import type { OpenedBreach } from './admin-breaches-model.ts'

/** Which notes of what the authority was told can be put right, and all of them once one was. */
export function filingsModel({ steps, names }: OpenedBreach, t: Translate, written: Formats) {
  const { filings, filingsNoted } = steps
  const noted = filingsNoted.map(({ id, number, filedAt, notedAt, notedBy }) => ({
    number,
    filedAt,
    notedAt,
    who: names.get(notedBy) ?? t('history.by.former'),
    stands: filings.some((filing) => filing.id === id),
  }))
  return {
    correctable: filings.map(({ id, number, filedAt }) => ({
      value: id,
      label: `${number}, ${written.shortDateTime(filedAt)}`,
    })),
    noted: noted.some(({ stands }) => !stands) ? noted : [],
  }
}
