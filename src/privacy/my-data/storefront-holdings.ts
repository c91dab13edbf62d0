import type { Context } from 'hono'
import { languageOf, type StorefrontShop } from '../../storefront-shop.ts'
import { type Named, termsOf, titleOf } from '../notices/notice-words.ts'
import { purposeList } from '../purposes.ts'
import { withTerms } from '../register/terms.ts'
import { ownBasis } from '../requests/request-words.ts'
import type { PersonalCopy } from './access-export.ts'
import type { Holding } from './holdings.ts'
import { says, tableModel } from './request-copy.ts'
import { isTrace } from './request-copy-words.ts'
import type { OwnOrder } from './subject-orders.ts'

/** What is held, grouped as a person thinks of it: order by order, and the rest; what it says, why and until when. */
export function unitModels(
  c: Context,
  shop: StorefrontShop,
  orders: readonly OwnOrder[],
  held: readonly Holding[],
  copy: PersonalCopy,
) {
  const t = shop.t(languageOf(c))
  const unit = (heading: string, orderId: string | null, company = false) => {
    const own = held.filter((holding) => holding.orderId === orderId)
    return { heading, values: valuesOf(c, shop, copy, orderId), rows: rowsOf(c, shop, own, company) }
  }
  return [
    ...orders.map(({ id, number, company }) => unit(t('myData.order', { number }), id, company)),
    unit(t('myData.unit.other'), null),
  ].filter(({ rows }) => rows.length > 0)
}

/** Told elsewhere on the page, or long: the copy has them. */
const elsewhere = new Set(['restriction', 'body'])

/** The very words and numbers, table by table; what tells of their use is in the copy. */
function valuesOf(c: Context, shop: StorefrontShop, { tables }: PersonalCopy, orderId: string | null) {
  const language = languageOf(c)
  const tongue = { language, t: shop.t(language), formats: shop.formats(language) }
  return tables
    .filter((table) => !isTrace(table) && !elsewhere.has(table.name))
    .map(({ name, columns, rows, orders }) =>
      tableModel(
        {
          name,
          columns: columns.filter((column) => !elsewhere.has(column.name)),
          rows: rows.filter((_, at) => orders[at] === orderId),
        },
        tongue,
      ),
    )
    .filter(says)
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
