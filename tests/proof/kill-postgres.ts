import { setTimeout as pause } from 'node:timers/promises'
import { type MailServer, startSmtp } from '../support/smtp.ts'
import { type Asked, judged, type ProofResult, spread, tally } from './result.ts'
import { type Goods, stockGoods } from './shop/buying.ts'
import { type Clerk, openClerk } from './shop/clerk.ts'
import { type Crowd, openCrowd } from './shop/crowd.ts'
import { type Books, inspect, queueDone } from './shop/ledger.ts'
import { type ShopProcess, withShop } from './shop/process.ts'

const buyers = 24
const pieces = 1_000_000
const backLimitMs = 5000

/** kill -9 of PostgreSQL under the same load; the shop lives on and serves again. */
export function killPostgres(asked: Asked): Promise<ProofResult[]> {
  return storm('kill -9 of PostgreSQL under load', asked.rounds, asked, (shop) => signal(shop, 'SIGKILL'))
}

/** PostgreSQL restarted in order, as an upgrade does. */
export function restartPostgres(asked: Asked): Promise<ProofResult[]> {
  const rounds = Math.ceil(asked.rounds / 2)
  return storm('PostgreSQL restarted under load', rounds, asked, (shop) => signal(shop, 'SIGINT'))
}

/** All connections ended at once, the queue's and the listening one among them. */
export function terminateConnections(asked: Asked): Promise<ProofResult[]> {
  const rounds = Math.ceil(asked.rounds / 2)
  return storm('all connections terminated under load', rounds, asked, terminate)
}

/** The supervisor of the private server brings it back; resolves when it has. */
async function signal(shop: ShopProcess, name: NodeJS.Signals): Promise<void> {
  const before = shop.postmaster()
  process.kill(before, name)
  while (shop.postmaster() === before && shop.alive()) await pause(5)
}

function terminate(shop: ShopProcess): Promise<void> {
  return shop.owner(async (sql) => {
    await sql`select pg_terminate_backend(pid) from pg_stat_activity
      where backend_type = 'client backend' and pid <> pg_backend_pid()`
  })
}

type Hurt = (shop: ShopProcess) => Promise<void>

async function storm(name: string, rounds: number, { say }: Asked, hurt: Hurt): Promise<ProofResult[]> {
  const smtp = await startSmtp()
  try {
    return await withShop(async (shop) => [await suffer({ name, rounds, say, hurt, shop, smtp })], {
      SMTP_URL: smtp.url,
    })
  } finally {
    await smtp.stop()
  }
}

interface Storm extends Asked {
  name: string
  hurt: Hurt
  shop: ShopProcess
  smtp: MailServer
}

async function suffer({ name, rounds, say, hurt, shop, smtp }: Storm): Promise<ProofResult> {
  const pid = shop.pid()
  const goods = await stockGoods(shop, pieces)
  // The pictures of a first start are drawn before the storm begins.
  await queueDone(shop)
  const clerk = openClerk(shop, 5)
  const crowd = openCrowd(shop, { size: buyers, goods, restMs: 600, onOrder: clerk.take })
  clerk.start()
  await crowd.servedSince(performance.now(), 'every', 30_000)
  const gone: number[] = []
  const back: number[] = []
  for (let round = 0; round < rounds && shop.alive(); round++) {
    await pause(200 + Math.random() * 400)
    const began = performance.now()
    await hurt(shop)
    const returned = performance.now()
    gone.push(Math.round(returned - began))
    back.push(await crowd.servedSince(returned, 'every', backLimitMs))
    say(`  round ${round + 1}: away for ${gone.at(-1)} ms, every buyer served after ${back.at(-1)} ms`)
  }
  const everybody = (await crowd.finish()) && (await clerk.finish())
  const survived = shop.alive() && shop.pid() === pid
  const sent = survived ? await mailsSent(shop, smtp) : 'none: the shop died'
  const books = await booksOf(shop, goods, crowd, clerk)
  const facts = {
    'the same process lived through it': survived,
    'back within 5 s each time': back.length === rounds && back.every((ms) => ms < backLimitMs),
    'everybody was served in the end': everybody,
    'all mails went out': sent === 'all',
  }
  const nothing = { ...books.harm, 'orders told twice or mixed up': crowd.doubled(), ...crowd.unexpected }
  return judged(name, nothing, facts, [
    `${rounds} rounds`,
    `${crowd.acknowledged.size} orders acknowledged, ${books.invoices} invoices`,
    `away ${spread(gone)}`,
    `every buyer served after ${spread(back)}`,
    `refused meanwhile: ${tally(crowd.refusals) || 'nothing'}`,
    `mails: ${sent}, ${smtp.mails.length} received, ${messageIds(smtp).size} different`,
  ])
}

function booksOf(shop: ShopProcess, goods: Goods, crowd: Crowd, clerk: Clerk): Promise<Books> {
  return inspect(shop, {
    goods,
    pieces,
    acknowledgedOrders: crowd.acknowledged.values(),
    acknowledgedInvoices: clerk.acknowledged,
  })
}

/** Waits for the queue; then each mail in the books must have reached the mail server under its own id. */
async function mailsSent(shop: ShopProcess, smtp: MailServer): Promise<string> {
  const left = await queueDone(shop)
  if (left !== 'done') return left
  const received = messageIds(smtp)
  const kept = await shop.owner((sql) => sql<{ id: string }[]>`select id from mail`)
  const missing = kept.filter(({ id }) => !received.has(id)).length
  return missing === 0 ? 'all' : `${missing} never arrived`
}

function messageIds({ mails }: MailServer): Set<string> {
  return new Set(mails.map(({ headers }) => (headers['message-id'] ?? '').replace(/^<|@.*$/g, '')))
}
