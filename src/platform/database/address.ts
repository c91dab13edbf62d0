import { readFileSync } from 'node:fs'
import type tls from 'node:tls'
import { StartupError } from '../errors.ts'
import type { ClientOptions } from './client.ts'

/** A postgres:// address as every client takes it; `sslmode` and `sslrootcert` as libpq reads them. Throws StartupError. */
export function clientOptions(url: string): ClientOptions & { ssl: tls.ConnectionOptions | undefined } {
  const { hostname, port, username, password, pathname, searchParams } = new URL(url)
  const host = searchParams.get('host') ?? (hostname.replace(/^\[|\]$/g, '') || '127.0.0.1')
  const ssl = tlsOptions(searchParams.get('sslmode') ?? 'disable', searchParams.get('sslrootcert'))
  return {
    host,
    port: Number(port || 5432),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database: decodeURIComponent(pathname.slice(1)) || decodeURIComponent(username),
    // Over a socket that is open already, TLS would otherwise compare a bare IP address with "localhost".
    ssl: ssl && { host, ...ssl },
  }
}

function tlsOptions(mode: string, rootCertificate: string | null): tls.ConnectionOptions | undefined {
  if (mode === 'disable' || mode === 'allow' || mode === 'prefer') return undefined
  const ca = rootCertificate ? { ca: readFileSync(rootCertificate) } : {}
  if (mode === 'require' && !rootCertificate) return { rejectUnauthorized: false }
  // With a root certificate `require` means `verify-ca` (libpq, 32.19.1).
  if (mode === 'require' || mode === 'verify-ca') return { checkServerIdentity: () => undefined, ...ca }
  if (mode === 'verify-full') return ca
  throw new StartupError(
    'DATABASE_URL has an unknown sslmode: use disable, require, verify-ca or verify-full.',
  )
}
