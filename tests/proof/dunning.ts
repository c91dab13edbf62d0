import { setTimeout as pause } from 'node:timers/promises'
import { type Asked, judged, type ProofResult, spread } from './result.ts'
import { writeDebtors } from './shop/debtors.ts'
import { watchMemory } from './shop/memory.ts'
import { type ShopProcess, statusOf, withShop } from './shop/process.ts'

const invoices = 10_000
const memoryLimitMb = 300
const longestMs = 15 * 60_000
/** Of the time that a page takes while nothing else is done. */
const slowestRatio = 20

/**
 * A morning with 10,000 open invoices: everyone who is due gets one letter and nobody else, from a process that stays
 * within its memory though it serves the storefront, too. The next morning finds nothing to do.
 */
export function dunning({ say }: Asked): Promise<ProofResult[]> {
  return withShop(async (shop) => {
    const owed = await shop.owner((sql) => writeDebtors(sql, invoices))
    await shop.owner(
      (sql) => sql`update setting set value = value || '{"automatic": true}' where key = 'debts'`,
    )
    say(`  ${owed.invoices} open invoices written, ${owed.letters} of them due for a letter`)
    const quiet = await whileServing(shop, () => pause(5_000))
    const first = await whileServing(shop, () => morning(shop))
    const told = await lettersOf(shop)
    const second = await whileServing(shop, () => morning(shop))
    const again = await lettersOf(shop)
    const ratio = middle(first.times) / middle(quiet.times)
    const nothing = {
      'letters too many or too few': Math.abs(told.letters - owed.letters),
      'debts reminded of twice': told.twice,
      'letters to somebody who is in peace': told.wrong,
      'letters written too many or too few': Math.abs(told.written - owed.letters),
      'letters of a second run': again.letters - told.letters,
      'jobs that failed': again.failed,
      'pages that failed': quiet.failed + first.failed + second.failed,
    }
    const facts = {
      [`shop and worker stayed below ${memoryLimitMb} MB`]: first.peakMb > 0 && first.peakMb < memoryLimitMb,
      [`a page took at most ${slowestRatio} times as long as in quiet`]: ratio < slowestRatio,
    }
    return [
      judged(`a morning with ${invoices} open invoices`, nothing, facts, [
        `${owed.letters} letters in ${Math.round(first.ms / 1000)} s, the second run took ${Math.round(second.ms / 1000)} s`,
        `${first.peakMb} MB at most (${quiet.peakMb} MB before)`,
        `pages answered after ${spread(first.times)}, in quiet after ${spread(quiet.times)}`,
      ]),
    ]
  })
}

/** The run and every letter that it queues; each is a job. */
async function morning(shop: ShopProcess): Promise<void> {
  await shop.owner((sql) => sql`select graphile_worker.add_job('remind-debtors', '{}'::json)`)
  for (const end = performance.now() + longestMs; performance.now() < end; await pause(250)) {
    const [row] = await shop.owner(
      (sql) =>
        sql`select count(*)::int as waiting from graphile_worker._private_jobs where attempts < max_attempts`,
    )
    if (row!.waiting === 0) return
  }
  throw new Error('the morning did not end')
}

async function lettersOf(shop: ShopProcess) {
  const [row] = await shop.owner(
    (sql) => sql<[{ letters: number; twice: number; wrong: number; written: number; failed: number }]>`
      select (select count(*)::int from reminder) as letters,
             (select count(*)::int from (select from reminder group by invoice_id having count(*) > 1) twice) as twice,
             (select count(*)::int from reminder where cardinality(shop_dunning_problems(invoice_id)) > 0) as wrong,
             (select count(*)::int from mail join mail_copy on mail_id = mail.id where kind = 'debt-reminder') as written,
             (select count(*)::int from graphile_worker._private_jobs) as failed`,
  )
  return row
}

interface Served {
  readonly ms: number
  readonly peakMb: number
  readonly times: number[]
  readonly failed: number
}

/** Asks for pages that are never kept, again and again, and looks at the memory, until the work is done. */
async function whileServing(shop: ShopProcess, work: () => Promise<void>): Promise<Served> {
  const began = performance.now()
  const times: number[] = []
  let [failed, peakMb, over] = [0, 0, false]
  const memory = watchMemory(shop.pid)
  const asking = (async () => {
    for (let page = 0; !over; page++) {
      const sent = performance.now()
      if ((await statusOf(`${shop.origin()}/meklet?q=durvis${page}`)) !== 200) failed++
      times.push(Math.round(performance.now() - sent))
      await pause(100)
    }
  })()
  try {
    await work()
  } finally {
    over = true
    peakMb = memory.stop()
    await asking
  }
  return { ms: performance.now() - began, peakMb, times, failed }
}

function middle(values: readonly number[]): number {
  return Math.max(1, values.toSorted((a, b) => a - b)[values.length >> 1] ?? 1)
}
