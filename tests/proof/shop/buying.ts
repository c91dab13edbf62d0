import { urlFor } from '../../../src/urls.ts'
import type { Answer, Browser } from './browser.ts'
import type { ShopProcess } from './process.ts'

/** What is bought in a proof: goods on the shelf. */
export interface Goods {
  readonly slug: string
  readonly variantId: string
}

export type FormFields = Record<string, string>

export const checkoutPath = urlFor('checkout', 'lv')
const cartPath = urlFor('cartAdd', 'lv')

/** The first goods that are counted, with this many pieces on the shelf. */
export function stockGoods(shop: ShopProcess, pieces: number): Promise<Goods> {
  return shop.owner(async (sql) => {
    const [row] = await sql<Goods[]>`
      select slug, variant.id as "variantId" from variant
        join product on product.id = variant.product_id
        join product_text on product_text.product_id = product.id and language = 'lv'
        where stock is not null and published_at <= now() and word_lines is null order by sku limit 1`
    if (!row) throw new Error('the demo shop has no counted goods')
    await sql`update variant set stock = ${pieces} where id = ${row.variantId}`
    return { slug: row.slug, variantId: row.variantId }
  })
}

/** Pieces left of the goods. */
export function stockOf(shop: ShopProcess, goods: Goods): Promise<number> {
  return shop.owner(async (sql) => {
    const [row] = await sql<{ stock: number }[]>`select stock from variant where id = ${goods.variantId}`
    return row!.stock
  })
}

/** Product page, into the cart, order form: what is then ready to be sent. Throws Unexpected. */
export async function prepare(
  browser: Browser,
  goods: Goods,
  name: string,
  quantity = 1,
): Promise<FormFields> {
  expectStatus(await browser.get(urlFor('product', 'lv', { slug: goods.slug })), 200)
  const added = { product: goods.slug, variant: goods.variantId, quantity: String(quantity) }
  expectStatus(await browser.post(cartPath, added), 303)
  return filled(await openForm(browser), name)
}

/** The order form of the cart as it is, with its hidden fields. */
export async function openForm(browser: Browser): Promise<FormFields> {
  const page = expectStatus(await browser.get(checkoutPath), 200)
  return hiddenFields(page.body, checkoutPath)
}

export function filled(hidden: FormFields, name: string): FormFields {
  return {
    ...hidden,
    buyer: 'person',
    name: `Pircēja ${name}`,
    email: `buyer-${name}@example.org`,
    phone: '+371 29 000 000',
    street: 'Brīvības iela 1',
    town: 'Rīga',
    postcode: 'LV-1010',
    delivery: 'dpd-courier',
    payment: 'transfer',
    read: 'yes',
  }
}

/** The order that an answer confirms; undefined for any other answer. */
export function confirmedOrder(answer: Answer): string | undefined {
  if (answer.status !== 303) return undefined
  return orderPath.exec(answer.location ?? '')?.[1]
}

const orderPath = new RegExp(
  `^${urlFor('order', 'lv', { id: 'ID' }).replace('ID', '([0-9a-f-]{36})')}(?:[?#].*)?$`,
)

/** An answer that the proof did not ask for. */
export class Unexpected extends Error {
  readonly status: number
  constructor(answer: Answer, expected: number) {
    super(`${answer.status} instead of ${expected}: ${headline(answer)}`)
    this.status = answer.status
  }
}

function expectStatus(answer: Answer, status: number): Answer {
  if (answer.status !== status) throw new Unexpected(answer, status)
  return answer
}

/** What a page says first, and what its form complains of. */
export function headline({ body }: Answer): string {
  const [, title = ''] = /<h1[^>]*>(.*?)<\/h1>/s.exec(body) ?? []
  const [, errors = ''] = /<div class="error-summary.*?<ul>(.*?)<\/ul>/s.exec(body) ?? []
  return `${title} ${errors}`.replace(/<[^>]+>|\s+/g, ' ').trim()
}

/** The hidden fields of the form that sends to a path; their values need no unescaping. */
export function hiddenFields(html: string, action: string): FormFields {
  const start = html.indexOf(`action="${action}"`)
  const form = start < 0 ? '' : html.slice(start, html.indexOf('</form>', start))
  const found = [...form.matchAll(/<input type="hidden" name="([\w-]+)" value="([^"&]*)"/g)]
  if (found.length === 0) throw new Error(`no form sends to ${action}`)
  return Object.fromEntries(found.map(([, name, value]) => [name!, value!]))
}
