import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'

const PIECE = 256 * 1024
const NEWLINE = 10
const QUOTE = 34

/** What is known of a table's rows without looking at them: how many, and the SHA-256 of their CSV. */
export interface Tally {
  readonly rows: number
  readonly sha256: string
}

/** Counts and hashes CSV that passes through; the first record is the head. */
export function keepTally(): { pass(bytes: Buffer): void; told(): Tally } {
  const hash = createHash('sha256')
  let records = 0
  let quoted = false
  return {
    pass(bytes) {
      hash.update(bytes)
      // A quote within a quoted field is doubled, so the quotes before a record's end are even in number.
      for (let i = 0; i < bytes.length; i++) {
        if (bytes[i] === QUOTE) quoted = !quoted
        else if (bytes[i] === NEWLINE && !quoted) records++
      }
    },
    told: () => ({ rows: records - 1, sha256: hash.digest('hex') }),
  }
}

/** Tells the tally of what passes when it has passed. */
export async function* tallied(
  source: AsyncIterable<Buffer>,
  tell: (tally: Tally) => void,
): AsyncGenerator<Buffer> {
  const tally = keepTally()
  for await (const bytes of source) {
    tally.pass(bytes)
    yield bytes
  }
  tell(tally.told())
}

/** PostgreSQL sends each row by itself; compressed one by one they would take far longer. */
export async function* inPieces(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let held: Buffer[] = []
  let length = 0
  for await (const bytes of source) {
    held.push(bytes)
    length += bytes.length
    if (length < PIECE) continue
    yield Buffer.concat(held)
    held = []
    length = 0
  }
  if (length > 0) yield Buffer.concat(held)
}

/** As gzip (RFC 1952). */
export function compressed(source: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  return through(source, createGzip())
}

/** What was compressed. Fails with the code of zlib when it is not gzip. */
export function decompressed(source: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  return through(source, createGunzip())
}

function through(
  source: AsyncIterable<Buffer>,
  change: ReturnType<typeof createGzip | typeof createGunzip>,
): AsyncIterable<Buffer> {
  // Both ways: an error of the source ends the change, whose reader gets it.
  pipeline(Readable.from(source), change).catch(() => {})
  return change
}
