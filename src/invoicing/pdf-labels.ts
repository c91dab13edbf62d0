import { type Formats, formats } from '../platform/i18n/format.ts'
import { type Language, locales } from '../platform/i18n/languages.ts'
import { type Translate, translator } from '../platform/i18n/messages.ts'
import { zone } from '../shop.ts'

/**
 * The words of a document. `latvian` gives the Latvian label beside a foreign one and null where they would be the
 * same (law.md "Money": an invoice in the buyer's language also carries the Latvian labels).
 */
export type Labels = {
  readonly locale: string
  readonly t: Translate
  latvian(key: string): string | null
  /** Both languages on one line, for narrow places. */
  both(key: string): string
  /** Integer cents without the currency sign, for columns. */
  amount(cents: number): string
  /** A decimal string of euros, with the given number of decimals. */
  price(decimal: string, decimals: number): string
} & Pick<Formats, 'money' | 'date' | 'percent'>

/** Labels and formats of a document language. */
export function labelsOf(language: Language): Labels {
  const t = translator(language)
  const lv = translator('lv')
  const { money, date, percent } = formats(language, zone)
  const figure = (decimals: number) =>
    new Intl.NumberFormat(locales[language], {
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
    })
  const latvian = (key: string) => (lv(key) === t(key) ? null : lv(key))
  return {
    locale: locales[language],
    t,
    latvian,
    both: (key) => [t(key), latvian(key)].filter(Boolean).join(' / '),
    // A real minus is as wide as a figure; Intl may write a hyphen.
    amount: (cents) =>
      figure(2)
        .format(cents / 100)
        .replace('-', '−'),
    // Intl reads a decimal string exactly; a double would not keep long prices.
    price: (decimal, decimals) => figure(decimals).format(decimal as Intl.StringNumericLiteral),
    money,
    date,
    percent,
  }
}
