/** A variant as filters see it. */
export interface VariantTraits {
  readonly materialId: string | null
  /** Its longer side, in millimetres. */
  readonly longerMm: number
  /** Whether pieces lie ready to be sent; what is made to order never does. */
  readonly onShelf: boolean
}

/** A product as filters and sorting see it. */
export interface Goods {
  readonly id: string
  readonly categoryId: string
  /** Of its cheapest variant, as its card shows it; cents with VAT. */
  readonly priceCents: number
  /** Seconds since 1970. */
  readonly publishedAt: number
  readonly variants: readonly VariantTraits[]
}

interface Band {
  readonly key: string
  /** Both ends belong to it: millimetres or cents. */
  readonly from: number
  readonly to: number
}

/** By the longer side, in millimetres. */
export const sizeBands = [
  { key: '0-100', from: 0, to: 100 },
  { key: '101-200', from: 101, to: 200 },
  { key: '201-400', from: 201, to: 400 },
  { key: '401-', from: 401, to: Number.POSITIVE_INFINITY },
] as const satisfies readonly Band[]

/** By the price on the card, in cents; the key says euros. */
export const priceBands = [
  { key: '0-10', from: 0, to: 1000 },
  { key: '10-25', from: 1001, to: 2500 },
  { key: '25-50', from: 2501, to: 5000 },
  { key: '50-', from: 5001, to: Number.POSITIVE_INFINITY },
] as const satisfies readonly Band[]

export const sorts = ['recommended', 'price', 'price-down', 'newest'] as const
export type Sort = (typeof sorts)[number]

/** What a visitor chose among goods: one of each kind at most. */
export interface Choice {
  /** A material's id. */
  readonly material?: string | undefined
  readonly size?: (typeof sizeBands)[number]['key'] | undefined
  readonly price?: (typeof priceBands)[number]['key'] | undefined
  readonly stock?: 'yes' | undefined
  readonly sort: Sort
}

export type Facet = 'material' | 'size' | 'price' | 'stock'

/** How many goods each option of each kind gives, the others as they are chosen. */
export type Counts = { readonly [F in Facet]: ReadonlyMap<string, number> }

/** Whether anything is left out by this choice; the order leaves nothing out. */
export function isFiltered({ material, size, price, stock }: Choice): boolean {
  return [material, size, price, stock].some((chosen) => chosen !== undefined)
}

/** The goods that a choice leaves, in the order it asks for. They come in the shop's own order. */
export function browse(goods: readonly Goods[], choice: Choice): readonly Goods[] {
  const left = isFiltered(choice) ? goods.filter((one) => fits(one, choice)) : goods
  return inOrder(left, choice.sort)
}

/** The ids of goods that stand with one in its category: those behind it first, then those from the beginning on. */
export function neighbours(
  goods: readonly Goods[],
  { id, categoryId }: Pick<Goods, 'id' | 'categoryId'>,
  limit: number,
): string[] {
  const place = goods.findIndex((one) => one.id === id)
  const found: string[] = []
  for (let step = 1; step <= goods.length && found.length < limit; step++) {
    const one = goods[(place + step) % goods.length]!
    if (one.categoryId === categoryId && one.id !== id) found.push(one.id)
  }
  return found
}

/** Counts the goods of each option; options that give none are missing. */
export function countsOf(
  goods: readonly Goods[],
  choice: Choice,
  materials: readonly { readonly id: string }[],
): Counts {
  if (isFiltered(choice)) return counted(goods, choice, materials)
  const found = unfiltered.get(goods) ?? counted(goods, choice, materials)
  unfiltered.set(goods, found)
  return found
}

/** The numbers of whole lists, as long as the list itself is kept. */
const unfiltered = new WeakMap<readonly Goods[], Counts>()

/** One walk over the goods: a product counts once for each option that one of its variants gives. */
function counted(
  goods: readonly Goods[],
  choice: Choice,
  materials: readonly { readonly id: string }[],
): Counts {
  const counters = {
    material: countersFor(materials.map(({ id }) => id)),
    size: countersFor(sizeBands.map(({ key }) => key)),
    price: countersFor(priceBands.map(({ key }) => key)),
    stock: countersFor(['yes']),
  }
  for (const one of goods)
    eachOption(one, choice, (facet, option) => {
      const counter = counters[facet].get(option)
      if (!counter || counter.last === one) return
      counter.last = one
      counter.number++
    })
  return {
    material: numbersOf(counters.material),
    size: numbersOf(counters.size),
    price: numbersOf(counters.price),
    stock: numbersOf(counters.stock),
  }
}

/** The product counted last is remembered, so that none counts twice. */
interface Counter {
  number: number
  last: Goods | undefined
}

function countersFor(options: readonly string[]): Map<string, Counter> {
  return new Map(options.map((option) => [option, { number: 0, last: undefined }]))
}

function numbersOf(counters: ReadonlyMap<string, Counter>): Map<string, number> {
  const some = [...counters].filter(([, { number }]) => number > 0)
  return new Map(some.map(([option, { number }]) => [option, number]))
}

/** The options of each kind under which a product would be shown, the other kinds as they are chosen. */
function eachOption(
  goods: Goods,
  { material, size, price, stock }: Choice,
  give: (facet: Facet, option: string) => void,
): void {
  const priceBand = bandOf(goods.priceCents, priceBands)
  const priced = price === undefined || price === priceBand
  for (const { materialId, longerMm, onShelf } of goods.variants) {
    const sizeBand = bandOf(longerMm, sizeBands)
    const made = material === undefined || material === materialId
    const sized = size === undefined || size === sizeBand
    const shelved = stock === undefined || onShelf
    if (made && sized && shelved) give('price', priceBand)
    if (!priced) continue
    if (sized && shelved && materialId !== null) give('material', materialId)
    if (made && shelved) give('size', sizeBand)
    if (made && sized && onShelf) give('stock', 'yes')
  }
}

/** Material, size and stock must be those of one and the same variant. */
function fits(goods: Goods, { material, size, price, stock }: Choice): boolean {
  if (price !== undefined && bandOf(goods.priceCents, priceBands) !== price) return false
  if (material === undefined && size === undefined && stock === undefined) return true
  return goods.variants.some(
    (variant) =>
      (material === undefined || variant.materialId === material) &&
      (size === undefined || bandOf(variant.longerMm, sizeBands) === size) &&
      (stock === undefined || variant.onShelf),
  )
}

/** Bands lie side by side from nothing to infinity, so each value has one. */
function bandOf<B extends Band>(value: number, bands: readonly B[]): B['key'] {
  return bands.find(({ to }) => value <= to)!.key
}

function inOrder(goods: readonly Goods[], sort: Sort): readonly Goods[] {
  if (sort === 'price') return goods.toSorted((one, other) => one.priceCents - other.priceCents)
  if (sort === 'price-down') return goods.toSorted((one, other) => other.priceCents - one.priceCents)
  if (sort === 'newest') return goods.toSorted((one, other) => other.publishedAt - one.publishedAt)
  return goods
}
