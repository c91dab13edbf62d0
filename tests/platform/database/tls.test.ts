import { readFileSync } from 'node:fs'
import { sql } from 'drizzle-orm'
import { expect, it, onTestFinished } from 'vitest'
import { clientOptions } from '../../../src/platform/database/address.ts'
import { isUnavailable, openClient } from '../../../src/platform/database/client.ts'
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
