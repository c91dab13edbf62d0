import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Client, Page } from '../support/client.ts'
import { attribute } from '../support/html.ts'
import { withSql } from '../support/postgres.ts'
import { type TestShop, testShop } from '../support/shop.ts'

const number = '/en/product/enamel-house-number'
const shelf = '/en/product/fire-extinguisher'

let house: TestShop
let visitor: Client

beforeAll(async () => {
  house = await testShop()
  visitor = house.visitor()
})
afterAll(() => house?.close())

/** Asks how the sign would look with these words. */
async function preview(words: string, variant?: string): Promise<Page> {
  const page = await visitor.get(number)
  const fields = page.form(/add$/).filled({ words })
  return visitor.post(`${number}/preview`, { ...fields, ...(variant && { variant }) })
}

test('the words of a buyer come back as outlines on the sign, whatever they are', async () => {
  const page = await preview('27 <script>\n"><img src=x>')
  expect(page.status).toBe(200)
  expect(page.headers.get('cache-control')).toBe('no-store')
  expect(page.find('#preview svg').querySelectorAll('text, script, image, foreignObject')).toEqual([])
  expect(page.body).not.toMatch(/<script>|<img src=x/)
  expect(attribute(page.find('#preview [role="img"]'), 'aria-label')).toBe(
    'The sign says: 27 <script>, "><img src=x>',
  )
  expect(page.form(/add$/).filled().words).toBe('27 <script>\n"><img src=x>')
})

test('the sign is drawn in the size and finish of the variant that is chosen', async () => {
  const page = await visitor.get(number)
  const variants = page.all('input[name="variant"]').map((input) => input.getAttributeValue('value')!)
  const drawings = await Promise.all(variants.map(async (variant) => drawingOn(await preview('27', variant))))
  // Two of them are blue, in the same proportions.
  expect(new Set(drawings).size).toBe(variants.length - 1)
})

test('a variant of another product draws nothing of that product', async () => {
  const other = (await visitor.get(shelf)).find('input[name="variant"]').getAttributeValue('value')!
  const [own, strange] = [await preview('27'), await preview('27', other)]
  expect(drawingOn(strange)).toBe(drawingOn(own))
})

test.each([
  ['', 'Fill in this field'],
  ['1\n2\n3', 'There is room for 2 lines'],
  ['x'.repeat(25), 'A line holds at most 24 characters'],
  ['🏠', 'We cannot draw these characters'],
])('words that cannot be on the sign are not drawn but kept as typed: "%s"', async (words, message) => {
  const page = await preview(words)
  expect(page.status).toBe(422)
  expect(page.find('#words-error').textContent).toContain(message)
  expect(page.all('#preview svg')).toEqual([])
  expect(page.form(/add$/).filled().words).toBe(words)
})

test('nothing of a drawing is kept, and its address leads back to the product', async () => {
  await preview('27 Ģertrūdes iela')
  expect((await visitor.get(number)).text).not.toContain('Ģertrūdes iela 27')
  expect(visitor.jar.size).toBe(0)
  expect((await visitor.get(`${number}/preview`)).location).toBe(number)
  expect((await visitor.post('/en/product/no-such-thing/preview', { words: '1' })).status).toBe(404)
})

test('the page says when the goods leave, and what for that must be paid', async () => {
  const page = await visitor.get(shelf)
  expect(page.text).toMatch(
    /On the shelf: leaves (today|tomorrow|on \w+ \d+ \w+) If the money is in our account/,
  )
  expect((await visitor.get(number)).text).toMatch(/Made and sent by \w+ \d+ \w+ If .* approve the proof/)
})

