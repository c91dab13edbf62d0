import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  browse,
  type Choice,
  countsOf,
  type Facet,
  type Goods,
  neighbours,
  priceBands,
  sizeBands,
  sorts,
} from '../../src/catalogue/browsing.ts'
import { choiceOf, pageNumberOf, queryOf } from '../../src/catalogue/editing/choosing.ts'

const materials = ['aluminium', 'enamel', 'oak'].map((name) => ({
  id: `id-of-${name}`,
  slug: name,
  name,
  slugs: { lv: `${name}-lv`, en: name },
}))

/** What a filter says, written once more by hand: the independent judge of the counting. */
const says: Readonly<Record<string, (goods: Goods, variant: Goods['variants'][number]) => boolean>> = {
  'size 0-100': (_, { longerMm }) => longerMm <= 100,
  'size 101-200': (_, { longerMm }) => longerMm > 100 && longerMm <= 200,
  'size 201-400': (_, { longerMm }) => longerMm > 200 && longerMm <= 400,
  'size 401-': (_, { longerMm }) => longerMm > 400,
  'price 0-10': ({ priceCents }) => priceCents <= 1000,
  'price 10-25': ({ priceCents }) => priceCents > 1000 && priceCents <= 2500,
  'price 25-50': ({ priceCents }) => priceCents > 2500 && priceCents <= 5000,
  'price 50-': ({ priceCents }) => priceCents > 5000,
  'stock yes': (_, { onShelf }) => onShelf,
  ...Object.fromEntries(
    materials.map(({ id }) => [
      `material ${id}`,
      (_: Goods, { materialId }: Goods['variants'][number]) => materialId === id,
    ]),
  ),
}

const facets = ['material', 'size', 'price', 'stock'] as const

const optional = <T>(values: readonly T[]) => fc.option(fc.constantFrom(...values), { nil: undefined })
const choices: fc.Arbitrary<Choice> = fc.record({
  material: optional(materials.map(({ id }) => id)),
  size: optional(sizeBands.map(({ key }) => key)),
  price: optional(priceBands.map(({ key }) => key)),
  stock: optional(['yes'] as const),
  sort: fc.constantFrom(...sorts),
})

const edge = (values: readonly number[], max: number) =>
  fc.oneof(fc.constantFrom(...values), fc.integer({ min: 1, max }))
const shelf: fc.Arbitrary<Goods[]> = fc
  .array(
    fc.record({
      categoryId: fc.constant('category'),
      priceCents: edge([1000, 1001, 2500, 2501, 5000, 5001], 9000),
      publishedAt: fc.integer({ min: 0, max: 5 }),
      variants: fc.array(
        fc.record({
          materialId: fc.option(fc.constantFrom(...materials.map(({ id }) => id)), { nil: null }),
          longerMm: edge([100, 101, 200, 201, 400, 401], 600),
          onShelf: fc.boolean(),
        }),
        { minLength: 1, maxLength: 4 },
      ),
    }),
    { maxLength: 30 },
  )
  .map((goods) => goods.map((one, index) => ({ ...one, id: String(index) })))

test('a filter leaves what has one variant with all that was chosen, and nothing else', () => {
  fc.assert(
    fc.property(shelf, choices, (goods, choice) => {
      const found = new Set(browse(goods, choice).map(({ id }) => id))
      for (const one of goods) expect(found.has(one.id)).toBe(judged(one, choice))
    }),
  )
})

test('the number beside each option is the number of goods that its link gives', () => {
  fc.assert(
    fc.property(shelf, choices, (goods, choice) => {
      const counts = countsOf(goods, choice, materials)
      for (const facet of facets)
        for (const option of optionsOf(facet)) {
          const given = goods.filter((one) => judged(one, { ...choice, [facet]: option })).length
          expect(counts[facet].get(option) ?? 0).toBe(given)
        }
    }),
  )
})

test('an order changes no more than the order, and goods of one price stand as the shop set them', () => {
  fc.assert(
    fc.property(shelf, choices, (goods, choice) => {
      const ordered = browse(goods, choice)
      expect(new Set(ordered)).toEqual(new Set(browse(goods, { ...choice, sort: 'recommended' })))
      for (const [index, one] of ordered.entries()) {
        const next = ordered[index + 1]
        if (!next) continue
        const place = Number(one.id) - Number(next.id)
        const [key, down] = {
          recommended: [place, place],
          price: [one.priceCents - next.priceCents, place],
          'price-down': [next.priceCents - one.priceCents, place],
          newest: [next.publishedAt - one.publishedAt, place],
        }[choice.sort] as [number, number]
        expect(key < 0 || (key === 0 && down < 0)).toBe(true)
      }
    }),
  )
})

test('beside a product stand those behind it in its category, then the first ones, and never itself', () => {
  const goods = ['a', 'x', 'b', 'c', 'd'].map((id) => ({
    id,
    categoryId: id === 'x' ? 'other' : 'category',
    priceCents: 100,
    publishedAt: 0,
    variants: [],
  }))
  const beside = (id: string, limit = 9) => neighbours(goods, { id, categoryId: 'category' }, limit)
  expect(beside('b')).toEqual(['c', 'd', 'a'])
  expect(beside('d', 2)).toEqual(['a', 'b'])
  // A draft is not among them.
  expect(beside('draft')).toEqual(['a', 'b', 'c', 'd'])
})

test('an address says a choice so that it can be read back, in every language', () => {
  fc.assert(
    fc.property(choices, fc.integer({ min: 1, max: 99_999 }), (choice, page) => {
      const query = new URLSearchParams(queryOf(choice, page, materials, 'en'))
      const asked = (name: string) => query.get(name) ?? undefined
      expect(choiceOf(asked, materials)).toEqual(choice)
      expect(pageNumberOf(asked)).toBe(page)
    }),
  )
  const oak: Choice = { material: 'id-of-oak', sort: 'recommended' }
  expect(queryOf(oak, 1, materials, 'lv')).toBe('?material=oak-lv')
  // Where the material has no name the filter cannot be said.
  expect(queryOf(oak, 1, materials, 'nl')).toBe('')
})

test('what nobody knows is no choice', () => {
  fc.assert(
    fc.property(fc.string(), (nonsense) => {
      fc.pre(!['yes', ...sorts, ...sizeBands.map(({ key }) => key as string)].includes(nonsense))
      fc.pre(
        !priceBands.some(({ key }) => key === nonsense) && !materials.some(({ slug }) => slug === nonsense),
      )
      expect(
        queryOf(
          choiceOf(() => nonsense, materials),
          1,
          materials,
          'en',
        ),
      ).toBe('')
    }),
  )
  for (const page of ['0', '-1', '1.5', 'x', '01', '1e3', '', '100000'])
    expect(
      pageNumberOf(() => page),
      page,
    ).toBeUndefined()
})

function judged(goods: Goods, choice: Choice): boolean {
  const conditions = facets
    .filter((facet) => choice[facet] !== undefined)
    .map((facet) => says[`${facet} ${choice[facet]}`]!)
  return goods.variants.some((variant) => conditions.every((condition) => condition(goods, variant)))
}

function optionsOf(facet: Facet): string[] {
  return Object.keys(says)
    .filter((key) => key.startsWith(`${facet} `))
    .map((key) => key.slice(facet.length + 1))
}
