import { readFileSync } from 'node:fs'
import type tls from 'node:tls'
import { StartupError } from '../errors.ts'
import type { ClientOptions } from './client.ts'

/** A postgres:// address as the client takes it; `sslmode` and `sslrootcert` as libpq reads them. */
export function clientOptions(url: string): ClientOptions & { ssl: tls.ConnectionOptions | undefined } {
  const { hostname, port, username, password, pathname, searchParams } = new URL(url)
  return {
    host: searchParams.get('host') ?? (hostname || '127.0.0.1'),
    port: Number(port || 5432),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database: decodeURIComponent(pathname.slice(1)) || decodeURIComponent(username),
    ssl: tlsOptions(searchParams.get('sslmode') ?? 'disable', searchParams.get('sslrootcert')),
  }
}

function tlsOptions(mode: string, rootCertificate: string | null): tls.ConnectionOptions | undefined {
  if (mode === 'disable' || mode === 'allow' || mode === 'prefer') return undefined
  const ca = rootCertificate ? { ca: readFileSync(rootCertificate) } : {}
  if (mode === 'require') return { rejectUnauthorized: false, ...ca }
  if (mode === 'verify-ca') return { checkServerIdentity: () => undefined, ...ca }
  if (mode === 'verify-full') return ca
  throw new StartupError(
    'DATABASE_URL has an unknown sslmode: use disable, require, verify-ca or verify-full.',
  )
}
