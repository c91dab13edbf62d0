import { categories, products } from '../../seed/catalogue.ts'
import { pageKeys } from '../../src/settings/pages.ts'
import { urlFor } from '../../src/urls.ts'
import { choose } from '../support/steps.ts'
import { at, buttonTo, type Open, opened, sent, type } from './opening.ts'
import { type DebtState, debtStates } from './owed.ts'
import { long, orderStates, slugs } from './scene.ts'

/** Every page a customer can meet, in the order in which one visitor meets them. */
export const storefrontPages: Readonly<Record<string, Open>> = {
  home: at('home'),
  ...Object.fromEntries(
    categories
      .filter((_, index) => index % 4 === 0)
      .map(({ key, text }) => [`category ${key}`, at('category', (tongue) => ({ slug: text[tongue].slug }))]),
  ),
  ...Object.fromEntries(
    products
      .filter((_, index) => index % 12 === 0)
      .map(({ key, text }) => [`product ${key}`, at('product', (tongue) => ({ slug: text[tongue].slug }))]),
  ),
  'category with a filter': async (page, tongue) => {
    const slug = categories.find(({ key }) => key === 'house-numbers')?.text[tongue].slug ?? ''
    return opened(page, `${urlFor('category', tongue, { slug })}?size=201-400&sort=price`)
  },
  'search with results': (page, tongue) =>
    opened(page, `${urlFor('search', tongue)}?q=${encodeURIComponent(slugs[tongue].own.split('-').at(-1)!)}`),
  'search without results': (page, tongue) =>
    opened(page, `${urlFor('search', tongue)}?q=${'zyxwvq'.repeat(8)}`),
  'search without words': at('search'),
  'lately reduced': at('reduced'),
  'product with a mistake': async (page, tongue) => {
    await opened(page, urlFor('product', tongue, { slug: slugs[tongue].own }))
    await type(page, { words: `${long}${long}`, quantity: '1' })
    return sent(page, buttonTo(page, urlFor('cartAdd', tongue)))
  },
  'product with its drawing': async (page, tongue) => {
    await opened(page, urlFor('product', tongue, { slug: slugs[tongue].own }))
    await type(page, { words: 'Ģertrūdes iela 27' })
    return sent(page, page.locator('#preview button'))
  },
  'product that takes a file': at('product', (tongue) => ({
    slug: products.find(({ takesArtwork }) => takesArtwork)!.text[tongue].slug,
  })),
  'empty cart': at('cart'),
  cart: async (page, tongue) => {
    await opened(page, urlFor('product', tongue, { slug: slugs[tongue].own }))
    await type(page, { words: `${long}\nĢertrūdes iela 27` })
    await sent(page, buttonTo(page, urlFor('cartAdd', tongue)))
    await opened(page, urlFor('product', tongue, { slug: slugs[tongue].stock }))
    return sent(page, buttonTo(page, urlFor('cartAdd', tongue)))
  },
  'cart with a mistake': async (page, tongue) => {
    await opened(page, urlFor('cart', tongue))
    await page.locator('input.quantity').last().fill('999')
    return sent(
      page,
      page
        .locator(`form[action="${urlFor('cartChange', tongue)}"]`)
        .last()
        .locator('button')
        .first(),
    )
  },
  'order form': at('checkout'),
  'order form with mistakes': async (page, tongue) => {
    await opened(page, urlFor('checkout', tongue))
    await choose(page, 'buyer-company')
    await type(page, { companyName: long, vatNumber: 'LV1' })
    await choose(page, 'delivery-omniva-locker')
    return sent(page, buttonTo(page, urlFor('checkout', tongue)))
  },
  'order just placed': async (page, tongue) => {
    await opened(page, urlFor('checkout', tongue))
    await choose(page, 'buyer-person')
    await type(page, {
      name: `${long} ${long}`,
      email: `${'garsh'.repeat(9)}@example.com`,
      phone: '+371 20000109',
    })
    await type(page, { street: '"Lejasķirši"', town: 'Ķeguma novads, Tomes pagasts', postcode: 'LV-5020' })
    for (const choice of ['delivery-dpd-courier', 'payment-transfer', 'read']) await choose(page, choice)
    return sent(page, buttonTo(page, urlFor('checkout', tongue)))
  },
  ...Object.fromEntries(orderStates.map((state) => [`order ${state}`, orderPage(state)])),
  'order to correct': async (page, tongue, scene) => {
    await orderPage('placed')(page, tongue, scene)
    return opened(page, urlFor('orderCorrection', tongue, { id: scene.orders.placed.id }))
  },
  ...Object.fromEntries(debtStates.map((state) => [`debt ${state}`, debtPage(state)])),
  'debt with an empty objection': objectsTo('noticed', ''),
  'debt that was just objected to': objectsTo('overdue', long),
  'restricted debt with an empty objection': objectsTo('restricted', ''),
  'restricted debt that was just objected to': objectsTo('restricted', long),
  "somebody else's debt": async (page, tongue, { debts }) => {
    await page.context().clearCookies()
    return opened(page, urlFor('orderDebt', tongue, { id: debts.overdue.orderId }))
  },
  "somebody else's order": async (page, tongue, { orders }) => {
    await page.context().clearCookies()
    return opened(page, urlFor('order', tongue, { id: orders.placed.id }))
  },
  'link that no longer works': at('orderOpen', () => ({ token: 'x'.repeat(43) })),
  notice: at('notice'),
  'notice version': at('noticeVersion', (tongue, { shop }) => ({
    id: shop.shop.known().notices[tongue]?.id ?? '',
  })),
  'my data': at('myData'),
  'my data without an address': async (page, tongue) => {
    await opened(page, urlFor('myData', tongue))
    return sent(page, page.locator('main form button').first())
  },
  'link to my data that is dead': at('myDataOpen', () => ({ token: 'x'.repeat(43) })),
  news: at('news'),
  terms: at('terms'),
  'terms version': at('termsVersion', (tongue, { shop }) => ({
    id: shop.shop.known().settings.terms[tongue]?.id ?? '',
  })),
  ...Object.fromEntries(pageKeys.map((key) => [`page ${key}`, at(`${key}Page`)])),
  'no such page': (page, tongue) => opened(page, `${urlFor('cart', tongue)}/nothing`),
  ...Object.fromEntries(
    [400, 403, 409, 410, 413, 422, 423, 429, 500, 503].map((status) => [
      `error ${status}`,
      errorPage(status),
    ]),
  ),
}

