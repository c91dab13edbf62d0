import type { CastCompany, CastPerson } from '../../seed/cast.ts'
import type { Language } from '../../src/platform/i18n/languages.ts'
import { translator } from '../../src/platform/i18n/messages.ts'
import { urlFor } from '../../src/urls.ts'
import { type Client, openClient, type Page } from './client.ts'
import type { RunningShop } from './running-shop.ts'

/** In which language somebody shops. */
export type Tongue = Language

/** Somebody without a browser at a running shop; what they see is audited elsewhere. */
export function walker(shop: RunningShop, staffToken?: string): Client {
  const target = { request: (path: string, init: RequestInit) => fetch(shop.origin + path, init) }
  const client = openClient(target, {
    publicUrl: shop.origin,
    cookies: shop.shop.cookies.names,
    audit: false,
  })
  if (staffToken) client.jar.set(shop.shop.cookies.nameOf('staff'), staffToken)
  return client
}

export interface Bought {
  readonly id: string
  readonly number: string
  /** Who may open it. */
  readonly buyer: Client
}

/** Puts goods into the cart as the product's page offers them. */
export async function putIntoCart(
  client: Client,
  tongue: Tongue,
  slug: string,
  words?: string,
  quantity = 1,
): Promise<void> {
  const product = await client.get(urlFor('product', tongue, { slug }))
  const values = { quantity: String(quantity), ...(words === undefined ? {} : { words }) }
  expectStatus(await client.submit(product.form(urlFor('cartAdd', tongue)), values), 303)
}

/** Orders what is in the cart. */
export async function order(
  client: Client,
  tongue: Tongue,
  buyer: CastPerson | CastCompany,
  more = {},
): Promise<Bought> {
  const form = (await client.get(urlFor('checkout', tongue))).form(urlFor('checkout', tongue))
  const company =
    'company' in buyer
      ? {
          buyer: 'company',
          companyName: buyer.company,
          registrationNumber: buyer.registrationNumber,
          ...(buyer.vatNumber ? { vatNumber: buyer.vatNumber } : {}),
          ...(buyer.invoiceEmail ? { invoiceEmail: buyer.invoiceEmail } : {}),
        }
      : { buyer: 'person' }
  const { street, town, postcode } = buyer.address
  const own = { name: buyer.name, email: buyer.email, phone: buyer.phone, street, town, postcode }
  const placed = await client.submit(form, {
    ...company,
    ...own,
    delivery: 'dpd-courier',
    payment: 'transfer',
    read: 'yes',
    ...more,
  })
  const page = await client.follow(expectStatus(placed, 303))
  const id = /[0-9a-f-]{36}/.exec(page.path)?.[0] ?? ''
  return { id, number: page.h1.replace(translator(tongue)('order.heading'), '').trim(), buyer: client }
}

/** How far staff take an order. */
export type Step =
  | 'proof'
  | 'approval'
  | 'payment'
  | 'making'
  | 'packing'
  | 'dispatch'
  | 'delivery'
  | 'cancellation'

/** Takes an order through these steps, each by the form that its page offers. */
export async function take(desk: Client, { id, buyer }: Bought, steps: readonly Step[]): Promise<void> {
  for (const step of steps) {
    const before =
      step === 'approval'
        ? await buyer.get(urlFor('order', 'lv', { id }))
        : await desk.get(urlFor('adminOrder', 'lv', { id }))
    const form = before.form(step === 'approval' ? /\/makets\// : new RegExp(`/${step}$`))
    const values = {
      dispatch: { tracking: '05809876543210' },
      cancellation: { reason: 'Pircējs lūdza atcelt.' },
      approval: { answer: 'approve' },
    }
    const given: Record<string, string> = values[step as keyof typeof values] ?? {}
    const { answer, ...typed } = given
    const fields = form.filled(typed)
    expectStatus(
      await (step === 'approval' ? buyer : desk).post(form.action, answer ? { ...fields, answer } : fields),
      303,
    )
  }
}

function expectStatus(page: Page, status: number): Page {
  if (page.status === status) return page
  const said = page.headers.get('content-type')?.startsWith('text/html')
    ? page.text.slice(0, 400)
    : page.body.slice(0, 200)
  throw new Error(`${page.path} answered ${page.status} instead of ${status}: ${said}`)
}
