import type { Context } from 'hono'
import * as catalogue from '../catalogue/catalogue.ts'
import { type Language, languageNames } from '../platform/i18n/languages.ts'
import { deriveKey } from '../platform/keys.ts'
import { cartCountOf, withCartCount } from '../platform/web/cart-count.ts'
import type { Shop } from '../shop.ts'
import { isKept, languageOf, type Place, type StorefrontShop } from '../storefront-shop.ts'
import { urlFor } from '../urls.ts'

interface Link {
  readonly name: string
  readonly href: string
}

/** The shop with what its storefront adds: pages that know where they stand. */
export function openStorefront(shop: Shop): StorefrontShop {
  const navigation = openNavigation(shop)
  const own: Pick<StorefrontShop, 'keys' | 'show'> = {
    keys: {
      form: deriveKey(shop.secret, 'order form'),
      address: deriveKey(shop.secret, 'marketing address'),
    },
    async show(c, view, place, model, status = 200) {
      const language = languageOf(c)
      const page = pageModel(c, shop, language, place, await navigation(language))
      const html = shop.views.render(view, { ...model, language, page })
      return c.html(withCartCount(html, page.cartCount, language), status)
    },
  }
  // A view of the same shop: its getters stay what they are.
  return Object.assign(Object.create(shop), own)
}

function pageModel(c: Context, shop: Shop, language: Language, place: Place, categories: readonly Link[]) {
  const { identity, languages } = shop.known().settings
  const { name, phone, email, registrationNumber, vatNumber, street, town, postcode } = identity
  const { path } = c.req
  return {
    path,
    language,
    languages: languages.open.map((code) => ({
      code,
      name: languageNames[code],
      href: addressIn(code, place),
      current: code === language,
    })),
    shop: {
      name,
      phone,
      phoneHref: phone.replace(/[^\d+]/g, ''),
      email,
      address: `${street}, ${town}, ${postcode}`,
      registrationNumber,
      vatNumber,
    },
    cartCount: isKept(c) ? 0 : cartCountOf(shop.cookies.get(c, 'cart')),
    categories: categories.map((category) => ({ ...category, current: category.href === path })),
    noticeHref: urlFor('notice', language),
    termsHref: urlFor('terms', language),
  }
}

function addressIn(language: Language, { name, params, slugs }: Place): string {
  if (!slugs) return urlFor(name, language, params)
  const slug = slugs[language]
  return slug === undefined ? urlFor('home', language) : urlFor(name, language, { ...params, slug })
}

/** The categories in memory until the catalogue changes. */
function openNavigation(shop: Shop): (language: Language) => Promise<readonly Link[]> {
  const known = new Map<Language, { generation: number; links: Promise<readonly Link[]> }>()
  const read = async (language: Language) => {
    const rows = await catalogue.categories(shop.database.storefront.client.orm, language)
    return rows.map(({ name, slug }) => ({ name, href: urlFor('category', language, { slug }) }))
  }
  return (language) => {
    const { generation } = shop.pages
    const found = known.get(language)
    if (found?.generation === generation) return found.links
    const links = read(language)
    known.set(language, { generation, links })
    // What could not be read is read again for the next page.
    links.catch(() => known.delete(language))
    return links
  }
}
