import { resolve } from 'node:path'
import { z } from 'zod'
import { StartupError } from './errors.ts'

/** Everything the environment may say; the README's table lists the same names. */
export interface Config {
  port: number
  host: string
  /** Origin that customers see, without a trailing slash; unset while trying the shop out. */
  publicUrl: string | undefined
  /** Where run-time data goes; undefined leaves the choice to the embedded database's rule (README). */
  varDir: string | undefined
  /** Where erasures are noted outside the database; undefined: in the directory of run-time data. */
  erasureJournal: string | undefined
  databaseUrl: string | undefined
  secretKey: string | undefined
  smtpUrl: string | undefined
  stripe: { secretKey: string | undefined; webhookSecret: string | undefined; apiUrl: string | undefined }
  /** Another VIES than the Commission's, for tests. */
  viesUrl: string | undefined
  logLevel: 'info' | 'warn' | 'error' | 'silent'
  /** Templates and styles are read again on each request (`npm run dev`). */
  reload: boolean
}

/** Characters of the shop's secret. */
export const leastSecret = 32

const origin = z.url({ protocol: /^https?$/ }).refine((text) => {
  const url = URL.parse(text)
  return url?.pathname === '/' && url.search === ''
})
const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional())

const variables = {
  PORT: [z.coerce.number().int().min(0).max(65_535), 'a port number from 0 to 65535'],
  HOST: [z.string().min(1).max(255), 'a host name or address to listen on'],
  PUBLIC_URL: [origin, 'an http(s) address without a path, for example https://shop.example'],
  VAR_DIR: [z.string().min(1), 'a directory'],
  ERASURE_JOURNAL: [z.string().min(1), 'a file'],
  DATABASE_URL: [z.url({ protocol: /^postgres(ql)?$/ }), 'a postgres:// address'],
  SECRET_KEY: [z.string().min(leastSecret), 'at least 32 characters; `openssl rand -base64 32` makes one'],
  SMTP_URL: [z.url({ protocol: /^smtps?$/ }), 'an smtp:// or smtps:// address'],
  STRIPE_SECRET_KEY: [z.string().regex(/^(sk|rk)_/), 'a key that begins with sk_ or rk_'],
  STRIPE_WEBHOOK_SECRET: [z.string().regex(/^whsec_/), 'a secret that begins with whsec_'],
  STRIPE_API_URL: [origin, 'an http(s) address without a path'],
  VIES_URL: [z.url({ protocol: /^https?$/ }), 'an http(s) address'],
  LOG_LEVEL: [z.enum(['info', 'warn', 'error', 'silent']), 'info, warn, error or silent'],
  RELOAD: [z.enum(['1', '0']), '1 or 0'],
} as const satisfies Record<string, readonly [z.ZodType, string]>

/** Where a shop without PUBLIC_URL is reached; a numeric address of version 6 stands in brackets (RFC 3986 3.2.2). */
export function addressOf({ host, port }: Pick<Config, 'host' | 'port'>): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}

/** Reads the environment once. Throws StartupError naming the first variable with a wrong value, never its value. */
export function readConfig(env: Record<string, string | undefined>): Config {
  const read = <K extends keyof typeof variables>(name: K): z.infer<(typeof variables)[K][0]> | undefined => {
    const [schema, expected] = variables[name]
    const result = optional(schema).safeParse(env[name])
    if (!result.success) throw new StartupError(`${name} has a wrong value: it must be ${expected}.`)
    return result.data as z.infer<(typeof variables)[K][0]> | undefined
  }
  const varDir = read('VAR_DIR')
  const journal = read('ERASURE_JOURNAL')
  const config: Config = {
    port: read('PORT') ?? 3000,
    host: read('HOST') ?? '127.0.0.1',
    publicUrl: read('PUBLIC_URL')?.replace(/\/$/, ''),
    varDir: varDir && resolve(varDir),
    erasureJournal: journal && resolve(journal),
    databaseUrl: read('DATABASE_URL'),
    secretKey: read('SECRET_KEY'),
    smtpUrl: read('SMTP_URL'),
    stripe: {
      secretKey: read('STRIPE_SECRET_KEY'),
      webhookSecret: read('STRIPE_WEBHOOK_SECRET'),
      apiUrl: read('STRIPE_API_URL'),
    },
    viesUrl: read('VIES_URL')?.replace(/\/$/, ''),
    logLevel: read('LOG_LEVEL') ?? 'warn',
    reload: read('RELOAD') === '1',
  }
  if (config.databaseUrl && !config.secretKey) {
    throw new StartupError(
      'SECRET_KEY is missing: with DATABASE_URL set, the shop needs its own secret of at least 32 characters, kept outside the database.',
    )
  }
  return config
}

/** The process's own environment; the only place that reads it. */
export function processEnvironment(): Record<string, string | undefined> {
  return process.env
}
