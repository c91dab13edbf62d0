import { setTimeout as pause } from 'node:timers/promises'
import { type Child, serving } from './children.ts'
import { type Load, load, median, type Target } from './load.ts'
import { peers } from './peers.ts'
import { atLeast, notRun, type Row, short } from './report.ts'
import { type Scratch, withSql } from './scratch.ts'

const rounds = 3
const seconds = 2

/** What the demo shop sells: the fullest category, and a stocked product with a variant. */
export interface Goods {
  readonly category: string
  readonly product: string
  readonly variant: string
}

export async function findGoods(url: string): Promise<Goods> {
  const [row] = await withSql(url, (sql) =>
    sql.unsafe<[Goods]>(`
      select (select slug from category_text join product using (category_id) where language = 'lv'
               group by slug order by count(*) desc, slug limit 1) as category, slug as product, variant.id as variant
        from variant join product on product.id = product_id
        join product_text on product_text.product_id = product.id and language = 'lv'
        where stock is not null and published_at <= now() order by product.position, variant.position limit 1`),
  )
  return row
}

/** Pages and cart additions beside H, in turn, so that a noisy minute touches all of them. */
export async function measurePages(scratch: Scratch, shop: Child, goods: Goods): Promise<Row[]> {
  const children = await Promise.all([
    serving('tests/bench/bare.ts', []),
    serving('tests/bench/cold.ts', [scratch.demoUrl]),
    serving('tests/bench/cold.ts', [scratch.bigUrl]),
  ])
  try {
    const [bare, demo, big] = children
    const category = `/preces/${goods.category}`
    const product = `/prece/${goods.product}`
    const sqlOfWarm = await statementsOf(scratch, at(shop, category))
    const found = await inTurn(
      {
        h: at(bare, '/'),
        warm: at(shop, category),
        coldCategory: at(demo, category),
        coldOf5000: at(big, category),
        coldProduct: at(big, product),
        cartAdd: {
          ...at(shop, '/grozs/likt'),
          form: { product: goods.product, variant: goods.variant, quantity: '1' },
        },
      },
      scratch,
    )
    return rowsOf(found, sqlOfWarm)
  } finally {
    await Promise.all(children.map((child) => child.stop()))
  }
}

function at({ pid, origin }: Child, path: string): Target {
  return { url: `${origin}${path}`, pid }
}

type Found<K extends string> = Readonly<Record<K, Load>>

/** The median of each, by requests a second. */
async function inTurn<K extends string>(targets: Record<K, Target>, { server }: Scratch): Promise<Found<K>> {
  const names = Object.keys(targets) as K[]
  const runs = new Map<K, Load[]>(names.map((name) => [name, []]))
  for (const name of names) await load(targets[name], 1)
  for (let round = 0; round < rounds; round++) {
    for (const name of names)
      runs.get(name)!.push(await load({ ...targets[name], database: server() }, seconds))
  }
  return Object.fromEntries(names.map((name) => [name, middle(runs.get(name)!)])) as Found<K>
}

function middle(runs: readonly Load[]): Load {
  const perSecond = median(runs.map((run) => run.perSecond))
  return runs.find((run) => run.perSecond === perSecond)!
}

/** Transactions that the database counted for each warm page, less those of as long a time without any visitor. */
async function statementsOf(scratch: Scratch, target: Target): Promise<number> {
  await load(target, 1)
  const idle = await transactionsDuring(scratch, () => pause(seconds * 1000))
  let requests = 0
  const loaded = await transactionsDuring(scratch, async () => {
    requests = (await load(target, seconds)).perSecond * seconds
  })
  return Math.max(0, loaded - idle) / requests
}

async function transactionsDuring(scratch: Scratch, work: () => Promise<unknown>): Promise<number> {
  // Backends tell the counter once a second at most.
  const told = () => pause(1200).then(() => transactions(scratch))
  const before = await told()
  await work()
  return (await told()) - before
}

async function transactions({ demoUrl }: Scratch): Promise<number> {
  const elsewhere = demoUrl.replace(/[^/]+$/, 'postgres')
  const [row] = await withSql(elsewhere, (sql) =>
    sql.unsafe(`select xact_commit from pg_stat_database where datname = 'bench_demo'`),
  )
  return Number(row!.xact_commit)
}

type Pages = Found<'h' | 'warm' | 'coldCategory' | 'coldOf5000' | 'coldProduct' | 'cartAdd'>

function rowsOf(found: Pages, sqlOfWarm: number): Row[] {
  const h = found.h.perSecond
  const ratio = (page: Load) => page.perSecond / h
  return [
    {
      measure: 'H: a bare Hono page of 10 KB',
      found: `${short(h)}/s`,
      goal: '',
      note: cpu(found.h, found.h),
    },
    atLeast('category page, warm, anonymous ÷ H', ratio(found.warm), 0.4, cpu(found.warm, found.h)),
    {
      measure: '  … transactions a request',
      found: sqlOfWarm.toFixed(4),
      goal: 'no SQL',
      reached: sqlOfWarm < 0.01,
      note: 'beyond those of the queue and the listener, which go on without visitors',
    },
    {
      measure: 'category page, cold, demo goods ÷ H',
      found: short(ratio(found.coldCategory)),
      goal: '',
      note: cpu(found.coldCategory, found.h),
    },
    atLeast(
      'category page, cold, 24 of 5,000 ÷ H',
      ratio(found.coldOf5000),
      0.03,
      cpu(found.coldOf5000, found.h),
    ),
    atLeast(
      '  … ÷ the best peer that renders pages',
      ratio(found.coldOf5000) / peers.category,
      20,
      published,
    ),
    atLeast('  … ÷ Vendure (a list as JSON)', ratio(found.coldOf5000) / peers.listJson, 20, published),
    atLeast('product page, cold ÷ H', ratio(found.coldProduct), 0.03, cpu(found.coldProduct, found.h)),
    atLeast(
      '  … ÷ the best peer that renders pages',
      ratio(found.coldProduct) / peers.product,
      20,
      published,
    ),
    atLeast('  … ÷ Vendure (a product as JSON)', ratio(found.coldProduct) / peers.productJson, 20, published),
    {
      measure: 'cart add by somebody new ÷ H',
      found: short(ratio(found.cartAdd)),
      goal: '',
      note: `${short(found.cartAdd.perSecond)}/s; ${cpu(found.cartAdd, found.h)}`,
    },
    notRun(
      '  … ÷ EverShop and Vendure',
      '≥ 15',
      'the peers are not here, and of their carts no number is known',
    ),
  ]
}

const published = "the peer's ratio to H is the published one, not of this run"

/** The same comparison by CPU, which a noisy neighbour disturbs less. */
function cpu(page: Load, h: Load): string {
  if (page.cpuMs === undefined || h.cpuMs === undefined) return ''
  const all = page.cpuMs + (page.databaseCpuMs ?? 0)
  const parts = page === h ? '' : ` (app ${short(page.cpuMs)}), by CPU ${short(h.cpuMs / all)}`
  return `CPU ${short(all)} ms a request${parts}`
}
