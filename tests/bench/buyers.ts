/** Eight buyers at once, each from a product's page to a confirmed order, again and again, each time as somebody new. */

const [origin, slug, variant, duration] = process.argv.slice(2) as [string, string, string, string]
const buyers = 8
const own = { origin, 'content-type': 'application/x-www-form-urlencoded' }
let number = 0

interface Tally {
  placed: number
  failed: number
  /** The first thing that went wrong. */
  complaint: string | undefined
}

async function buyUntil(end: number, tally: Tally): Promise<void> {
  while (performance.now() < end) {
    try {
      await buy(++number)
      tally.placed++
    } catch (error) {
      tally.failed++
      tally.complaint ??= String(error)
    }
  }
}

async function buy(n: number): Promise<void> {
  await read(await fetch(`${origin}/prece/${slug}`), 200)
  const added = await post('/grozs/likt', { product: slug, variant, quantity: '1' })
  await read(added, 303)
  const cookie = added.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
  const page = await read(await fetch(`${origin}/pasutit`, { headers: { cookie } }), 200)
  await read(await post('/pasutit', { ...hiddenIn(page), ...buyer(n) }, { cookie }), 303)
}

function post(
  path: string,
  fields: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<Response> {
  const body = new URLSearchParams(fields)
  return fetch(`${origin}${path}`, {
    method: 'POST',
    body,
    headers: { ...own, ...headers },
    redirect: 'manual',
  })
}

async function read(answer: Response, expected: number): Promise<string> {
  const text = await answer.text()
  if (answer.status !== expected) throw new Error(`${new URL(answer.url).pathname}: ${answer.status}`)
  return text
}

/** What a form carries along unseen: its key, the versions shown, the prices agreed. */
function hiddenIn(page: string): Record<string, string> {
  const inputs = page.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)
  return Object.fromEntries([...inputs].map(([, name, value]) => [name!, value!]))
}

function buyer(n: number): Record<string, string> {
  return {
    buyer: 'person',
    name: 'Jānis Bērziņš',
    email: `pircejs-${process.pid}-${n}@example.lv`,
    phone: '+371 20000000',
    street: 'Brīvības iela 1',
    town: 'Rīga',
    postcode: 'LV-1010',
    delivery: 'dpd-courier',
    payment: 'transfer',
    read: 'yes',
  }
}

async function run(seconds: number): Promise<Tally & { perSecond: number }> {
  const tally: Tally = { placed: 0, failed: 0, complaint: undefined }
  const started = performance.now()
  await Promise.all(Array.from({ length: buyers }, () => buyUntil(started + seconds * 1000, tally)))
  return { ...tally, perSecond: tally.placed / ((performance.now() - started) / 1000) }
}

const warm = await run(1)
const tally = await run(Number(duration))
process.stdout.write(
  `${JSON.stringify({ ...tally, failed: tally.failed + warm.failed, placedInAll: tally.placed + warm.placed, complaint: warm.complaint ?? tally.complaint })}\n`,
)
