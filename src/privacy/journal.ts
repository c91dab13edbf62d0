import { createHash } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { dirname } from 'node:path'
import { createInterface } from 'node:readline'
import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Transaction } from '../platform/database/client.ts'
import { StartupError } from '../platform/errors.ts'
import { ensureFolder } from '../platform/files/folders.ts'

/**
 * What must not come back with a backup: what was erased, ended early, restricted, objected to or withdrawn, and requests
 * that were answered. It lies outside the database, since a backup is older than it, and holds ids and keyed hashes only.
 */

const uuid = z.uuid()
const at = z.iso.datetime({ offset: true })
const hash = z.string().regex(/^[0-9a-f]{64}$/)
const code = z.string().regex(/^[a-z][a-z0-9_-]{0,60}$/)
// An address or a name does not pass.
const unitId = z.string().regex(/^[A-Za-z0-9_:-]{1,80}$/)

const entryShape = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('erasure'), unit: code, unitId, purposes: z.array(code), at }),
  z.strictObject({ kind: z.literal('purpose-end'), orderId: uuid, purpose: code, cause: code, at }),
  z.strictObject({
    kind: z.literal('restriction'),
    id: uuid,
    addressHash: hash,
    ground: code.optional(),
    at,
  }),
  z.strictObject({ kind: z.literal('restriction-lifted'), id: uuid, at }),
  z.strictObject({ kind: z.literal('objection'), addressHash: hash, purpose: code, at }),
  z.strictObject({ kind: z.literal('withdrawal'), consentId: uuid, at }),
  z.strictObject({ kind: z.literal('request-closed'), id: uuid, outcome: code, at }),
])

/** A line of the journal. `at` is ISO 8601; hashes are hex. */
export type JournalEntry = z.infer<typeof entryShape>
export type JournalKind = JournalEntry['kind']

export interface Journal {
  /**
   * Writes lines and has them on the disk when it returns: call it before the commit, once for all that it commits. What
   * is appended and then not committed is done at the next restore only. Throws what the disk throws, and then nothing
   * may be committed.
   */
  append(...entries: readonly JournalEntry[]): Promise<void>
}

/** Any number of processes may append to the same file. Throws StartupError when its folder cannot be made. */
export function openJournal(path: string): Journal {
  ensureFolder(dirname(path))
  return {
    async append(...entries) {
      // The break comes first: a line that a dying process left torn must not swallow the next.
      const lines = entries.map((entry) => `\n${JSON.stringify(entryShape.parse(entry))}`).join('')
      const isNew = !existsSync(path)
      const file = await open(path, 'a', 0o600)
      try {
        await file.appendFile(lines)
        await file.sync()
      } finally {
        await file.close()
      }
      if (isNew) await keepName(path)
    },
  }
}

/** So that a power cut does not lose the file itself. */
async function keepName(path: string): Promise<void> {
  const folder = await open(dirname(path), 'r').catch(() => undefined)
  await folder?.sync().catch(() => {})
  await folder?.close()
}

/** The entries since a moment in the order of the file; none without a file. Throws StartupError for a damaged line. */
export async function journalSince(path: string, since: Date): Promise<JournalEntry[]> {
  const entries: JournalEntry[] = []
  for await (const { number, line } of linesOf(path)) {
    const entry = parsed(line)
    if (!entry) throw new StartupError(`Line ${number} of the journal ${path} is damaged.`)
    if (new Date(entry.at) >= since) entries.push(entry)
  }
  return entries
}

/** How far the journal went: how many entries, and the fingerprint of the last. */
export interface JournalState {
  readonly entries: number
  /** SHA-256, hex; null in an empty one. */
  readonly last: string | null
}

/** Null where there is no journal. */
export async function journalState(path: string): Promise<JournalState | null> {
  if (!existsSync(path)) return null
  let entries = 0
  let last: string | null = null
  for await (const { line } of linesOf(path)) {
    entries++
    last = line
  }
  return { entries, last: last && fingerprint(last) }
}

/** Whether a journal goes on from where another time left it: it is as long, and has its last line, wherever that stands. */
export async function journalGoesOn(path: string, before: JournalState): Promise<boolean> {
  let entries = 0
  let met = before.last === null
  for await (const { line } of linesOf(path)) {
    entries++
    met ||= fingerprint(line) === before.last
  }
  return met && entries >= before.entries
}

function fingerprint(line: string): string {
  return createHash('sha256').update(line).digest('hex')
}

async function* linesOf(path: string): AsyncGenerator<{ number: number; line: string }> {
  if (!existsSync(path)) return
  let number = 0
  for await (const raw of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    number++
    // After a power cut a file's end may be zeros.
    const line = raw.replaceAll('\0', '').trim()
    // A line without its end was never followed by a commit.
    const torn = line === '' || (line.startsWith('{') && !line.endsWith('}'))
    if (!torn) yield { number, line }
  }
}

function parsed(line: string): JournalEntry | undefined {
  try {
    return entryShape.parse(JSON.parse(line))
  } catch {
    return undefined
  }
}

/** How each kind is done again: by the door that did it first. A second time must change nothing. */
export type Appliers = {
  readonly [K in JournalKind]: (tx: Transaction, entry: Extract<JournalEntry, { kind: K }>) => Promise<void>
}

/** Does again what the entries say, in their order, and counts them by kind. */
export async function replay(
  tx: Transaction,
  entries: readonly JournalEntry[],
  apply: Appliers,
): Promise<Partial<Record<JournalKind, number>>> {
  const done: Partial<Record<JournalKind, number>> = {}
  for (const entry of entries) {
    await apply[entry.kind](tx, entry as never)
    done[entry.kind] = (done[entry.kind] ?? 0) + 1
  }
  return done
}

/** The database's moment as the journal writes it: the line and the row say the same. */
export async function moment(tx: Transaction): Promise<string> {
  const [row] = await tx.execute<{ at: string }>(
    sql`select to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at`,
  )
  return row!.at
}
