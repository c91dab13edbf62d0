import { readFileSync } from 'node:fs'
import { sql } from 'drizzle-orm'
import { expect, it, onTestFinished } from 'vitest'
import { clientOptions } from '../../../src/platform/database/address.ts'
import { isUnavailable, openClient } from '../../../src/platform/database/client.ts'
import { installQueue } from '../../../src/platform/jobs/install.ts'
import { openQueuePool } from '../../../src/platform/jobs/pool.ts'
import { cluster, databaseUrl, privateServer } from '../../support/postgres.ts'
import { certificate, offerTls } from '../../support/tls/offer.ts'

it('an encrypted connection checks the certificate before anything is said', async () => {
  const server = await privateServer()
  onTestFinished(server.stop)
  const plain = openClient(clientOptions(server.url))
  await offerTls(plain)
  await plain.end()
  const ask = async (ssl: object) => {
    const client = openClient({ ...clientOptions(server.url), ssl })
    const query = sql`select ssl from pg_stat_ssl where pid = pg_backend_pid()`
    return client.begin('begin', async (tx) => [...(await tx.execute(query))]).finally(() => client.end())
  }
  expect(await ask({ ca: readFileSync(certificate) })).toEqual([{ ssl: true }])
  expect(await ask({ rejectUnauthorized: false })).toEqual([{ ssl: true }])
  await expect(ask({})).rejects.toThrow('DEPTH_ZERO_SELF_SIGNED_CERT')
})

it('a server without encryption is not spoken to in the clear', async () => {
  const client = openClient({ ...clientOptions(databaseUrl('postgres', cluster())), ssl: {} })
  const refused = await client.begin('begin', async () => {}).catch((error) => error)
  expect(String(refused)).toContain('refuses TLS')
  expect(isUnavailable(refused)).toBe(true)
})

it('the shop and its queue read one sslmode alike', async () => {
  const server = await privateServer()
  onTestFinished(server.stop)
  const plain = openClient(clientOptions(server.url))
  await offerTls(plain)
  await plain.end()
  const root = `sslrootcert=${encodeURIComponent(certificate.pathname)}`
  const address = (query: string) => `${server.url}?${query}`

  for (const query of ['sslmode=require', `sslmode=require&${root}`, `sslmode=verify-full&${root}`]) {
    await installQueue(address(query))
    expect(await encrypted(address(query)), query).toEqual([true, true])
  }
  for (const query of ['sslmode=verify-ca', 'sslmode=verify-full']) {
    await expect(installQueue(address(query)), query).rejects.toMatchObject({
      code: 'DEPTH_ZERO_SELF_SIGNED_CERT',
    })
    await expect(encrypted(address(query)), query).rejects.toThrow('DEPTH_ZERO_SELF_SIGNED_CERT')
  }
})

it('an address of numbers is compared with the certificate like a name', () => {
  expect(clientOptions('postgres://shop@[2001:db8::1]/shop?sslmode=verify-full')).toMatchObject({
    host: '2001:db8::1',
    ssl: { host: '2001:db8::1' },
  })
})

/** Whether the shop's client and the queue's connections are encrypted. */
async function encrypted(url: string): Promise<unknown[]> {
  const question = 'select ssl from pg_stat_ssl where pid = pg_backend_pid()'
  const client = openClient(clientOptions(url))
  const own = await client
    .begin('begin', (tx) => tx.execute<{ ssl: boolean }>(sql.raw(question)))
    .finally(() => client.end())
  const { pool, loseHope } = openQueuePool(clientOptions(url), 1, 0)
  loseHope()
  const { rows } = await pool.query<{ ssl: boolean }>(question).finally(() => pool.end())
  return [own[0]?.ssl, rows[0]?.ssl]
}
