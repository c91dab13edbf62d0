import type { Language } from '../platform/i18n/languages.ts'
import type { StorefrontShop } from '../storefront-shop.ts'
import { urlFor } from '../urls.ts'

interface Linked {
  readonly slug: string
  readonly name: string
}

/** The way from the home page to a category, which comes last; to the home page alone where there is none. */
export function trailTo(
  { t }: Pick<StorefrontShop, 't'>,
  category: (Linked & { readonly parent: Linked | undefined }) | undefined,
  language: Language,
) {
  const way = [category?.parent, category].filter((one) => one !== undefined)
  return [
    { name: t(language)('browse.home'), href: urlFor('home', language) },
    ...way.map(({ slug, name }) => ({ name, href: urlFor('category', language, { slug }) })),
  ]
}
