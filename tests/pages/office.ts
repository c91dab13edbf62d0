import type { StaffLanguage } from '../../src/staff/table.ts'
import { urlFor } from '../../src/urls.ts'
import { codeOf, goodPassword } from '../support/running-shop.ts'
import { choose } from '../support/steps.ts'
import { type Open, opened, path, sent, type } from './opening.ts'
import { orderStates } from './scene.ts'

/** What somebody meets on the way in, from the invitation to the two steps, in this order. */
export const doorPages: Readonly<Record<string, Open<StaffLanguage>>> = {
  'sign-in': path('/admin/sign-in'),
  'sign-in with a mistake': async (page) => sent(page, page.locator('button.primary')),
  invitation: async (page, tongue, { shop }) =>
    opened(page, (await shop.invite('administrator', tongue)).link),
  'invitation with mistakes': async (page) => {
    await type(page, { newPassword: 'parole', again: 'cita' })
    return sent(page, page.locator('button.primary'))
  },
  'second factor': async (page) => {
    await type(page, { newPassword: goodPassword, again: goodPassword })
    await choose(page, 'undertaking')
    return sent(page, page.locator('button.primary'))
  },
  'second factor with a mistake': async (page) => {
    await type(page, { code: '12' })
    return sent(page, page.locator('button.primary'))
  },
  'recovery codes': async (page, _, { shop }) => {
    await type(page, { code: codeOf(await page.locator('code').innerText(), shop.shop.clock.now()) })
    return sent(page, page.locator('button.primary'))
  },
  code: async (page, tongue, { shop }) => {
    await page.context().clearCookies()
    const { link, email } = await shop.invite('administrator', tongue)
    await opened(page, link)
    await type(page, { newPassword: goodPassword, again: goodPassword })
    await choose(page, 'undertaking')
    await sent(page, page.locator('button.primary'))
    await type(page, { code: codeOf(await page.locator('code').innerText(), shop.shop.clock.now()) })
    await sent(page, page.locator('button.primary'))
    await page.context().clearCookies()
    await opened(page, '/admin/sign-in')
    await type(page, { email, password: goodPassword })
    return sent(page, page.locator('button.primary'))
  },
  'code with a mistake': async (page) => {
    await type(page, { code: '12' })
    return sent(page, page.locator('button.primary'))
  },
  recovery: path('/admin/sign-in/recovery'),
  'link without an invitation': path('/admin/invitation/nothing'),
}

const section = (name: string) => path(`/admin/settings/${name}`)

