import { sql } from 'drizzle-orm'
import { expect, it, onTestFinished } from 'vitest'
import { clientOptions } from '../../../src/platform/database/address.ts'
import { ConnectionLost, exec, openClient } from '../../../src/platform/database/client.ts'
import { emptyDatabase, withSql } from '../../support/postgres.ts'
import { type Break, openWire } from '../../support/wire.ts'

/** What the caller is told of a transaction whose connection breaks so, and what PostgreSQL kept of it. */
async function fate(kind: Break): Promise<{ error: unknown; kept: number }> {
  const database = await emptyDatabase()
  const address = clientOptions(database.url)
  let armed = false
  const wire = await openWire({
    to: address.port,
    fault: () => ({ kind, afterBytes: 0 }),
    armed: () => armed,
  })
  const client = openClient({ ...address, port: wire.port, max: 1 })
  onTestFinished(async () => {
    await client.end()
    wire.close()
    await database.drop()
  })
  await client.orm.execute(sql`create table word (word text)`)
  const error = await client
    .begin('begin', async (tx) => {
      await exec(tx, "insert into word values ('kept?')")
      armed = true
      if (kind === 'reset') await exec(tx, 'select 1').catch(() => {})
    })
    .catch((e) => e)
  const kept = await withSql(database.url, async (owner) => (await owner`select from word`).length)
  return { error, kept }
}

it('a commit whose answer is lost is told as unknown: here PostgreSQL kept it', async () => {
  const { error, kept } = await fate('commit answer')
  expect(error).toBeInstanceOf(ConnectionLost)
  expect(error).toMatchObject({ commitUnknown: true })
  expect(kept).toBe(1)
})

it('a commit that never arrived is told as unknown: here PostgreSQL kept nothing', async () => {
  const { error, kept } = await fate('commit request')
  expect(error).toMatchObject({ code: 'CONNECTION_LOST', commitUnknown: true })
  expect(kept).toBe(0)
})

it('a connection that was lost before the commit is told as such: surely nothing was kept', async () => {
  const { error, kept } = await fate('reset')
  expect(error).toMatchObject({ code: 'CONNECTION_LOST', commitUnknown: false })
  expect(kept).toBe(0)
})
