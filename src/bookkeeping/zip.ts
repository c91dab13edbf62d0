import { Zip, ZipDeflate, ZipPassThrough } from 'fflate'

/** A file of an archive; `packed` where its bytes would not get smaller. */
export interface Part {
  readonly name: string
  readonly bytes: Uint8Array | AsyncIterable<Uint8Array>
  readonly packed?: boolean
}

/** An archive has no room for more: fflate writes no zip64, and would say nothing. */
export const mostParts = 65_000
const mostBytes = 4_000_000_000

/** The archive outgrew what its kind can hold. */
export class TooLarge extends Error {
  readonly code = 'ARCHIVE_TOO_LARGE'
}

/** One archive of these files, packed while somebody reads it; never more than a file's next piece is in memory. */
export async function* zipOf(parts: AsyncIterable<Part>, at: Date): AsyncGenerator<Uint8Array> {
  const ready: Uint8Array[] = []
  let written = 0
  const archive = new Zip((error, chunk) => {
    if (error) throw error
    written += chunk.length
    ready.push(chunk)
  })
  for await (const { name, bytes, packed } of parts) {
    const entry = packed ? new ZipPassThrough(name) : new ZipDeflate(name, { level: 4 })
    entry.mtime = at
    if (written > mostBytes) throw new TooLarge()
    archive.add(entry)
    if (bytes instanceof Uint8Array) entry.push(bytes, true)
    else {
      for await (const piece of bytes) {
        entry.push(piece)
        yield* ready.splice(0)
      }
      entry.push(new Uint8Array(0), true)
    }
    yield* ready.splice(0)
  }
  archive.end()
  yield* ready.splice(0)
}
