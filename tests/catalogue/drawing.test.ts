import { isValidBIC, isValidIBAN } from 'ibantools'
import { checkVAT, latvia, netherlands } from 'jsvat'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { companies, people, shop, staff } from '../../seed/cast.ts'
import { categories, products } from '../../seed/catalogue.ts'
import { viewsOf } from '../../seed/goods.ts'
import { drawGoods, drawSign, type GoodsSpec } from '../../src/catalogue/drawing/drawing.ts'
import { missingGlyphs } from '../../src/platform/files/lettering.ts'
import { pictureBudget, pictureWidths, renderPicture } from '../../src/platform/files/pictures.ts'
import { type Language, languages } from '../../src/platform/i18n/languages.ts'

const madeToOrder = products.filter((product) => product.madeToOrder)

describe('pictures of the demo goods', () => {
  test.each(products)('$key: fills its frame without touching it', async (goods) => {
    const [small] = await renderPicture(drawGoods(goods.drawing), [320])
    expect(small!.bytes.length).toBeLessThan(pictureBudget[320])
    expect(await darkestAtEdge(small!.bytes)).toBeGreaterThan(190)
  })

  test('the richest of them stays within the largest size too', async () => {
    for (const key of ['company-stamp', 'steel-number', 'hazard-tape']) {
      const { drawing } = products.find((product) => product.key === key)!
      const pictures = await renderPicture(drawGoods(drawing))
      expect(pictures.map(({ width, height }) => width / height)).toEqual([4 / 3, 4 / 3, 4 / 3])
      expect(pictures.map(({ width }) => width)).toEqual([...pictureWidths])
      expect(pictures[2]?.bytes.length).toBeLessThan(pictureBudget[1280])
    }
  })

  test('in use, from near and in all sizes they cost no more', async () => {
    const all = products.flatMap((product) => viewsOf(product))
    for (const kind of ['brick', 'post', 'sizes']) {
      const { drawing } = all.find(({ drawing }) => drawing.kind === 'view' && drawing.view === kind)!
      const [medium] = await renderPicture(drawGoods(drawing), [640])
      expect(medium!.bytes.length).toBeLessThan(pictureBudget[640])
    }
  })

  test.each(products)('$key: plain SVG without fonts, styles, scripts or foreign addresses', ({
    ...goods
  }) => {
    for (const { drawing } of [goods, ...viewsOf(goods)])
      expect(drawGoods(drawing)).not.toMatch(/<text|<style|style=|<script|<image|href|NaN|undefined|Infinity/)
  })

  test.each(products)('$key: every mark of a drawing has a name of its own', (goods) => {
    for (const { drawing } of [goods, ...viewsOf(goods)]) {
      const names = [...drawGoods(drawing).matchAll(/\bid="([^"]+)"/g)].map(([, name]) => name)
      expect(new Set(names).size).toBe(names.length)
    }
  })
})

describe('a sign with the buyer’s own words', () => {
  test.each(
    madeToOrder.flatMap((product) => product.variants.map((variant) => ({ product, variant }))),
  )('$variant.sku has the proportions of the variant, filled to the last letter', ({ product, variant }) => {
    const { lines, lineLength } = product.words ?? { lines: 0, lineLength: 0 }
    const longest = Array.from({ length: lines }, () => 'ŠĢĶŪMjgq'.repeat(5).slice(0, lineLength))
    const svg = drawSign(product.drawing, longest, variant)
    expect(svg).not.toMatch(/NaN|undefined|Infinity/)
    const [, width, height] = /width="([\d.]+)" height="([\d.]+)"/.exec(svg)!.map(Number)
    const asked = variant.widthMm / variant.heightMm
    // A stamp's imprint is shown with the paper round it.
    if (product.drawing.kind === 'stamp') expect(width! / height! >= 1).toBe(asked >= 1)
    else expect(width! / height!).toBeCloseTo(asked, 2)
  })

  test.each(madeToOrder)('$key: other words draw another sign, the same words the same', ({
    drawing,
    variants,
  }) => {
    const size = variants[0] ?? { widthMm: 100, heightMm: 50 }
    expect(drawSign(drawing, ['Ķirši'], size)).toBe(drawSign(drawing, ['Ķirši'], size))
    expect(drawSign(drawing, ['Ķirši'], size)).not.toBe(drawSign(drawing, ['Kirsi'], size))
  })

  test.each(madeToOrder)('$key: words are outlines, never text in the drawing', ({ drawing, variants }) => {
    const size = variants[0] ?? { widthMm: 100, heightMm: 50 }
    const svg = drawSign(drawing, ['<script>alert(1)</script>'], size)
    expect(svg).not.toContain('alert')
    expect(svg).not.toContain('script')
  })

  test.each(madeToOrder)('$key: no words, or only blanks, still draw the sign', ({ drawing, variants }) => {
    const size = variants[0] ?? { widthMm: 100, heightMm: 50 }
    expect(drawSign(drawing, [' ', ''], size)).not.toMatch(/NaN|undefined|Infinity/)
  })
})

