import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { request as ask, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { openCardHouse } from './card-house.ts'
import { type Judge, manyOrders } from './card-orders.ts'
import { whileStripeHangs } from './card-silence.ts'

/**
 * A thousand orders against the outside judge of Stripe: every message five times, shuffled, some stale, some forged; refunds,
 * disputes, pages that run out; then a Stripe that does not answer. `node tests/judges/stripe.ts FOLDER-OF-THE-JUDGE [ORDERS]`;
 * exit 1 where anything is not exactly once.
 */
const [from, orders = '1000'] = process.argv.slice(2)
if (!from || !existsSync(join(from, 'server.mjs'))) throw new Error('which folder is the judge in?')

const webhookSecret = 'whsec_judge'
const folder = mkdtempSync(join(tmpdir(), 'stripe-judge-'))
const { startStripeJudge } = (await import(join(readyJudge(from), 'server.mjs'))) as {
  startStripeJudge(options: object): Promise<Judge>
}
const judge = await startStripeJudge({})
const way = await startWay(judge.port)
const house = await openCardHouse(join(folder, 'postgres'), {
  STRIPE_SECRET_KEY: judge.apiKey,
  STRIPE_WEBHOOK_SECRET: webhookSecret,
  STRIPE_API_URL: way.url,
})
try {
  const findings = [
    ...told(await manyOrders(house, judge, { orders: Number(orders), webhookSecret })),
    ...told(await whileStripeHangs(house, way)),
  ]
  process.exitCode = findings.length === 0 ? 0 : 1
} finally {
  await house.close()
  await way.close()
  await judge.close()
  rmSync(folder, { recursive: true, force: true })
}

function told(findings: readonly string[]): readonly string[] {
  for (const finding of findings) process.stdout.write(`WRONG ${finding}\n`)
  return findings
}

/** The judge may stand where nobody writes. */
function readyJudge(given: string): string {
  if (existsSync(join(given, 'schemas.json'))) return resolve(given)
  const own = join(folder, 'judge')
  cpSync(given, own, { recursive: true })
  execFileSync('npm', ['ci', '--silent'], { cwd: own, stdio: 'inherit' })
  execFileSync(process.execPath, ['extract-types.mjs'], { cwd: own })
  return own
}

/** The line to the judge, on which nothing may move for a while. */
async function startWay(port: number) {
  let hanging = false
  const server = createServer((incoming, outgoing) => {
    if (hanging) return
    const { method, url: path, headers } = incoming
    const onward = ask({ host: '127.0.0.1', port, method, path, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(outgoing)
    })
    onward.on('error', () => outgoing.destroy())
    incoming.pipe(onward)
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    hang: (so: boolean) => {
      hanging = so
    },
    close: () =>
      new Promise<void>((closed) => {
        server.closeAllConnections()
        server.close(() => closed())
      }),
  }
}
