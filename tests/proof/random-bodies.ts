import { type Asked, judged, type ProofResult, tally } from './result.ts'
import { type Answer, type Browser, openAgent, openBrowser } from './shop/browser.ts'
import {
  checkoutPath,
  confirmedOrder,
  type FormFields,
  filled,
  openForm,
  prepare,
  stockGoods,
} from './shop/buying.ts'
import * as hostile from './shop/hostile.ts'
import { signInOwner } from './shop/owner.ts'
import { type ShopProcess, statusOf, withShop } from './shop/process.ts'
import { exchangeRaw, oddRequests } from './shop/raw.ts'
import { type Route, routesOf } from './shop/routes.ts'

const bodiesPerRound = 500
const pathsPerRound = 50
const atOnce = 16

/** What a stranger and a signed-in owner can send; 10,000 bodies to each route at 20 rounds. */
export function randomBodies({ rounds, say }: Asked): Promise<ProofResult[]> {
  return withShop(async (shop) => {
    const scene = await openScene(shop)
    say(`  ${scene.posts.length} POST routes, ${scene.gets.length} GET routes`)
    const before = await stored(shop)
    const bodies = await attack(rounds * bodiesPerRound * scene.posts.length, (turn) => sendBody(scene, turn))
    const forms = await attack(rounds * 10, () => sendBrokenOrder(scene))
    const paths = await attack(rounds * pathsPerRound, () => askPath(scene))
    const odd = await oddOnes(shop)
    const after = await stored(shop)
    const inside = (await scene.owner.get('/admin/orders')).status === 200
    const alive = shop.alive() && (await statusOf(`${shop.origin()}/`)) === 200
    const facts = { 'the shop serves on': alive, 'the owner stayed signed in': inside }
    const state = { before, after, facts }
    return [
      verdict('random bodies on every POST route', bodies, state),
      verdict('broken and tampered order forms', forms, state),
      verdict('hostile addresses on every GET route', paths, state),
      verdict('malformed requests', odd, state),
    ]
  })
}

interface Scene {
  readonly shop: ShopProcess
  readonly posts: readonly Route[]
  readonly gets: readonly Route[]
  readonly owner: Browser
  readonly stranger: Browser
  /** Somebody with a cart, an order, and the next order form open. */
  readonly customer: Browser
  readonly form: FormFields
  readonly foreignForm: FormFields
  readonly orderId: string
}

async function openScene(shop: ShopProcess): Promise<Scene> {
  const agent = openAgent()
  const goods = await stockGoods(shop, 1000)
  const customer = openBrowser(shop.origin, agent)
  const orderId = confirmedOrder(await customer.post(checkoutPath, await prepare(customer, goods, 'one')))
  if (!orderId) throw new Error('no order could be placed')
  const form = await prepare(customer, goods, 'two')
  const other = openBrowser(shop.origin, agent)
  await prepare(other, goods, 'other')
  const foreignForm = filled(await openForm(other), 'other')
  const routes = await routesOf(shop)
  return {
    shop,
    posts: routes.filter(({ method }) => method === 'POST'),
    gets: routes.filter(({ method }) => method === 'GET'),
    owner: await signInOwner(shop, agent),
    stranger: openBrowser(shop.origin, agent),
    customer,
    form,
    foreignForm,
    orderId,
  }
}

/** Findings by what was answered. */
interface Findings {
  readonly sent: number
  readonly statuses: Readonly<Record<string, number>>
  readonly wrong: Readonly<Record<string, number>>
}

type Shot = { at: string; status: number; wrong?: string | undefined }

async function attack(times: number, shoot: (turn: number) => Promise<Shot>): Promise<Findings> {
  const tally = openTally()
  let turn = 0
  const run = async () => {
    while (turn < times) tally.add(await shoot(turn++))
  }
  await Promise.all(Array.from({ length: atOnce }, run))
  return tally.findings()
}

/** Counts as they come: there are millions. */
function openTally() {
  const statuses: Record<string, number> = {}
  const wrong: Record<string, number> = {}
  let sent = 0
  return {
    add({ at, status, wrong: reason }: Shot): void {
      sent += 1
      statuses[status] = (statuses[status] ?? 0) + 1
      const finding = reason ?? (status >= 500 && !isRight(at, status) ? `${status} at ${at}` : undefined)
      if (finding) wrong[finding] = (wrong[finding] ?? 0) + 1
    },
    findings: (): Findings => ({ sent, statuses, wrong }),
  }
}

/** No card provider is set up here, and then its messages are refused whatever they say. */
function isRight(at: string, status: number): boolean {
  return at === 'POST /webhooks/stripe' && status === 503
}

/** Buttons without fields do with any body what they are for (end a session, begin a newsletter): only a stranger presses them. */
const bodiless = /\/(sign-out|second-factor|recovery-codes|news\/new|retention\/run|retention\/ahead)$/
/** Any text is a right answer here, so an order that exists gets bodies without it. */
const takesAnyText = /\/(settings\/|record\/facts$)/