describe('the demo catalogue', () => {
  test('has eight categories in a tree, none of them empty, and at least sixty goods', () => {
    expect(categories.filter(({ parent }) => !parent)).toHaveLength(8)
    const used = new Set(products.map(({ category }) => category))
    const filled = categories.filter(
      ({ key }) => used.has(key) || categories.some(({ parent }) => parent === key),
    )
    expect(filled).toHaveLength(categories.length)
    expect([...used].filter((key) => !categories.some((category) => category.key === key))).toEqual([])
    expect(products.length).toBeGreaterThanOrEqual(60)
  })

  test('shows what a shop has: goods that are reduced, sold by measure, sold out, scarce, planned and unfinished', () => {
    const variants = products.flatMap((product) => product.variants)
    expect(
      variants.filter(({ wasCents, priceCents }) => (wasCents ?? 0) > priceCents).length,
    ).toBeGreaterThan(2)
    expect(variants.filter(({ tiers }) => tiers).length).toBeGreaterThan(9)
    expect(variants.some(({ measure }) => measure)).toBe(true)
    expect(variants.some(({ stock }) => stock === 0)).toBe(true)
    expect(variants.some(({ stock }) => stock === 2)).toBe(true)
    expect(products.some(({ publication }) => publication === 'draft')).toBe(true)
    expect(products.some(({ publication }) => typeof publication === 'object')).toBe(true)
    expect(products.some(({ authority }) => authority)).toBe(true)
    for (const { tiers = [], priceCents } of variants) {
      const falling = [priceCents, ...tiers.map(([, cents]) => cents)]
      expect(falling).toEqual([...new Set(falling)].sort((one, other) => other - one))
    }
  })

  test('goods go together with goods that there are', () => {
    const keys = new Set(products.map(({ key }) => key))
    expect(keys.size).toBe(products.length)
    for (const { key, related = [] } of products)
      for (const other of related) expect([key, other !== key && keys.has(other)]).toEqual([key, true])
  })

  test.each(
    languages,
  )('has every text in %s, without blanks at the ends and exclamation marks', (language) => {
    for (const text of textsIn(language)) {
      expect(text).toBe(text.trim())
      expect(text).not.toBe('')
      expect(text).not.toContain('!')
      expect(missingGlyphs(text)).toEqual([])
    }
  })

  test('says the same things in all languages', () => {
    for (const { key, text } of products)
      for (const language of languages)
        expect([key, text[language].description.split('\n\n').length]).toEqual([
          key,
          text.lv.description.split('\n\n').length,
        ])
  })

  test.each(languages)('has plain slugs in %s, each once', (language) => {
    for (const shelf of [categories, products]) {
      const slugs = shelf.map(({ text }) => text[language].slug)
      expect(new Set(slugs).size).toBe(slugs.length)
      for (const slug of slugs) expect(slug).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/)
    }
  })

  test('counts goods on the shelf and never goods made to order', () => {
    for (const { madeToOrder: ordered, words, variants } of products) {
      expect(words !== undefined).toBe(ordered)
      for (const { stock } of variants) expect(stock === null).toBe(ordered)
    }
  })

  test('has article numbers, each once, and prices, weights and sizes one can ship', () => {
    const variants = products.flatMap((product) => [...product.variants])
    expect(new Set(variants.map(({ sku }) => sku)).size).toBe(variants.length)
    for (const { sku, priceCents, weightGrams, widthMm, heightMm } of variants) {
      expect(sku).toMatch(/^[A-Z0-9-]{4,16}$/)
      for (const figure of [priceCents, weightGrams, widthMm, heightMm]) {
        expect(Number.isInteger(figure) && figure > 0).toBe(true)
      }
    }
  })

  test('names the maker of every piece, as product safety law asks', () => {
    for (const { safety } of products) {
      for (const value of Object.values(safety)) expect(value).not.toBe('')
      expect(safety.manufacturerEmail).toMatch(/^[^@\s]+@[^@\s]+\.example$/)
    }
  })

  test('the sample words keep the limits that buyers have', () => {
    for (const { drawing, words } of madeToOrder) {
      const sample = sampleOf(drawing)
      expect(sample.length).toBeLessThanOrEqual(words?.lines ?? 0)
      for (const line of sample) expect(line.length).toBeLessThanOrEqual(words?.lineLength ?? 0)
    }
  })
})

