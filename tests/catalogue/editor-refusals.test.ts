import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { urlFor } from '../../src/urls.ts'
import { bomb, type GoodsOffice, openGoodsOffice, photograph, variantFields } from './goods-office.ts'

let office: GoodsOffice

beforeAll(async () => {
  office = await openGoodsOffice()
})
afterAll(() => office?.close())

const exit = 'evakuacijas-izeja-pa-labi'

describe('two people at one product', () => {
  test('the second is told what the first changed, and keeps what they typed', async () => {
    const colleague = await office.colleague()
    const [mine, theirs] = [await office.editor(exit), await office.editor(exit, colleague)]
    await office.save(theirs, { 'summary-en': 'Theirs in English', 'fixing-lv': 'Viņu skrūves' }, colleague)

    const refused = await office.save(mine, { 'summary-en': 'Mine in English', leadDays: '3' })
    expect(refused.status).toBe(422)
    expect(refused.text).toContain('somebody else changed this product')
    expect(refused.text).toContain('texts (English): you changed it too')
    expect(refused.text).toContain('texts (Latviešu): taken over into the form')
    const form = refused.form('editor').filled()
    expect(form['summary-en']).toBe('Mine in English')
    expect(form['fixing-lv']).toBe('Viņu skrūves')
    expect(form.leadDays).toBe('3')

    const saved = await office.save(refused, {})
    expect(saved.location).toMatch(/done=saved$/)
    const now = (await office.editor(exit)).form('editor').filled()
    expect([now['summary-en'], now['fixing-lv']]).toEqual(['Mine in English', 'Viņu skrūves'])
  })

  test('pieces that were sold meanwhile stay sold, and disturb nobody', async () => {
    const page = await office.editor(exit)
    const [row] = await office.sql<{ sku: string; stock: number }>(
      'select sku, stock from variant where product_id = $1 and stock > 3 order by position limit 1',
      [await office.productId(exit)],
    )
    await office.sql('update variant set stock = stock - 2 where sku = $1', [row!.sku])
    const field = variantFields(page, row!.sku)
    const saved = await office.save(page, { [field('stock')]: String(row!.stock + 10) })
    expect(saved.location).toMatch(/done=saved$/)
    const [now] = await office.sql<{ stock: number }>('select stock from variant where sku = $1', [row!.sku])
    expect(now!.stock).toBe(row!.stock + 8)
  })
})

describe('what is on sale stays whole', () => {
  test('without its maker it is refused beside the field, and nothing changes', async () => {
    const page = await office.editor(exit)
    const refused = await office.save(page, { makerName: '', 'name-lv': 'Cits nosaukums' })
    expect(refused.status).toBe(422)
    expect(refused.find('#makerName-error').textContent).toContain('without their manufacturer')
    expect(refused.form('editor').filled()['name-lv']).toBe('Cits nosaukums')
    expect((await office.editor(exit)).text).not.toContain('Cits nosaukums')
  })

  test('a maker outside the EEA needs a responsible person in it', async () => {
    const page = await office.editor(exit)
    const refused = await office.save(page, { makerCountry: 'CN' })
    expect(refused.find('#responsibleName-error').textContent).toContain('responsible person')
    const half = await office.save(refused, { responsibleName: 'Importer' })
    expect(half.text).toContain('Give name, address and e-mail.')
  })

  test('warnings are needed in each of its languages', async () => {
    const page = await office.editor(exit)
    const refused = await office.save(page, { 'warnings-lv': 'Uzmanību, asa mala.', 'warnings-en': '' })
    expect(refused.find('#warnings-en-error').textContent).toContain('in each language')
  })

  test('a description of its first picture, too', async () => {
    const page = await office.editor(exit)
    const name = page.all('textarea').map((one) => one.getAttributeValue('name') ?? '')
    const alt = name.find((one) => /^p-\w+-alt-lv$/.test(one))!
    const refused = await office.save(page, { [alt]: '' })
    expect(refused.find(`#${alt}-error`).textContent).toContain('what the first picture shows')
  })
})

describe('an address', () => {
  test('that changed leads on from the old one', async () => {
    const page = await office.editor(exit)
    const taken = await office.save(page, { 'slug-en': 'brass-door-plate' })
    expect(taken.find('#slug-en-error').textContent).toContain('already taken: Brass door plate')
    await office.save(page, { 'slug-en': 'exit-to-the-right' })
    const old = urlFor('product', 'en', { slug: 'emergency-exit-right' })
    const rows = await office.sql('select path, language from old_address where path = $1', [old])
    expect(rows).toEqual([{ path: old, language: 'en' }])
    const followed = await office.visitor().get(old)
    expect(followed.location).toBe(urlFor('product', 'en', { slug: 'exit-to-the-right' }))
    await office.save(await office.editor(exit), { 'slug-en': 'emergency-exit-right' })
    expect((await office.visitor().get(old)).status).toBe(200)
  })
})