/** The page of an error that nobody can bring about at will, with the headers of one that anybody can. */
function errorPage(status: number): Open {
  return async (page, tongue, { shop }) => {
    const where = `${urlFor('cart', tongue)}/${status}`
    const { 'content-security-policy': policy = '' } = (await page.request.get(where)).headers()
    const body = shop.shop.views.render(`errors/${status}`, { language: tongue, status, requestId: 'a1b2c3' })
    const headers = { 'content-security-policy': policy, 'x-content-type-options': 'nosniff' }
    await page.route(`**${where}`, (route) =>
      route.fulfill({ contentType: 'text/html; charset=utf-8', headers, body }),
    )
    return opened(page, where)
  }
}

function debtPage(state: DebtState): Open {
  return async (page, tongue, { debts, shop }) => {
    const { orderId: id, buyer } = debts[state]
    await page
      .context()
      .addCookies([...buyer.jar].map(([name, value]) => ({ name, value, url: shop.origin })))
    const answer = await opened(page, urlFor('orderDebt', tongue, { id }))
    if (answer.status() !== 200) throw new Error(`${state} was answered by ${answer.status()}`)
    return answer
  }
}

/** The page that answers an objection; in the second language the debt is objected to already. */
function objectsTo(state: DebtState, objection: string): Open {
  return async (page, tongue, scene) => {
    const answer = await debtPage(state)(page, tongue, scene)
    if ((await page.locator('#objection').count()) === 0) return answer
    await type(page, { objection })
    return sent(page, buttonTo(page, urlFor('orderDebt', tongue, { id: scene.debts[state].orderId })))
  }
}

function orderPage(state: (typeof orderStates)[number]): Open {
  return async (page, tongue, { orders, shop }) => {
    const { id, buyer } = orders[state]
    await page
      .context()
      .addCookies([...buyer.jar].map(([name, value]) => ({ name, value, url: shop.origin })))
    return opened(page, urlFor('order', tongue, { id }))
  }
}