describe('the cast', () => {
  test('has VAT and registration numbers that pass their checks', () => {
    expect(checkVAT(shop.vatNumber, [latvia]).isValid).toBe(true)
    expect(checkVAT(companies.builders.vatNumber, [latvia]).isValid).toBe(true)
    expect(checkVAT(companies.signposts.vatNumber, [netherlands]).isValid).toBe(true)
    for (const { registrationNumber } of [shop, companies.builders, companies.bakery]) {
      expect(registrationNumber).toMatch(/^4\d{10}$/)
      expect(checkVAT(`LV${registrationNumber}`, [latvia]).isValid).toBe(true)
    }
  })

  test('has accounts that pass their checks', () => {
    const { latePayer } = people
    const { builders, bakery, signposts } = companies
    for (const { iban } of [shop.account, latePayer, builders, bakery, signposts]) {
      expect([iban, isValidIBAN(iban)]).toEqual([iban, true])
    }
    expect(isValidBIC(shop.account.bic)).toBe(true)
    expect(shop.account.name).toBe(shop.name)
  })

  test('has addresses, telephones and reserved e-mail domains that reach nobody', () => {
    const everybody = [...Object.values(people), ...Object.values(companies)]
    const postcodes = { LV: /^LV-\d{4}$/, SE: /^\d{3} \d{2}$/, NL: /^\d{4} [A-Z]{2}$/ }
    for (const { address, email, phone } of everybody) {
      expect(address.postcode).toMatch(postcodes[address.country])
      expect(email).toMatch(/@example\.com$/)
      expect(phone).toMatch(/^\+\d{2,3} \d{8,9}$/)
    }
    const addresses = [...everybody, ...Object.values(staff)].map(({ email }) => email)
    expect(new Set(addresses).size).toBe(addresses.length)
  })
})

function textsIn(language: Language): string[] {
  return [
    ...categories.flatMap(({ text, alt }) => [...Object.values(text[language]), alt[language]]),
    ...products.flatMap((product) => [
      ...Object.values(product.text[language]),
      ...[product.material, product.fixing, product.warnings, product.authority, product.alt].flatMap(
        (said) => (said ? [said[language]] : []),
      ),
      ...viewsOf(product).map(({ alt }) => alt[language]!),
      ...product.variants.map(({ label }) => label[language]),
    ]),
  ]
}

function sampleOf(drawing: GoodsSpec): readonly string[] {
  return 'sample' in drawing ? drawing.sample : []
}

async function darkestAtEdge(bytes: Buffer): Promise<number> {
  const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true })
  const at = (x: number, y: number) => data[(y * info.width + x) * info.channels] ?? 0
  const across = Array.from({ length: info.width }, (_, x) => [at(x, 2), at(x, info.height - 3)])
  const down = Array.from({ length: info.height }, (_, y) => [at(2, y), at(info.width - 3, y)])
  return Math.min(...across.flat(), ...down.flat())
}
