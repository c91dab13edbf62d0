import { sql } from 'drizzle-orm'
import { expect, it, onTestFinished } from 'vitest'
import { clientOptions } from '../../../src/platform/database/address.ts'
import { listen, openClient } from '../../../src/platform/database/client.ts'
import { emptyDatabase } from '../../support/postgres.ts'

it('a listener hears its channels, and says so when it had to connect again', async () => {
  const database = await emptyDatabase()
  const address = clientOptions(database.url)
  const db = openClient(address)
  const heard: string[] = []
  const listener = listen(address, ['catalogue', 'Stock "low"'], {
    onNotify: (channel, payload) => heard.push(`${channel}: ${payload}`),
    onUp: () => heard.push('up'),
    onDown: () => heard.push('down'),
  })
  onTestFinished(async () => {
    await listener.end()
    await db.end()
    await database.drop()
  })
  const notify = (channel: string, payload: string) =>
    db.orm.execute(sql`select pg_notify(${channel}, ${payload})`)

  await expect.poll(() => heard).toEqual(['up'])
  await notify('catalogue', 'product 7')
  await notify('nobody', 'listens')
  await notify('Stock "low"', 'product 9')
  await expect.poll(() => heard.slice(1)).toEqual(['catalogue: product 7', 'Stock "low": product 9'])

  await db.orm.execute(sql`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()`)
  await expect.poll(() => heard.slice(3), { timeout: 5000 }).toEqual(['down', 'up'])
  await notify('catalogue', 'product 8')
  await expect.poll(() => heard.slice(5)).toEqual(['catalogue: product 8'])
})
