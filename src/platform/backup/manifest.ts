import { z } from 'zod'
import { deriveKey, secretMark } from '../keys.ts'

/** The parts of a backup beside the tables. */
export const MANIFEST = 'manifest.json'
export const SUMS = 'SHA256SUMS'
export const SEAL = 'SEAL'
export const WORDS = 'README.txt'

export const FORMAT = 'bodite backup 1'

const hex = z.string().regex(/^[0-9a-f]{64}$/)
// Tables and columns of this house are plain words; anything else is not from here.
const word = z.string().regex(/^[a-z_][a-z0-9_]{0,62}$/)
const schema = z.enum(['public', 'graphile_worker'])
const count = z.number().int().min(0)

/** What a backup says of itself. */
export const manifestShape = z.strictObject({
  format: z.literal(FORMAT),
  /** The moment that the backup shows, by the database's clock. */
  madeAt: z.iso.datetime(),
  /** The server's version; any from 17 on can take it. */
  postgres: z.string().max(100),
  /** Fingerprint of the secret under which the shop keeps its hashes and second factors; not the secret. */
  secret: z.string().max(200),
  /** What had run, as the table `migration` has it. */
  migrations: z.array(z.strictObject({ name: z.string().max(200), sha256: z.string().max(64) })).min(1),
  /** How many lines the journal of erasures had, and the hash of the last; null where there was none. */
  journal: z
    .strictObject({
      entries: count,
      last: z
        .string()
        .regex(/^[0-9a-f]{64}$/)
        .nullable(),
    })
    .nullable(),
  tables: z.array(
    z.strictObject({ schema, name: word, columns: z.array(word).min(1), rows: count, sha256: hex }),
  ),
  sequences: z.array(
    z.strictObject({ schema, name: word, value: z.string().regex(/^-?\d{1,19}$/), called: z.boolean() }),
  ),
})

export type Manifest = z.infer<typeof manifestShape>
export type KeptTable = Manifest['tables'][number]

/** What a backup takes from the shop's secret: the key of its seal, and a mark by which to tell the secret. */
export interface BackupKeys {
  readonly sealKey: Buffer
  readonly secretMark: string
}

/** The secret itself is in no backup. */
export function backupKeys(secret: Buffer): BackupKeys {
  return { sealKey: deriveKey(secret, 'seal of a backup'), secretMark: secretMark(secret) }
}

/** The part that holds a table's rows. */
export function partOf({ schema, name }: Pick<KeptTable, 'schema' | 'name'>): string {
  return `${schema}/${name}.csv.gz`
}