/** Every page of the back office. */
export const officePages: Readonly<Record<string, Open<StaffLanguage>>> = {
  today: path('/admin'),
  orders: path('/admin/orders'),
  'orders to send': path('/admin/orders?state=to-send'),
  'orders, none': path('/admin/orders?state=to-make'),
  'orders found': async (page) => {
    await opened(page, '/admin/orders')
    await type(page, { search: 'example.com' })
    return sent(page, page.locator('form.search button'))
  },
  ...Object.fromEntries(
    orderStates.map((state) => [
      `order ${state}`,
      path(({ orders }) => urlFor('adminOrder', 'lv', { id: orders[state].id })),
    ]),
  ),
  'order with a mistake': async (page, _, { orders }) => {
    await opened(page, urlFor('adminOrder', 'lv', { id: orders.placed.id }))
    await type(page, { amount: 'daudz' })
    return sent(page, page.locator('form[action$="/payment"] button'))
  },
  goods: path('/admin/goods'),
  'goods, none': path('/admin/goods?q=nekas'),
  'goods, low': path('/admin/goods?state=low'),
  'new product': path('/admin/goods/new'),
  'new product with mistakes': async (page) => {
    await opened(page, '/admin/goods/new')
    return sent(page, page.locator('main form button.primary'))
  },
  product: async (page) => {
    await opened(page, '/admin/goods')
    return opened(page, (await page.locator('table.list th a').first().getAttribute('href')) ?? '')
  },
  'product with mistakes': async (page) => {
    await type(page, { 'slug-en': 'Not An Address', makerName: '', leadDays: 'drīz' })
    return sent(page, page.locator('.save-bar button'))
  },
  'prices of a product': async (page) => opened(page, `${new URL(page.url()).pathname}/prices`),
  'several goods': async (page) => {
    await opened(page, '/admin/goods')
    await page.locator('.box').first().check()
    await sent(page, page.locator('.save-bar button'))
    await page.locator('#change').selectOption('percent')
    await type(page, { percent: '-10' })
    return sent(page, page.locator('main form button').first())
  },
  categories: path('/admin/goods/categories'),
  category: async (page) => {
    await opened(page, '/admin/goods/categories')
    return opened(page, (await page.locator('table.list th a').first().getAttribute('href')) ?? '')
  },
  'new category': path('/admin/goods/categories/new'),
  materials: path('/admin/goods/materials'),
  workshop: path('/admin/orders/workshop'),
  questions: path('/admin/orders/questions'),
  'order to correct': path(({ orders }) => urlFor('adminCorrection', 'lv', { id: orders.placed.id })),
  'goods to take out': path(({ orders }) => urlFor('adminOrderReduction', 'lv', { id: orders.placed.id })),
  'goods to take out with mistakes': async (page) => sent(page, page.locator('main form button.primary')),
  mails: path('/admin/mails'),
  mail: async (page) => {
    await opened(page, '/admin/mails')
    return opened(page, (await page.locator('table.list a').first().getAttribute('href')) ?? '')
  },
  jobs: path('/admin/jobs'),
  identity: section('identity'),
  bank: section('bank'),
  delivery: section('delivery'),
  carrier: section('delivery/carriers/omniva'),
  'carrier with mistakes': async (page) => {
    await opened(page, '/admin/settings/delivery/carriers/omniva')
    await type(page, { 'locker-length-1': 'x', 'locker-latvija-kg-1': '' })
    return sent(page, page.locator('main form button.primary'))
  },
  'parcel file': section('delivery/carriers/omniva/file'),
  'lockers of a carrier': section('delivery/carriers/omniva/points'),
  zone: section('delivery/zones/riga'),
  parcels: path('/admin/orders/parcels'),
  'tracking numbers': path('/admin/orders/parcels/tracking'),
  numbers: section('numbers'),
  terms: section('terms'),
  closures: section('closures'),
  pages: section('pages'),
  'page in four languages': section('pages/contact'),
  'words on the home page': section('pages/home'),
  languages: section('languages'),
  'identity with mistakes': async (page) => {
    await opened(page, '/admin/settings/identity')
    await type(page, { registrationNumber: '1', email: '' })
    return sent(page, page.locator('main form button.primary'))
  },
  ...Object.fromEntries(
    [
      'requests',
      'requests/new',
      'retention',
      'purposes',
      'purposes/marketing-email',
      'recipients',
      'recipients/new',
      'record',
      'record/versions',
      'disclosures',
      'openings',
      'breaches',
      'breaches/new',
    ].map((room) => [`privacy ${room}`, path(`/admin/privacy/${room}`)]),
  ),
  'privacy look ahead': async (page) => {
    await opened(page, '/admin/privacy/retention')
    await type(page, { day: '2040-01-01' })
    let answer = await sent(page, page.locator('form[action="/admin/privacy/retention/ahead"] button'))
    while ((await page.locator('table').count()) === 0) answer = await opened(page, page.url())
    return answer
  },
  'hold with mistakes': async (page) => {
    await opened(page, '/admin/privacy/retention')
    return sent(page, page.locator('form[action="/admin/privacy/retention/holds"] button'))
  },
  'request with mistakes': async (page) => {
    await opened(page, '/admin/privacy/requests/new')
    return sent(page, page.locator('main form button.primary'))
  },
  debts: path('/admin/money/debts'),
  ...Object.fromEntries(
    (['noticed', 'objected', 'restricted'] as const).map((state) => [
      `debt ${state}`,
      path(({ debts }) => urlFor('adminDebt', { invoice: debts[state].invoiceId })),
    ]),
  ),
  'no debts to remind of': path('/admin/money/debts?state=to-remind'),
  cards: path('/admin/money/cards'),
  'hand-over': path('/admin/money/hand-over'),
  books: path('/admin/money/books'),
  'take-over': path('/admin/money/take-over'),
  'take-over with a mistake': async (page) => {
    await opened(page, '/admin/money/take-over')
    return sent(page, page.locator('main form button.primary'))
  },
  'take-over, looked at': async (page) => {
    await opened(page, '/admin/money/take-over')
    const table =
      'number;issued_on;due_on;gross;name;email\nMZ-1;2026-09-14;2026-09-28;121,00;Anna Bērziņa;anna@example.com\nMZ-2;x;;;;\n'
    await page.setInputFiles('#file', { name: 'open.csv', mimeType: 'text/csv', buffer: Buffer.from(table) })
    return sent(page, page.locator('main form button.primary'))
  },
  'month reopening': path('/admin/money/books/2026-01/reopening'),
  'settings of the books': path('/admin/settings/bookkeeping'),
  'settings of debts': section('debts'),
  'settings of debts with mistakes': async (page) => {
    await opened(page, '/admin/settings/debts')
    await type(page, { companySteps: '3, x', countries: 'LV, RU' })
    return sent(page, page.locator('main form button.primary'))
  },
  'sample of a reminder': path('/admin/settings/debts/letters/last/sv'),
  'settings of late interest': section('debt-rates'),
  news: path('/admin/news'),
  'newsletter not yet sent': path('/admin/news/new'),
  people: path('/admin/staff'),
  'people with mistakes': async (page) => {
    await opened(page, '/admin/staff')
    return sent(page, page.locator('form[action="/admin/staff"] button'))
  },
  account: path('/admin/account'),
  password: path('/admin/account/password'),
  confirm: path('/admin/confirm'),
  'new recovery codes': async (page) => {
    await opened(page, '/admin/account')
    return sent(page, page.locator('form[action="/admin/account/recovery-codes"] button'))
  },
  'no such page': path('/admin/nothing'),
}

/** What the accountant meets, and where the way ends. */
export const accountantPages: Readonly<Record<string, Open<StaffLanguage>>> = {
  months: path('/accountant'),
  documents: path('/accountant/documents'),
  'a month without documents': path('/accountant/documents?month=2026-01'),
  document: async (page) => {
    await opened(page, '/accountant/documents')
    return opened(page, (await page.locator('tbody th a').first().getAttribute('href'))!)
  },
  'no such number': async (page) => {
    await opened(page, '/accountant/documents')
    await page.fill('#number', '1')
    return sent(page, page.locator('form[role="search"] button'))
  },
  ...Object.fromEntries(
    ['payments', 'open-items', 'bad-debts', 'cash', 'series', 'exports'].map((room) => [
      room,
      path(`/accountant/${room}`),
    ]),
  ),
  'export with mistakes': async (page) => {
    await opened(page, '/accountant/exports')
    await page.fill('#until', '2020-01-01')
    return sent(page, page.locator('main form button.primary'))
  },
  account: path('/admin/account'),
  'no entry': path('/admin/orders'),
}
