import { readFileSync } from 'node:fs'
import { sql } from 'drizzle-orm'
import type { Client } from '../../../src/platform/database/client.ts'

/** For localhost and 127.0.0.1, signed by itself, valid until 2126; its key is public and serves tests only. */
export const certificate = new URL('test-only.crt', import.meta.url)
const key = new URL('test-only.key', import.meta.url)

/** Makes a test's own server accept TLS. PostgreSQL writes the files itself: they must belong to its account. */
export async function offerTls(client: Client): Promise<void> {
  await place(client, certificate, 'server.crt')
  await place(client, key, 'server.key')
  await client.orm.execute(sql.raw('alter system set ssl = on'))
  await client.orm.execute(sql.raw('select pg_reload_conf()'))
}

async function place(client: Client, source: URL, name: string): Promise<void> {
  const lines = readFileSync(source, 'utf8').trim().replaceAll('\n', "', '")
  const rows = `select unnest(array['${lines}'])`
  await client.orm.execute(sql.raw(`copy (${rows}) to program 'umask 077; cat > ${name}'`))
}