/** To one route after the other, so that each gets as many. */
async function sendBody(scene: Scene, turn: number): Promise<Shot> {
  const { pattern } = scene.posts[turn % scene.posts.length]!
  const real = Math.random() < 0.4
  const path = fillIn(pattern, (name) =>
    real && /^(id|orderId)$/.test(name) ? scene.orderId : hostile.segment(),
  )
  const harmless = real || takesAnyText.test(pattern)
  const body = hostile.any([
    () => '',
    hostile.bytes,
    hostile.poisoned,
    harmless ? hostile.poisoned : hostile.fields,
    harmless ? hostile.bytes : hostile.fields,
  ])()
  return shot(
    `POST ${pattern}`,
    whoFor(scene, pattern).send(path, body, { 'content-type': hostile.contentType() }),
  )
}

function whoFor({ owner, stranger, customer }: Scene, pattern: string): Browser {
  if (pattern.startsWith('/admin'))
    return bodiless.test(pattern) ? stranger : hostile.any([owner, owner, stranger])
  return hostile.any([customer, stranger])
}

/** A form that was right but for one thing. */
async function sendBrokenOrder({ customer, form, foreignForm }: Scene): Promise<Shot> {
  const name = hostile.any([
    'formKey',
    'name',
    'email',
    'phone',
    'street',
    'postcode',
    'delivery',
    'payment',
    'read',
  ])
  const broken = hostile.any<FormFields>([
    { ...form, [name]: hostile.poison() },
    Object.fromEntries(Object.entries(form).filter(([field]) => field !== name)),
    { ...form, 'agreed-dpd-courier': hostile.any(['1', '0', '-1', '0.5', '1e309', 'NaN', '']) },
    { ...form, formKey: foreignForm.formKey! },
    { ...form, formKey: `${form.formKey}x` },
    { ...form, delivery: 'pigeon' },
  ])
  const answer = await customer.post(checkoutPath, broken)
  const clear = answer.status >= 400 && answer.status < 500 && answer.body.includes('<h1')
  const back = answer.status === 303 && confirmedOrder(answer) === undefined
  return {
    at: 'POST order form',
    status: answer.status,
    ...(clear || back ? {} : { wrong: `${answer.status} for a broken order form (${name})` }),
  }
}

function askPath({ gets, owner, stranger }: Scene): Promise<Shot> {
  const { pattern } = hostile.any(gets)
  const query =
    Math.random() < 0.3
      ? `?page=${hostile.segment()}&state=${hostile.segment()}&next=${hostile.segment()}`
      : ''
  const path = fillIn(pattern, hostile.segment) + query
  return shot(`GET ${pattern}`, hostile.any([owner, stranger]).get(path))
}

async function shot(at: string, asking: Promise<Answer>): Promise<Shot> {
  try {
    const { status, headers, body } = await asking
    const says = headers['content-type']?.includes('html') ? body.includes('<h1') : body.trim() !== ''
    const silent = status >= 400 && status < 500 && !says
    return { at, status, wrong: silent ? `${status} without a message at ${at}` : undefined }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    return { at, status: 0, wrong: `${code ?? message} at ${at}` }
  }
}

function fillIn(pattern: string, value: (name: string) => string): string {
  return pattern.replace(/:(\w+)(\{[^}]*\})?/g, (_, name: string) => value(name))
}

/** One after the other: each is its own connection. Nothing of a foreign host may come back. */
async function oddOnes(shop: ShopProcess): Promise<Findings> {
  const tally = openTally()
  for (const request of oddRequests) {
    const { status, text } = await exchangeRaw(shop.origin(), request)
    const at = JSON.stringify(request.slice(0, 60))
    const reflected = text.includes('evil.example')
    tally.add({ at, status, wrong: reflected ? `a foreign host in the answer to ${at}` : undefined })
  }
  return tally.findings()
}

/** What looking writes down, signing in with a wrong password, and the clock. */
const apart = ['record_opening', 'sign_in_attempt', 'backup_run', 'erasure_run', 'retention_outlook']

/** The rows of each table of the shop: how many, and what is in them. */
function stored(shop: ShopProcess): Promise<string> {
  return shop.owner(async (sql) => {
    const tables = await sql<{ name: string }[]>`
      select tablename as name from pg_tables where schemaname = 'public' and tablename <> all (${apart})`
    const rows = tables.map(
      ({ name }) => `select '${name}' as name, count(*) || ' rows, ' ||
        coalesce(sum(hashtextextended(kept::text, 0)), 0) as rows from "${name}" kept`,
    )
    const [row] = await sql.unsafe(
      `select jsonb_object_agg(name, rows) as rows from (${rows.join(' union all ')}) counted`,
    )
    return JSON.stringify(row!.rows)
  })
}

interface State {
  readonly before: string
  readonly after: string
  readonly facts: Readonly<Record<string, boolean>>
}

function verdict(
  name: string,
  { sent, statuses, wrong }: Findings,
  { before, after, facts }: State,
): ProofResult {
  const changed = before === after ? '' : `stored: ${difference(before, after)}`
  const all = { ...facts, 'nothing was stored': before === after }
  return judged(name, wrong, all, [`${sent} sent`, `answers ${tally(statuses)}`, changed])
}

function difference(before: string, after: string): string {
  const [was, is] = [JSON.parse(before), JSON.parse(after)] as Record<string, unknown>[]
  return Object.keys(was!)
    .filter((table) => was![table] !== is![table])
    .map((table) => `${table} ${was![table]} to ${is![table]}`)
    .join(', ')
}
