import { sql } from 'drizzle-orm'
import { addGoods, type NewPicture, type NewProduct } from '../src/catalogue/adding.ts'
import type { GoodsSpec, ViewSpec } from '../src/catalogue/drawing/drawing.ts'
import { slugOf } from '../src/catalogue/slugs.ts'
import type { Transaction } from '../src/platform/database/client.ts'
import { categories, products } from './catalogue.ts'
import { each, type Said, type SeedProduct } from './products/goods.ts'
import { materials } from './products/materials.ts'

const day = 24 * 60 * 60 * 1000

/** How many days ago the youngest goods went on sale; all others have been there for years. */
const lately: Readonly<Record<string, number>> = {
  'cutting-board': 6,
  'logo-stickers': 14,
  'charging-parking': 21,
  'bell-plate': 30,
  'video-surveillance': 45,
}

/** The demo shop's catalogue, with prices that have a past. */
export async function seedGoods(tx: Transaction, now: Date): Promise<void> {
  await addGoods(tx, {
    materials: Object.entries(materials).map(([key, name]) => ({
      key,
      text: each(name, (words) => ({ slug: slugOf(words), name: words })),
    })),
    categories: categories.map(({ parent, drawing, alt, ...rest }) => ({
      ...rest,
      parent: parent ?? null,
      picture: { drawing, alt },
    })),
    products: products.map((product, index) => offered(product, index, now)),
  })
  await reduce(tx, now)
}

function offered(seed: SeedProduct, index: number, now: Date): NewProduct {
  return {
    key: seed.key,
    category: seed.category,
    position: index + 1,
    vatClass: 'standard',
    madeToOrder: seed.madeToOrder,
    takesArtwork: seed.takesArtwork ?? false,
    needsAuthority: seed.authority !== undefined,
    words: seed.words ?? null,
    leadDays: seed.leadDays,
    publishedAt: publishedAt(seed, now),
    text: each(seed.text, (text, language) => ({
      ...text,
      material: seed.material[language],
      fixing: seed.fixing?.[language] ?? null,
      warnings: seed.warnings?.[language] ?? null,
      authority: seed.authority?.[language] ?? null,
    })),
    pictures: [{ drawing: seed.drawing, alt: seed.alt }, ...viewsOf(seed)],
    // What is reduced begins with its old price, so that the history tells the truth.
    variants: seed.variants.map(({ wasCents, ...variant }) => ({
      ...variant,
      priceCents: wasCents ?? variant.priceCents,
    })),
    safety: seed.safety,
    related: seed.related ?? [],
  }
}

function publishedAt({ key, publication }: SeedProduct, now: Date): Date | null {
  if (publication === 'draft') return null
  const days = publication ? publication.inDays : -(lately[key] ?? 900)
  return new Date(now.getTime() + days * day)
}

/** Further pictures of a product; a picture of its sizes shows as many as fit. */
export function viewsOf({ views = [], drawing, variants, text }: SeedProduct): NewPicture[] {
  return views.map((view) => ({
    drawing: viewOf(view, drawing, variants),
    alt: each(
      text,
      ({ name }, language) =>
        `${name}: ${seen[view === 'close' || view === 'sizes' ? view : 'place'][language]}`,
    ),
  }))
}

function viewOf(view: ViewSpec['view'], drawing: GoodsSpec, variants: SeedProduct['variants']): ViewSpec {
  if (drawing.kind === 'stamp' || drawing.kind === 'view') throw new RangeError('a stamp has one picture')
  if (view !== 'sizes') return { kind: 'view', of: drawing, view }
  const sizes = variants.map(({ widthMm, heightMm, finish }) => ({
    widthMm,
    heightMm,
    ...(finish ? { finish } : {}),
  }))
  const different = sizes.filter(
    (size, index) => sizes.findIndex(({ widthMm }) => widthMm === size.widthMm) === index,
  )
  return { kind: 'view', of: drawing, view, sizes: different }
}

const seen: Readonly<Record<'place' | 'close' | 'sizes', Said>> = {
  place: { lv: 'lietošanā', en: 'in use', sv: 'på plats', nl: 'in gebruik' },
  close: {
    lv: 'materiāls un stiprinājums tuvplānā',
    en: 'material and fixing from near',
    sv: 'material och fäste på nära håll',
    nl: 'materiaal en bevestiging van dichtbij',
  },
  sizes: {
    lv: 'izmēri blakus',
    en: 'the sizes side by side',
    sv: 'storlekarna bredvid varandra',
    nl: 'de maten naast elkaar',
  },
}

/** Lowers some prices a week ago; the prices before that have stood since the goods came. */
async function reduce(tx: Transaction, now: Date): Promise<void> {
  const reduced = products.flatMap(({ variants }) =>
    variants.filter(({ wasCents }) => wasCents !== undefined),
  )
  const skus = sql.param(reduced.map(({ sku }) => sku))
  const prices = sql.param(reduced.map(({ priceCents }) => priceCents))
  const daysAgo = (days: number) => new Date(now.getTime() - days * day).toISOString()
  await tx.execute(sql`update price_change set since = ${daysAgo(900)} where since <= now()`)
  await tx.execute(sql`
    update variant set price_cents = asked.price
      from unnest(${skus}::text[], ${prices}::int[]) as asked (sku, price) where variant.sku = asked.sku`)
  await tx.execute(
    sql`update price_change set since = ${daysAgo(6)} where since between ${daysAgo(800)} and now()`,
  )
}