test('prices stand without VAT, by measure and by quantity, and the reduction is computed from 30 days', async () => {
  await change(
    (sql) => sql`
    with mine as (
      update variant set measure = 0.04, measure_unit = 'm2' where sku = (
        select min(sku) from variant where product_id = (select product_id from product_text where slug = 'fire-extinguisher'))
      returning id, price_cents),
    old as (update price_change set since = now() - interval '50 days' where variant_id = (select id from mine))
    insert into price_tier select id, 7, price_cents - 40 from mine on conflict do nothing`,
  )
  await change((sql) => sql`update variant set price_cents = price_cents - 30 where measure = 0.04`)
  const page = await eventually(shelf, /per m²/)
  expect(page.text).toMatch(/without VAT/)
  expect(page.text).toMatch(/from 7/)
  expect(page.text).toMatch(/lowest price .{0,30}last 30 days/i)
  expect(page.text).toMatch(/−\d+%/)
})

test('documents are downloads, in the order of the reader’s language, and those of a draft are not there', async () => {
  const [document] = await change(
    (sql) => sql`
    insert into product_document (product_id, position, language, name, bytes)
    select product_id, 1, null, 'Declaration č "1".pdf', '%PDF-1.7' from product_text where slug = 'fire-extinguisher'
    returning id`,
  )
  const page = await eventually(shelf, /Declaration/)
  const answer = await visitor.get(page.link('Declaration č "1".pdf'))
  expect(answer.headers.get('content-disposition')).toBe(
    `attachment; filename*=UTF-8''Declaration%20%C4%8D%20%221%22.pdf`,
  )
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
  await change(
    (sql) => sql`update product set published_at = null where id = (
    select product_id from product_document where id = ${document!.id as string})`,
  )
  expect((await visitor.get(`/documents/${document!.id}`)).status).toBe(404)
  await change((sql) => sql`update product set published_at = now() where published_at is null`)
})

test('the goods that staff chose to go with it come first, as far as they are on offer, and its category fills up', async () => {
  const shown = async () => (await visitor.get(shelf)).all('.card a').map((link) => attribute(link, 'href'))
  const usual = await shown()
  const [draft, chosen] = await change(
    (sql) => sql`
    with mine as (select product_id as id from product_text where slug = 'fire-extinguisher' and language = 'en'),
    other as (select product.id, slug, row_number() over (order by product.position, product.id) as place
        from product join product_text on product_id = product.id and language = 'en'
        where product.id <> (select id from mine)
          and category_id <> (select category_id from product where product.id = (select id from mine))),
    both_of_them as (select * from other where place <= 2),
    gone as (delete from product_related where product_id = (select id from mine)),
    related as (insert into product_related select mine.id, both_of_them.id, 100 + place from mine, both_of_them)
    select id, slug from both_of_them order by place`,
  )
  await change((sql) => sql`update product set published_at = null where id = ${draft!.id as string}`)
  await expect.poll(shown).toContain(`/en/product/${chosen!.slug}`)
  expect(await shown()).toEqual([`/en/product/${chosen!.slug}`, ...usual].slice(0, 4))
  await change((sql) => sql`update product set published_at = now() where published_at is null`)
})

test('who needs a certificate, and who answers for a maker outside the Union, stands on the page', async () => {
  await change(
    (sql) => sql`
    update product set needs_authority = true, manufacturer_country = 'CN', responsible_name = 'SIA Dubult',
      responsible_address = 'Rīga', responsible_email = 'dubult@example.com'
      where id = (select product_id from product_text where slug = 'fire-extinguisher')`,
  )
  const page = await eventually(shelf, /SIA Dubult/)
  expect(page.text).toContain('Permission needed')
  expect(page.text).toContain('Legal guarantee of conformity: at least 2 years')
})

function drawingOn({ body }: Page): string {
  return /<svg [^>]*width="1000".*?<\/svg>/s.exec(body)![0]
}

type Row = Record<string, unknown>
type Sql = Parameters<Parameters<typeof withSql>[1]>[0]

function change(statement: (sql: Sql) => PromiseLike<readonly Row[]>): Promise<readonly Row[]> {
  return withSql(house.database.url, async (sql) => [...(await statement(sql))])
}

/** The page once the shop has been told of the change. */
async function eventually(path: string, shown: RegExp): Promise<Page> {
  for (let turn = 0; turn < 100; turn += 1) {
    const page = await visitor.get(path)
    if (shown.test(page.text)) return page
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error(`${path} never showed ${shown}`)
}
