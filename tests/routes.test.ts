import { afterAll, beforeAll, expect, test } from 'vitest'
import { people } from '../seed/cast.ts'
import { createApp } from '../src/app.ts'
import { staffFaces } from '../src/faces/staff.ts'
import { languages } from '../src/platform/i18n/languages.ts'
import { staffUrls } from '../src/staff/urls.ts'
import { isUrlName, pattern, type UrlName } from '../src/urls.ts'
import { mayEnter, type Reader, routes, type Who } from './routes.ts'
import type { Client, Page } from './support/client.ts'
import { withSql } from './support/postgres.ts'
import { type RunningShop, startShop } from './support/running-shop.ts'
import { type Bought, order, putIntoCart, take, walker } from './support/trade.ts'

const listed = Object.entries(routes).flatMap(([who, lines]) =>
  lines
    .trim()
    .split(/\n\s*/)
    .map((route) => ({ route, who: who as Who })),
)

let shop: RunningShop
let bought: Bought
let ids: Record<string, string>

beforeAll(async () => {
  shop = await startShop()
  const buyer = walker(shop)
  await putIntoCart(buyer, 'lv', 'misina-durvju-plaksnite', 'Anna')
  bought = await order(buyer, 'lv', people.anna)
  const { token } = await shop.hire('owner')
  await take(walker(shop, token), bought, ['proof', 'payment'])
  await shop.mail.waitFor(({ attachments }) => attachments[0]?.type === 'application/pdf')
  await withSql(
    shop.database.url,
    (sql) =>
      sql`insert into goods_file (kind, bytes, stock_seen, products) values ('bodite', 'product;sku', '{}', 0)`,
  )
  ids = await idsOf(bought.id)
})
afterAll(() => shop?.close())

test('every route is on the list, and the list holds nothing else', () => {
  const all = [...createApp(shop.shop).routes, ...staffFaces(shop.shop).routes]
  const found = all.filter(({ method }) => method !== 'ALL')
  const expected = listed.flatMap(({ route }) => inEveryLanguage(route))
  expect([...new Set(found.map(({ method, path }) => `${method} ${path}`))].sort()).toEqual(expected.sort())
})

test.for([
  'guest',
  'buyer',
  'accountant',
  'administrator',
  'owner',
] as const)('what %s may enter is open, and everything else is closed', {
  timeout: 120_000,
}, async (reader) => {
  const session = await sessionOf(reader)
  const findings: string[] = []
  for (const { route, who } of listed) {
    const [method, path] = route.split(' ') as ['GET' | 'POST', string]
    // Each form gets a session of its own: some of them end it.
    const client = somebody(reader, method === 'GET' ? session : await sessionOf(reader))
    const page =
      method === 'GET' ? await client.get(filled(path)) : await client.post(filled(path, absent), {})
    const open = (mayEnter[who] as readonly Reader[]).includes(reader)
    const wrong = open ? whyNotOpen(page, route) : whyNotClosed(page, who, reader)
    if (wrong) findings.push(`${route}: ${wrong}`)
  }
  expect(findings).toEqual([])
})

test('another buyer does not learn that an order exists', async () => {
  const other = walker(shop)
  await putIntoCart(other, 'lv', 'misina-durvju-plaksnite', 'Jānis')
  await order(other, 'lv', people.janis)
  for (const path of [
    `/pasutijums/${bought.id}`,
    `/en/order/${bought.id}`,
    filled('/pasutijums/:id/rekins/:invoiceId'),
  ])
    expect((await other.get(path)).status, path).toBe(404)
})

