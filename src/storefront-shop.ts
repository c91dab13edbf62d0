import type { Context, MiddlewareHandler } from 'hono'
import type { Assortment } from './catalogue/assortment.ts'
import type { KeyRing } from './customers/personal-codes.ts'
import { type Language, languageOfPath, languages } from './platform/i18n/languages.ts'
import type { Typed } from './platform/web/forms.ts'
import type { Shop } from './shop.ts'
import { pattern, type StorefrontUrl } from './urls.ts'

/** Where a page stands, so that its language switch leads to the same page. */
export interface Place {
  readonly name: StorefrontUrl
  /** The same in every language, an id for one. */
  readonly params?: Readonly<Record<string, string>>
  /** Its address in each language; where one is missing the switch leads home. */
  readonly slugs?: Readonly<Partial<Record<Language, string>>>
  /**
   * What stands behind the address (`?…`), in each language: a search, filters, the page of a list. Where one is missing
   * there is no such page: the switch leads to the bare address, and search engines are told of none.
   */
  readonly query?: Readonly<Partial<Record<Language, string>>>
  /** Not for search engines: one of many choices among the same goods. */
  readonly noindex?: boolean
}

/** What a form's template gets: what was typed and what is wrong with it. */
export interface FormModel {
  readonly values: Typed
  readonly errors: Readonly<Record<string, string>>
}

/** The shop as the storefront's routes hold it. */
export interface StorefrontShop extends Shop {
  readonly keys: { readonly form: Buffer; readonly address: Buffer; readonly personalCodes: KeyRing }
  /** What is on offer in a language, in memory until the catalogue changes. */
  assortment(language: Language): Promise<Assortment>
  /** Answers with a page in the language of its address, with the cart's count in it. */
  show(
    c: Context,
    view: string,
    place: Place,
    model: Readonly<Record<string, unknown>>,
    status?: 200 | 404 | 409 | 410 | 422 | 503,
  ): Promise<Response>
}

/** Beside a route whose page is the same for everybody: it is kept, and the cart's count is put in for each visitor. */
export function kept(shop: Shop): MiddlewareHandler {
  return (c, next) => {
    c.set('kept', true)
    return shop.pages.keep(c, next)
  }
}

/** Whether the page being made will be shown to others, too. */
export function isKept(c: Context): boolean {
  return c.get('kept') === true
}

export function languageOf(c: Context): Language {
  return languageOfPath(c.req.path)
}

/** A page's address in all languages, for the router. */
export function everyLanguage(name: StorefrontUrl): string[] {
  return languages.map((language) => pattern(name, language))
}
