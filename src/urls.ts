import { booksUrls } from './bookkeeping/urls.ts'
import { documentUrls } from './invoicing/urls.ts'
import { orderPlaces } from './orders/urls.ts'
import { cardPlaces, cardUrls } from './payments/cards/urls.ts'
import { statementUrls } from './payments/statements/urls.ts'
import { moneyUrls } from './payments/urls.ts'
import type { Language } from './platform/i18n/languages.ts'
import { myDataUrls, privacyUrls, requestUrls } from './privacy/urls.ts'
import { debtPlaces } from './receivables/dunning/urls.ts'
import { handOverUrls } from './receivables/hand-over/urls.ts'
import { takeOverUrls } from './receivables/take-over/urls.ts'
import { debtUrls } from './receivables/urls.ts'
import { staffUrls } from './staff/urls.ts'
import { withdrawalRooms, withdrawalUrls } from './withdrawals/urls.ts'

/**
 * Every address of the shop, in one place. A storefront page has its own words in each language; what only machines
 * and forms see is shared. `:name` is filled in by `urlFor`.
 */
const storefront = {
  home: { lv: '/', en: '/en', sv: '/sv', nl: '/nl' },
  category: { lv: '/preces/:slug', en: '/en/goods/:slug', sv: '/sv/varor/:slug', nl: '/nl/producten/:slug' },
  product: { lv: '/prece/:slug', en: '/en/product/:slug', sv: '/sv/vara/:slug', nl: '/nl/product/:slug' },
  search: { lv: '/meklet', en: '/en/search', sv: '/sv/sok', nl: '/nl/zoeken' },
  searchSuggestions: {
    lv: '/meklet/ieteikumi',
    en: '/en/search/suggestions',
    sv: '/sv/sok/forslag',
    nl: '/nl/zoeken/suggesties',
  },
  reduced: {
    lv: '/pazeminatas-cenas',
    en: '/en/reduced-prices',
    sv: '/sv/nedsatta-priser',
    nl: '/nl/verlaagde-prijzen',
  },
  productPreview: {
    lv: '/prece/:slug/izskats',
    en: '/en/product/:slug/preview',
    sv: '/sv/vara/:slug/forhandsvisning',
    nl: '/nl/product/:slug/voorbeeld',
  },
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
  cartArtwork: {
    lv: '/grozs/fails/:id/attels.webp',
    en: '/en/cart/file/:id/picture.webp',
    sv: '/sv/varukorg/fil/:id/bild.webp',
    nl: '/nl/winkelwagen/bestand/:id/afbeelding.webp',
  },
  cartDiscount: {
    lv: '/grozs/atlaide',
    en: '/en/cart/discount',
    sv: '/sv/varukorg/rabatt',
    nl: '/nl/winkelwagen/korting',
  },
  checkout: { lv: '/pasutit', en: '/en/checkout', sv: '/sv/bestall', nl: '/nl/bestellen' },
  ...orderPlaces,
  ...cardPlaces,
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
  ...myDataUrls,
  ...withdrawalUrls,
  ...debtPlaces,
  news: { lv: '/jaunumi', en: '/en/news', sv: '/sv/nyheter', nl: '/nl/nieuws' },
  newsConfirm: {
    lv: '/jaunumi/apstiprinat/:token',
    en: '/en/news/confirm/:token',
    sv: '/sv/nyheter/bekrafta/:token',
    nl: '/nl/nieuws/bevestigen/:token',
  },
  newsStop: {
    lv: '/jaunumi/atteikties/:token',
    en: '/en/news/unsubscribe/:token',
    sv: '/sv/nyheter/avsluta/:token',
    nl: '/nl/nieuws/uitschrijven/:token',
  },
  newsChoice: {
    lv: '/jaunumi/izvele/:token',
    en: '/en/news/choice/:token',
    sv: '/sv/nyheter/val/:token',
    nl: '/nl/nieuws/keuze/:token',
  },
  terms: { lv: '/noteikumi', en: '/en/terms', sv: '/sv/villkor', nl: '/nl/voorwaarden' },
  contactPage: { lv: '/kontakti', en: '/en/contact', sv: '/sv/kontakt', nl: '/nl/contact' },
  aboutPage: { lv: '/par-mums', en: '/en/about', sv: '/sv/om-oss', nl: '/nl/over-ons' },
  deliveryPage: {
    lv: '/piegade-un-apmaksa',
    en: '/en/delivery-and-payment',
    sv: '/sv/leverans-och-betalning',
    nl: '/nl/bezorging-en-betaling',
  },
  privacyPage: { lv: '/privatums', en: '/en/privacy', sv: '/sv/integritet', nl: '/nl/privacy' },
  accessibilityPage: {
    lv: '/piekluvamiba',
    en: '/en/accessibility',
    sv: '/sv/tillganglighet',
    nl: '/nl/toegankelijkheid',
  },
  termsVersion: {
    lv: '/noteikumi/:id',
    en: '/en/terms/:id',
    sv: '/sv/villkor/:id',
    nl: '/nl/voorwaarden/:id',
  },
} as const satisfies Record<string, Record<Language, string>>