/** What may be entered may still have nothing to give: the app is set up already, the order is paid already. */
const nothingLeft: Readonly<Record<string, number>> = {
  'POST /webhooks/stripe': 503,
  'GET /accountant/documents/:id': 404,
  'GET /accountant/invoices/:id/ubl.xml': 404,
  'GET /admin/money/books/:month/reopening': 404,
  'GET /admin/money/debts/:invoice': 404,
  'GET /admin/money/debts/:invoice/notices/:notice': 404,
  'GET /admin/money/hand-over/batches/:id': 404,
  'GET /admin/money/refunds/:id': 404,
  'GET /admin/money/statements/:id': 404,
  'GET /admin/money/withdrawals/:id': 404,
  'GET /admin/money/statements/entries/:id': 404,
  'GET /admin/orders/:id/documents/transport/:proofId': 404,
  'GET /admin/second-factor/qr.svg': 409,
  'GET /pasutijums/:id/parads/:noticeId': 404,
  'GET /pasutijums/:id/parskaitijums.svg': 404,
  'GET /documents/:id': 404,
  'GET /jaunumi/apstiprinat/:token': 410,
  'GET /jaunumi/atteikties/:token': 404,
  'GET /jaunumi/izvele/:token': 404,
  'GET /admin/goods/:id/documents/:documentId': 404,
  'GET /admin/settings/delivery/carriers/:carrier/points/:importId': 404,
  'GET /admin/orders/:id/delivery-note': 409,
  'GET /grozs/fails/:id/attels.webp': 404,
  'GET /pasutijums/:id/fails/:lineId/attels.webp': 404,
  'GET /admin/orders/:id/lines/:lineId/artwork': 404,
  'GET /mani-dati/atvert/:token': 404,
  'GET /admin/privacy/requests/:id': 404,
  'GET /admin/privacy/retention/runs/:id': 404,
  'GET /admin/privacy/requests/:id/erasure': 404,
  'GET /admin/privacy/requests/:id/letters/:kind': 404,
  'GET /admin/privacy/breaches/:id': 404,
  'GET /admin/privacy/breaches/:id/facts': 404,
  'GET /admin/privacy/breaches/:id/addressees.csv': 404,
  'GET /admin/privacy/breaches/:id/drafts/:draft': 404,
  'GET /admin/privacy/breaches/:id/drafts/:draft/document.pdf': 404,
  'GET /admin/orders/:id/lines/:lineId/artwork/picture.webp': 404,
}

function whyNotOpen({ status, location }: Page, route: string): string | undefined {
  if (status === nothingLeft[route]) return undefined
  const get = route.startsWith('GET')
  if (status >= 500) return `answered ${status}`
  if (status === 403) return 'is forbidden'
  if (location === staffUrls.staffSignIn && get) return 'asks to sign in'
  if (get && status >= 400) return `answered ${status}`
}

function whyNotClosed({ status, location }: Page, who: Who, reader: Reader): string | undefined {
  if (who === 'buyer') return status === 404 ? undefined : `answered ${status} instead of 404`
  if (reader === 'guest' || reader === 'buyer') {
    const sent = status === 303 && location?.split('?')[0] === staffUrls.staffSignIn
    return sent ? undefined : `answered ${status} instead of sending to sign in`
  }
  return status === 403 ? undefined : `answered ${status} instead of 403`
}

async function sessionOf(reader: Reader): Promise<string | undefined> {
  return reader === 'guest' || reader === 'buyer' ? undefined : (await shop.hire(reader)).token
}

/** A new browser, which remembers nothing but its session, or what it ordered. */
function somebody(reader: Reader, session: string | undefined): Client {
  const client = walker(shop, session)
  if (reader !== 'buyer') return client
  for (const [name, value] of bought.buyer.jar) client.jar.set(name, value)
  return client
}

/** A place of the storefront in all its languages; any other as it is. */
function inEveryLanguage(route: string): string[] {
  const [method, path] = route.split(' ')
  const name = Object.keys(storefrontPlaces).find((place) => pattern(place as UrlName, 'lv') === path)
  return name ? languages.map((language) => `${method} ${pattern(name as UrlName, language)}`) : [route]
}

const storefrontPlaces = Object.fromEntries(
  `home category product productPreview cartArtwork orderArtwork search searchSuggestions reduced cart cartAdd cartChange cartDiscount checkout order orderOpen orderDocument orderTransfer orderAgain orderCard orderByTransfer orderCorrection orderQuestion proof
  proofPicture news newsConfirm newsStop newsChoice notice noticeVersion myData myDataOpen myDataOrder myDataCopy myDataCorrection myDataErasure myDataRestriction myDataObjection
  myDataChoice myDataRequest myDataLeave terms termsVersion contactPage aboutPage deliveryPage privacyPage accessibilityPage withdrawal
  withdrawalReceived refundAccount orderDebt orderDebtNotice`
    .split(/\s+/)
    .filter(isUrlName)
    .map((name) => [name, true]),
)

