import { desc, eq, sql } from 'drizzle-orm'
import type { Reader, Transaction } from '../../platform/database/client.ts'
import { NotFound } from '../../platform/errors.ts'
import { versionOf } from '../notices/notices.ts'
import { type PurposeId, purposeList } from '../purposes.ts'
import { written } from './balancing.ts'
import { read as readInForce } from './in-force.ts'
import { registerVersion } from './table.ts'
import { withTerms } from './terms.ts'

/** What somebody changed, in ids and figures; a page says it in words. */
export type Change =
  | { readonly what: 'software' }
  | { readonly what: 'term'; readonly purpose: PurposeId; readonly fact: string; from: string; to: string }
  | { readonly what: 'terms'; readonly count: number }
  | { readonly what: 'switch'; readonly purpose: PurposeId; readonly on: boolean }
  | { readonly what: 'balance'; readonly purpose: PurposeId }
  | { readonly what: 'measures' | 'contact' }
  | {
      readonly what: 'recipient'
      readonly how: 'added' | 'changed' | 'signed-off' | 'ended' | 'returned'
      readonly kind: string
      readonly name: string
    }

export interface RegisterVersion {
  readonly number: number
  readonly at: Date
  readonly by: string | null
  readonly changed: Change
  /** Hash of the content: the same register, the same hash. */
  readonly hash: string
}

/** Notes a change that this transaction made, with the register as it stands now. Returns the version's number. */
export async function note(tx: Transaction, changed: Change, by: string | null): Promise<number> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('register version', 0))`)
  const content = await contentNow(tx)
  const number = ((await newest(tx))?.number ?? 0) + 1
  await tx.insert(registerVersion).values({ number, by, changed, content, hash: versionOf(content) })
  return number
}

/** The register as new software or a first start brought it, where that is another than the newest version. */
export async function keep(tx: Transaction): Promise<void> {
  const hash = versionOf(await contentNow(tx))
  if ((await newest(tx))?.hash === hash) return
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('register version', 0))`)
  if ((await newest(tx))?.hash !== hash) await note(tx, { what: 'software' }, null)
}

/** The versions, the newest first. */
export async function list(reader: Reader): Promise<RegisterVersion[]> {
  const rows = await reader.select(columns).from(registerVersion).orderBy(desc(registerVersion.number))
  return rows as RegisterVersion[]
}

/** The version in force; undefined before the first. */
export async function newest(reader: Reader): Promise<RegisterVersion | undefined> {
  const [row] = await reader
    .select(columns)
    .from(registerVersion)
    .orderBy(desc(registerVersion.number))
    .limit(1)
  return row as RegisterVersion | undefined
}

/** A version with the register as it stood. Throws NotFound. */
export async function find(reader: Reader, number: number): Promise<RegisterVersion & { content: unknown }> {
  const [row] = await reader
    .select({ ...columns, content: registerVersion.content })
    .from(registerVersion)
    .where(eq(registerVersion.number, number))
  if (!row) throw new NotFound()
  return row as RegisterVersion & { content: unknown }
}

/** What a version holds: everything that the register says, and no name of a person. */
async function contentNow(tx: Transaction) {
  const { on, terms, recipients } = await readInForce(tx)
  return {
    purposes: withTerms(purposeList, terms).map((purpose) => ({
      ...purpose,
      on: on.has(purpose.id),
      retention: purpose.retention.map((each) => ({
        ...each,
        signed: terms.some((term) => term.purpose === purpose.id && term.fact === each.from && term.signedAt),
      })),
    })),
    // How a collector is told things is between it and the shop.
    recipients: recipients.map(
      ({ id: _, signedOffBy: __, email: ___, needsPersonalCode: ____, signedOffAt, ...facts }) => ({
        ...facts,
        signedOff: signedOffAt !== null,
      }),
    ),
    texts: (await written(tx)).map(({ changedBy: _, changedAt: __, ...text }) => text),
  }
}

const columns = {
  number: registerVersion.number,
  at: registerVersion.at,
  by: registerVersion.by,
  changed: registerVersion.changed,
  hash: registerVersion.hash,
}
