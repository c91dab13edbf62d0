import type { Formats } from '../platform/i18n/format.ts'
import type { Translate } from '../platform/i18n/messages.ts'
import type { Material } from './assortment.ts'
import { type Choice, type Counts, type Facet, priceBands, sizeBands, sorts } from './browsing.ts'

interface Words {
  readonly t: Translate
  readonly formats: Formats
  readonly materials: readonly Material[]
  /** The address of the list under another choice. */
  href(choice: Choice): string
}

/**
 * The filters of a list of so many goods as links: each kind with its options and their numbers. A kind that would
 * leave nothing out is not shown.
 */
export function filterLinks(choice: Choice, counts: Counts, total: number, words: Words) {
  return (['material', 'size', 'price', 'stock'] as const)
    .map((facet) => ({
      key: facet,
      name: words.t(`filter.${facet}`),
      options: [...counts[facet]].map(([option, count]) => ({
        name: optionName(facet, option, words),
        count,
        chosen: choice[facet] === option,
        href: words.href({ ...choice, [facet]: choice[facet] === option ? undefined : option }),
      })),
    }))
    .filter(({ options }) => options.some(({ chosen, count }) => chosen || count < total))
}

/** What was chosen, each with the address of the list without it. */
export function chosenLinks(choice: Choice, words: Words) {
  return (['material', 'size', 'price', 'stock'] as const).flatMap((facet) => {
    const option = choice[facet]
    if (option === undefined) return []
    return [{ name: optionName(facet, option, words), href: words.href({ ...choice, [facet]: undefined }) }]
  })
}

/** The orders that a list can have. */
export function sortLinks(choice: Choice, { t, href }: Words) {
  return sorts.map((sort) => ({
    name: t(`sort.${sort}`),
    chosen: sort === choice.sort,
    href: href({ ...choice, sort }),
  }))
}

function optionName(facet: Facet, option: string, { t, formats, materials }: Words): string {
  if (facet === 'material') return materials.find(({ id }) => id === option)?.name ?? option
  if (facet === 'stock') return t('filter.stock.yes')
  const bands = facet === 'size' ? sizeBands : priceBands
  const { from, to } = bands.find(({ key }) => key === option)!
  const unit = (value: number) => (facet === 'size' ? formats.number(value) : formats.number(value / 100))
  if (to === Number.POSITIVE_INFINITY) return t(`filter.${facet}.over`, { from: unit(from - 1) })
  if (from === 0) return t(`filter.${facet}.upTo`, { to: unit(to) })
  return t(`filter.${facet}.between`, { from: unit(facet === 'size' ? from : from - 1), to: unit(to) })
}
