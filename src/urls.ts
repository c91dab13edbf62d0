import type { Language } from './platform/i18n/languages.ts'
import { staffUrls } from './staff/urls.ts'

/**
 * Every address of the shop, in one place. A storefront page has its own words in each language; what only machines
 * and forms see is shared. `:name` is filled in by `urlFor`.
 */
const storefront = {
  home: { lv: '/', en: '/en', sv: '/sv', nl: '/nl' },
  category: { lv: '/preces/:slug', en: '/en/goods/:slug', sv: '/sv/varor/:slug', nl: '/nl/producten/:slug' },
  product: { lv: '/prece/:slug', en: '/en/product/:slug', sv: '/sv/vara/:slug', nl: '/nl/product/:slug' },
  cart: { lv: '/grozs', en: '/en/cart', sv: '/sv/varukorg', nl: '/nl/winkelwagen' },
  cartAdd: {
    lv: '/grozs/likt',
    en: '/en/cart/add',
    sv: '/sv/varukorg/lagg-i',
    nl: '/nl/winkelwagen/toevoegen',
  },
  cartChange: {
    lv: '/grozs/mainit',
    en: '/en/cart/change',
    sv: '/sv/varukorg/andra',
    nl: '/nl/winkelwagen/wijzigen',
  },
  checkout: { lv: '/pasutit', en: '/en/checkout', sv: '/sv/bestall', nl: '/nl/bestellen' },
  order: { lv: '/pasutijums/:id', en: '/en/order/:id', sv: '/sv/bestallning/:id', nl: '/nl/bestelling/:id' },
  orderOpen: { lv: '/atvert/:token', en: '/en/open/:token', sv: '/sv/oppna/:token', nl: '/nl/openen/:token' },
  orderDocument: {
    lv: '/pasutijums/:id/rekins/:invoiceId',
    en: '/en/order/:id/invoice/:invoiceId',
    sv: '/sv/bestallning/:id/faktura/:invoiceId',
    nl: '/nl/bestelling/:id/factuur/:invoiceId',
  },
  orderTransfer: {
    lv: '/pasutijums/:id/parskaitijums.svg',
    en: '/en/order/:id/transfer.svg',
    sv: '/sv/bestallning/:id/overforing.svg',
    nl: '/nl/bestelling/:id/overschrijving.svg',
  },
  orderAgain: {
    lv: '/pasutijums/:id/velreiz',
    en: '/en/order/:id/again',
    sv: '/sv/bestallning/:id/igen',
    nl: '/nl/bestelling/:id/opnieuw',
  },
  proof: {
    lv: '/pasutijums/:orderId/makets/:proofId',
    en: '/en/order/:orderId/proof/:proofId',
    sv: '/sv/bestallning/:orderId/korrektur/:proofId',
    nl: '/nl/bestelling/:orderId/drukproef/:proofId',
  },
  proofPicture: {
    lv: '/pasutijums/:orderId/makets/:proofId/attels.webp',
    en: '/en/order/:orderId/proof/:proofId/picture.webp',
    sv: '/sv/bestallning/:orderId/korrektur/:proofId/bild.webp',
    nl: '/nl/bestelling/:orderId/drukproef/:proofId/afbeelding.webp',
  },
  notice: {
    lv: '/personas-dati',
    en: '/en/personal-data',
    sv: '/sv/personuppgifter',
    nl: '/nl/persoonsgegevens',
  },
  noticeVersion: {
    lv: '/personas-dati/:id',
    en: '/en/personal-data/:id',
    sv: '/sv/personuppgifter/:id',
    nl: '/nl/persoonsgegevens/:id',
  },
  terms: { lv: '/noteikumi', en: '/en/terms', sv: '/sv/villkor', nl: '/nl/voorwaarden' },
  termsVersion: {
    lv: '/noteikumi/:id',
    en: '/en/terms/:id',
    sv: '/sv/villkor/:id',
    nl: '/nl/voorwaarden/:id',
  },
} as const satisfies Record<string, Record<Language, string>>

const shared = {
  picture: '/pictures/:id/:width.webp',
  admin: '/admin',
  adminOrders: '/admin/orders',
  adminOrderSearch: '/admin/orders/search',
  adminOrder: '/admin/orders/:id',
  adminPayment: '/admin/orders/:id/payment',
  adminPaymentReversal: '/admin/orders/:id/payments/:paymentId/reversal',
  adminProof: '/admin/orders/:id/lines/:lineId/proof',
  adminProofPicture: '/admin/orders/:id/proofs/:proofId/picture.webp',
  adminMaking: '/admin/orders/:id/lines/:lineId/making',
  adminPacking: '/admin/orders/:id/packing',
  adminDispatch: '/admin/orders/:id/dispatch',
  adminDelivery: '/admin/orders/:id/delivery',
  adminCancellation: '/admin/orders/:id/cancellation',
  adminInvoice: '/admin/orders/:id/invoices/:invoiceId',
  adminMails: '/admin/mails',
  adminMail: '/admin/mails/:id',
  adminMailResend: '/admin/mails/:id/resend',
  adminJobs: '/admin/jobs',
  adminJobRetry: '/admin/jobs/:id/retry',
  adminAllSettings: '/admin/settings',
  adminSettings: '/admin/settings/:section',
  adminClosureRemove: '/admin/settings/closures/:id/remove',
  accountant: '/accountant',
  accountantInvoice: '/accountant/invoices/:id',
  ...staffUrls,
} as const

export type StorefrontUrl = keyof typeof storefront
type SharedUrl = keyof typeof shared
export type UrlName = StorefrontUrl | SharedUrl
type Params = Readonly<Record<string, string | number>>

/** The pattern of an address, for the router; what is shared has one for all languages. */
export function pattern(name: SharedUrl): string
export function pattern(name: UrlName, language: Language): string
export function pattern(name: UrlName, language: Language = 'lv'): string {
  return name in storefront ? storefront[name as StorefrontUrl][language] : shared[name as SharedUrl]
}

/** The path of a named place. Throws for an unknown name or a missing parameter: links are never guessed. */
export function urlFor(name: SharedUrl, params?: Params): string
export function urlFor(name: UrlName, language: Language, params?: Params): string
export function urlFor(name: UrlName, ...given: readonly (Language | Params | undefined)[]): string {
  const language = typeof given[0] === 'string' ? given[0] : 'lv'
  const params = given.findLast((one) => typeof one === 'object') ?? {}
  return pattern(name, language).replace(/:(\w+)/g, (_, key: string) => {
    const value = params[key]
    if (value === undefined) throw new RangeError(`the address of ${name} needs ${key}`)
    return encodeURIComponent(value)
  })
}

/** Whether a text names an address; templates give names as text. */
export function isUrlName(name: string): name is UrlName {
  return name in storefront || name in shared
}