const shared = {
  picture: '/pictures/:id/:width.webp',
  productDocument: '/documents/:id',
  recordSchema: '/schemas/record-of-processing-1.json',
  sitemap: '/sitemap.xml',
  sitemapPart: '/sitemap/:part',
  ...cardUrls,
  admin: '/admin',
  adminOrders: '/admin/orders',
  adminOrderSearch: '/admin/orders/search',
  adminOrder: '/admin/orders/:id',
  adminWorkshop: '/admin/orders/workshop',
  adminJobCards: '/admin/orders/workshop/job-cards',
  adminQuestions: '/admin/orders/questions',
  adminQuestionAnswer: '/admin/orders/:id/questions/:questionId/answer',
  adminOrderReduction: '/admin/orders/:id/reduction',
  adminRepairs: '/admin/orders/:id/repairs',
  adminRepairTakingBack: '/admin/orders/:id/repairs/:repairId/taking-back',
  adminCorrection: '/admin/orders/:id/correction',
  adminPayment: '/admin/orders/:id/payment',
  adminTrust: '/admin/orders/:id/pay-later',
  adminStandingEnd: '/admin/orders/:id/standing-terms/end',
  adminPaymentReversal: '/admin/orders/:id/payments/:paymentId/reversal',
  adminProof: '/admin/orders/:id/lines/:lineId/proof',
  adminArtwork: '/admin/orders/:id/lines/:lineId/artwork',
  adminArtworkPicture: '/admin/orders/:id/lines/:lineId/artwork/picture.webp',
  adminProofPicture: '/admin/orders/:id/proofs/:proofId/picture.webp',
  adminMaking: '/admin/orders/:id/lines/:lineId/making',
  adminPacking: '/admin/orders/:id/packing',
  adminDispatch: '/admin/orders/:id/dispatch',
  adminDelivery: '/admin/orders/:id/delivery',
  adminCancellation: '/admin/orders/:id/cancellation',
  adminInvoice: '/admin/orders/:id/invoices/:invoiceId',
  adminPersonalCode: '/admin/orders/:id/personal-code',
  adminPersonalCodeOpening: '/admin/orders/:id/personal-code/opening',
  adminPersonalCodeRemoval: '/admin/orders/:id/personal-code/removal',
  adminDiscounts: '/admin/goods/discounts',
  adminDiscountNew: '/admin/goods/discounts/new',
  adminDiscount: '/admin/goods/discounts/:id',
  adminDiscountEnd: '/admin/goods/discounts/:id/end',
  adminGoods: '/admin/goods',
  adminGoodsNew: '/admin/goods/new',
  adminGoodsBulk: '/admin/goods/bulk',
  adminCategories: '/admin/goods/categories',
  adminCategoryNew: '/admin/goods/categories/new',
  adminCategory: '/admin/goods/categories/:id',
  adminCategoryRemoval: '/admin/goods/categories/:id/removal',
  adminMaterials: '/admin/goods/materials',
  adminProduct: '/admin/goods/:id',
  adminProductPrices: '/admin/goods/:id/prices',
  adminProductPreview: '/admin/goods/:id/preview/:code',
  adminProductDocument: '/admin/goods/:id/documents/:documentId',
  adminProductCopy: '/admin/goods/:id/copy',
  adminProductRemoval: '/admin/goods/:id/removal',
  adminMails: '/admin/mails',
  adminMail: '/admin/mails/:id',
  adminMailResend: '/admin/mails/:id/resend',
  adminJobs: '/admin/jobs',
  adminJobRetry: '/admin/jobs/:id/retry',
  adminGoodsFiles: '/admin/goods/files',
  adminGoodsExport: '/admin/goods/files/export.csv',
  adminGoodsFile: '/admin/goods/files/:id',
  adminGoodsFileApply: '/admin/goods/files/:id/apply',
  ...requestUrls,
  adminNews: '/admin/news',
  adminNewsletterNew: '/admin/news/new',
  adminNewsletter: '/admin/news/:id',
  adminNewsletterPreview: '/admin/news/:id/preview/:code',
  adminNewsletterLetter: '/admin/news/:id/letter/:code',
  adminNewsletterTest: '/admin/news/:id/test',
  adminNewsletterSending: '/admin/news/:id/sending',
  adminNewsletterCopy: '/admin/news/:id/copy',
  adminNewsletterRemoval: '/admin/news/:id/removal',
  adminAllSettings: '/admin/settings',
  adminSettings: '/admin/settings/:section',
  adminReminderPreview: '/admin/settings/debts/letters/:letter/:code',
  adminReminderLetter: '/admin/settings/debts/letters/:letter/:code/alone',
  adminPages: '/admin/settings/pages',
  adminPage: '/admin/settings/pages/:page',
  adminClosureRemove: '/admin/settings/closures/:id/remove',
  adminDeliveryCarriers: '/admin/settings/delivery/carriers',
  adminDeliveryCarrier: '/admin/settings/delivery/carriers/:carrier',
  adminDeliveryCarrierRemove: '/admin/settings/delivery/carriers/:carrier/remove',
  adminDeliveryFile: '/admin/settings/delivery/carriers/:carrier/file',
  adminDeliveryPoints: '/admin/settings/delivery/carriers/:carrier/points',
  adminDeliveryImport: '/admin/settings/delivery/carriers/:carrier/points/:importId',
  adminDeliveryZone: '/admin/settings/delivery/zones/:zone',
  adminDeliveryZoneRemove: '/admin/settings/delivery/zones/:zone/remove',
  adminParcels: '/admin/orders/parcels',
  adminParcelFile: '/admin/orders/parcels/file',
  adminParcelFileAgain: '/admin/orders/parcels/files/:id',
  adminPackingSlips: '/admin/orders/parcels/packing-slips',
  adminTracking: '/admin/orders/parcels/tracking',
  adminPackingSlip: '/admin/orders/:id/packing-slip',
  adminDeliveryNote: '/admin/orders/:id/delivery-note',
  ...privacyUrls,
  ...documentUrls,
  ...moneyUrls,
  ...debtUrls,
  ...booksUrls,
  ...takeOverUrls,
  ...handOverUrls,
  ...withdrawalRooms,
  ...statementUrls,
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
  const [beginning = '', ...rest] = partsOf(pattern(name, language))
  let path = beginning
  for (let at = 0; at < rest.length; at += 2) {
    const value = params[rest[at]!]
    if (value === undefined) throw new RangeError(`the address of ${name} needs ${rest[at]}`)
    path += encodeURIComponent(value) + rest[at + 1]
  }
  return path
}

const parts = new Map<string, readonly string[]>()

/** A pattern taken apart once: a page has hundreds of links. Text, a parameter's name, text, … */
function partsOf(whole: string): readonly string[] {
  let found = parts.get(whole)
  if (!found) {
    found = whole.split(/:(\w+)/)
    parts.set(whole, found)
  }
  return found
}

/** Whether a text names an address; templates give names as text. */
export function isUrlName(name: string): name is UrlName {
  return name in storefront || name in shared
}