describe('a variant', () => {
  test('that somebody ordered is taken off sale, and not removed', async () => {
    await office.order()
    const [ordered] = await office.sql<{ sku: string; id: string }>(
      'select variant.sku, variant.id from order_line join variant on variant.id = variant_id order by order_line.id desc limit 1',
    )
    const page = await office.editor(exit)
    const field = variantFields(page, ordered!.sku)
    expect(page.form('editor').names).not.toContain(field('remove'))
    const fields = page.form('editor').filled()
    const forged = await office.desk.post(page.path, { ...fields, [field('remove')]: 'yes' })
    expect(forged.text).toContain(`${ordered!.sku} has been ordered, so it cannot be removed`)
    await office.save(page, { [field('withdrawn')]: 'yes' })
    const [kept] = await office.sql<{ off: boolean; stock: number }>(
      'select withdrawn_at is not null as off, stock from variant where id = $1',
      [ordered!.id],
    )
    expect(kept).toEqual({ off: true, stock: 0 })
    await office.sql('update variant set stock = stock + 1 where id = $1', [ordered!.id])
    const [after] = await office.sql<{ stock: number }>('select stock from variant where id = $1', [
      ordered!.id,
    ])
    expect(after!.stock).toBe(0)
    const product = await office.desk.get(page.path)
    expect(product.text).toContain('A product that has been ordered is not deleted')
    const removal = await office.desk.post(`${page.path}/removal`, {})
    expect(removal.location).toMatch(/done=ordered$/)
  })

  test('keeps its article number to itself', async () => {
    const page = await office.editor('misina-durvju-plaksnite')
    const refused = await office.save(page, { [variantFields(page, 'DP-M-10')('sku')]: 'DP-M-16' })
    expect(refused.status).toBe(422)
    expect(refused.text).toContain('Another option has this article number.')
  })
})

describe('a file', () => {
  const send = async (name: 'pictures' | 'documents', file: File) =>
    office.save(await office.editor('misina-durvju-plaksnite'), {
      [name]: file,
      'name-en': 'Kept while refused',
    })
  const named = (name: string, bytes: string | Uint8Array<ArrayBuffer>) => new File([bytes], name)

  test.each([
    [
      'an SVG',
      'pictures',
      () => named('a.png', '<svg xmlns="http://www.w3.org/2000/svg"/>'),
      'is an SVG drawing',
    ],
    ['another kind', 'pictures', () => named('a.jpg', 'MZ this is a program'), 'is not a picture'],
    ['100 megapixels', 'pictures', () => bomb(10_000), 'has too many pixels'],
    ['a million megapixels', 'pictures', () => bomb(60_000), 'has too many pixels'],
    ['tiny', 'pictures', () => bomb(10), 'is too small'],
    ['cut off', 'pictures', () => bomb(700), 'is damaged'],
    ['no PDF', 'documents', () => named('a.pdf', '<html>%PDF-1.7</html>'), 'is not a PDF'],
    ['a large PDF', 'documents', () => named('a.pdf', new Uint8Array(11 * 1024 * 1024)), 'is too large'],
  ] as const)('that is %s is refused, and what was typed stays', async (_, name, file, words) => {
    const refused = await send(name, file())
    expect(refused.status).toBe(422)
    expect(refused.find(`#${name}-error`).textContent).toContain(words)
    expect(refused.text).toContain('choose them again')
    expect(refused.form('editor').filled()['name-en']).toBe('Kept while refused')
  })

  test('is not taken at all where the form is absurdly large', async () => {
    const huge = new File([new Uint8Array(65 * 1024 * 1024)], 'a.jpg')
    const data = new FormData()
    data.append('pictures', huge)
    const path = urlFor('adminProduct', { id: await office.productId(exit) })
    const headers = { origin: 'https://shop.test', 'content-length': String(66 * 1024 * 1024) }
    const answer = await office.app.request(path, { method: 'POST', body: data, headers })
    expect(answer.status).toBe(413)
  })

  test('that is a PDF becomes a document under a readable name', async () => {
    const pdf = named('Montāžas_instrukcija.pdf', '%PDF-1.7\n1 0 obj\nendobj\n%%EOF\n')
    const page = await office.editor('misina-durvju-plaksnite')
    await office.save(page, { documents: pdf, documentLanguage: 'lv', pictures: await photograph() })
    const after = await office.editor('misina-durvju-plaksnite')
    const link = after.link('Montāžas instrukcija')
    const opened = await office.desk.get(link)
    expect(opened.headers.get('content-type')).toBe('application/pdf')
    expect(opened.body).toContain('%PDF-1.7')
  })
})