const absent = '00000000-0000-4000-8000-000000000000'

/** The path with what stands in this shop; a form that would change something gets an id that nothing has. */
function filled(path: string, id?: string): string {
  return path.replace(/:(\w+)/g, (_, key: string) => {
    const special: Record<string, string | undefined> = {
      '/admin/mails/:id': ids.mailId,
      '/admin/invitation/:token': ids.invitation,
      '/admin/goods/discounts/:id': ids.discountId,
      '/admin/news/:id': ids.newsletterId,
      '/admin/news/:id/sending': ids.newsletterId,
      '/admin/news/:id/preview/:code': key === 'id' ? ids.newsletterId : 'lv',
      '/admin/news/:id/letter/:code': key === 'id' ? ids.newsletterId : 'lv',
      '/admin/settings/debts/letters/:letter/:code': key === 'letter' ? 'last' : 'lv',
      '/admin/settings/debts/letters/:letter/:code/alone': key === 'letter' ? 'last' : 'lv',
      '/admin/goods/categories/:id': ids.categoryId,
      '/admin/goods/files/:id': ids.goodsFileId,
      '/admin/goods/:id': ids.productId,
      '/admin/goods/:id/prices': ids.productId,
      '/admin/goods/:id/preview/:code': key === 'id' ? ids.productId : 'lv',
      '/accountant/invoices/:id': ids.invoiceId,
      '/admin/money/documents/:id/pdf': ids.invoiceId,
      '/admin/money/documents/:id/ubl': ids.invoiceId,
      '/personas-dati/:id': ids.noticeId,
      '/admin/privacy/purposes/:id': 'website',
      '/admin/privacy/purposes/:id/change': 'website',
      '/admin/privacy/recipients/:id': ids.recipientId,
      '/admin/privacy/record/versions/:number': '1',
      '/noteikumi/:id': ids.termsId,
      '/preces/:slug': 'maju-numuri',
      '/sitemap/:part': 'pages.xml',
      '/pictures/:id/:file': key === 'id' ? ids.pictureId : '640.webp',
    }
    return special[path] ?? (key === 'id' ? (id ?? ids.id) : ids[key]) ?? absent
  })
}

async function idsOf(id: string): Promise<Record<string, string>> {
  const [row] = await withSql(
    shop.database.url,
    (sql) => sql<Record<string, string>[]>`
      select (select id from invoice limit 1) as "invoiceId", (select id from proof limit 1) as "proofId",
        (select id from order_line limit 1) as "lineId", (select id from picture limit 1) as "pictureId",
        (select id from mail where kind = 'order-confirmation' limit 1) as "mailId",
        (select id from discount_code limit 1) as "discountId",
        (select id from newsletter where queued_at is null limit 1) as "newsletterId",
        (select id from goods_file limit 1) as "goodsFileId",
        (select id from recipient limit 1) as "recipientId",
        (select id from category limit 1) as "categoryId", (select product_id from product_text limit 1) as "productId",
        (select id from notice_version where language = 'lv' limit 1) as "noticeId",
        (select id from terms_version where language = 'lv' limit 1) as "termsId"`,
  )
  const link = await shop.mail.waitFor(({ text }) => text.includes('/atvert/'))
  return {
    ...row,
    id,
    orderId: id,
    invitation: (await shop.invite('administrator', 'lv')).link.split('/').at(-1) ?? '',
    slug: 'misina-durvju-plaksnite',
    section: 'identity',
    carrier: 'omniva',
    zone: 'new',
    page: 'contact',
    file: shop.shop.assets.url('site.css').split('/').at(-1) ?? '',
    token: /\/atvert\/([\w-]+)/.exec(link.text)?.[1] ?? '',
  }
}
