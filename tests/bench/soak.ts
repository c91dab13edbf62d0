import { sql } from 'drizzle-orm'
import { loginOptions } from '../../src/open-shop.ts'
import { openClient } from '../../src/platform/database/client.ts'
import { secretKey } from './scratch.ts'

/** CPU a query of this process at the start and at the end of a long run, at pool 8 with 16 askers. */
const [url, total] = process.argv.slice(2)
const queries = Number(total)
const window = 20_000
const client = openClient({ ...loginOptions(url!, Buffer.from(secretKey), 'storefront'), max: 8 })

let asked = 0
async function ask(until: number): Promise<void> {
  while (asked < until) {
    asked++
    await client.orm.execute(sql`select slug, name from category_text where language = ${'lv'} limit 3`)
  }
}

/** Microseconds of CPU for each of the next queries. */
async function cost(count: number): Promise<number> {
  const until = asked + count
  const before = process.cpuUsage()
  await Promise.all(Array.from({ length: 16 }, () => ask(until)))
  const { user, system } = process.cpuUsage(before)
  return (user + system) / count
}

await cost(window)
const start = await cost(window)
await cost(queries - asked - window)
const end = await cost(window)
await client.end()
process.stdout.write(`${JSON.stringify({ start, end, queries: asked })}\n`)
