import type { Context } from 'hono'
import { languageOf, type StorefrontShop } from '../../storefront-shop.ts'
import { type Named, termsOf, titleOf } from '../notices/notice-words.ts'
import { purposeList } from '../purposes.ts'
import { withTerms } from '../register/terms.ts'
import { ownBasis } from '../requests/request-words.ts'
import type { Holding } from './holdings.ts'
import type { OwnOrder } from './subject-orders.ts'

/** What is held, grouped as a person thinks of it: order by order, and the rest; in each, why and until when. */
export function unitModels(
  c: Context,
  shop: StorefrontShop,
  orders: readonly OwnOrder[],
  held: readonly Holding[],
) {
  const t = shop.t(languageOf(c))
  const rows = (orderId: string | null, company = false) =>
    rowsOf(
      c,
      shop,
      held.filter((holding) => holding.orderId === orderId),
      company,
    )
  return [
    ...orders.map(({ id, number, company }) => ({
      heading: t('myData.order', { number }),
      rows: rows(id, company),
    })),
    { heading: t('myData.unit.other'), rows: rows(null) },
  ].filter((unit) => unit.rows.length > 0)
}

/** A row for each purpose, in the order of the register. */
function rowsOf(c: Context, shop: StorefrontShop, held: readonly Holding[], company: boolean) {
  const language = languageOf(c)
  const t = shop.t(language)
  const { date } = shop.formats(language)
  return withTerms<Named>(purposeList, shop.known().register.terms).flatMap((purpose) => {
    const own = held.filter((holding) => holding.held.some((each) => each.purpose === purpose.id))
    if (own.length === 0) return []
    const ends = own[0]!.held.find((each) => each.purpose === purpose.id)!.until
    const categories = [...new Set(own.map(({ category }) => category))]
    return [
      {
        title: titleOf(purpose.id, t),
        why: t(`privacy.why.${purpose.id}`),
        basis: ownBasis(purpose, company, t),
        data: categories.map((category) => t(`privacy.category.${category}`)).join('; '),
        until: ends ? t('myData.held.day', { day: date(ends) }) : termsOf(purpose, t),
      },
    ]
  })
}
