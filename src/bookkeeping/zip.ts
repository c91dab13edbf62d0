import { pipeline, Readable } from 'node:stream'
import { crc32, createDeflateRaw, deflateRawSync } from 'node:zlib'

/** A file of an archive; `packed` where its bytes would not get smaller. */
export interface Part {
  readonly name: string
  readonly bytes: Uint8Array | AsyncIterable<Uint8Array>
  readonly packed?: boolean
}

/** An archive without zip64 has no room for more, neither in its count of files nor in where they begin. */
export const mostParts = 65_000
const mostBytes = 4_000_000_000

/** The archive outgrew what its kind can hold. */
export class TooLarge extends Error {
  readonly code = 'ARCHIVE_TOO_LARGE'
}

const level = 4
const stored = 0
const deflated = 8
const utf8 = 0x800
/** The sum and the lengths of a file stand behind it, because they were not known before. */
const followed = 8

/** What a file's headers say of it. */
interface Entry {
  readonly name: Buffer
  readonly flags: number
  readonly method: number
  readonly crc: number
  readonly packedBytes: number
  readonly plainBytes: number
}

/**
 * One archive of these files, packed while somebody reads it (PKWARE APPNOTE 6.3). Of a file that has been written only
 * its line in the directory stays in memory: fflate keeps more than a kilobyte of each, 66 MB of a month of 20,000 documents.
 */
export async function* zipOf(parts: AsyncIterable<Part>, at: Date): AsyncGenerator<Uint8Array> {
  const time = dosTime(at)
  const directory = openDirectory()
  let written = 0
  for await (const part of parts) {
    if (written > mostBytes) throw new TooLarge()
    const began = written
    for await (const piece of filed(part, time, (entry) => directory.add(entry, time, began))) {
      written += piece.length
      yield piece
    }
  }
  yield* directory.end(written)
}

/** A file with its header; `done` hears what the directory has to say of it. */
async function* filed(
  { name, bytes, packed = false }: Part,
  time: number,
  done: (entry: Entry) => void,
): AsyncGenerator<Uint8Array> {
  const called = Buffer.from(name)
  const method = packed ? stored : deflated
  if (bytes instanceof Uint8Array) {
    const content = packed ? bytes : deflateRawSync(bytes, { level })
    const entry: Entry = {
      name: called,
      flags: utf8,
      method,
      crc: crc32(bytes),
      packedBytes: content.length,
      plainBytes: bytes.length,
    }
    yield localHeader(entry, time)
    yield content
    done(entry)
  } else {
    const flags = utf8 | followed
    const sums = { crc: 0, packedBytes: 0, plainBytes: 0 }
    yield localHeader({ name: called, flags, method: deflated, ...sums }, time)
    for await (const piece of deflating(bytes, sums)) {
      sums.packedBytes += piece.length
      yield piece
    }
    const entry: Entry = { name: called, flags, method: deflated, ...sums }
    yield descriptor(entry)
    done(entry)
  }
}

/** Deflates pieces, no more of them in memory than the next one, and adds them up. */
function deflating(
  pieces: AsyncIterable<Uint8Array>,
  sums: { crc: number; plainBytes: number },
): AsyncIterable<Buffer> {
  async function* counted() {
    for await (const piece of pieces) {
      sums.crc = crc32(piece, sums.crc)
      sums.plainBytes += piece.length
      yield piece
    }
  }
  const source = Readable.from(counted(), { objectMode: true, highWaterMark: 1 })
  // What goes wrong reaches whoever reads.
  return pipeline(source, createDeflateRaw({ level }), () => {})
}

function localHeader(entry: Entry, time: number): Buffer {
  const header = Buffer.alloc(30 + entry.name.length)
  header.writeUInt32LE(0x04034b50, 0)
  common(header, 4, entry, time)
  entry.name.copy(header, 30)
  return header
}

/** What the header before a file and its line in the directory have in common. */
function common(to: Buffer, at: number, { name, flags, method, ...sums }: Entry, time: number): void {
  to.writeUInt16LE(20, at)
  to.writeUInt16LE(flags, at + 2)
  to.writeUInt16LE(method, at + 4)
  to.writeUInt32LE(time, at + 6)
  to.writeUInt32LE(sums.crc, at + 10)
  to.writeUInt32LE(sums.packedBytes, at + 14)
  to.writeUInt32LE(sums.plainBytes, at + 18)
  to.writeUInt16LE(name.length, at + 22)
}

function descriptor({ crc, packedBytes, plainBytes }: Entry): Buffer {
  const bytes = Buffer.alloc(16)
  bytes.writeUInt32LE(0x08074b50, 0)
  bytes.writeUInt32LE(crc, 4)
  bytes.writeUInt32LE(packedBytes, 8)
  bytes.writeUInt32LE(plainBytes, 12)
  return bytes
}

/** The directory at an archive's end, in one piece of memory that grows: a hundred bytes for a file. */
function openDirectory() {
  let lines = Buffer.alloc(64 * 1024)
  let [length, count] = [0, 0]

  function add(entry: Entry, time: number, beginsAt: number): void {
    const line = 46 + entry.name.length
    if (length + line > lines.length)
      lines = Buffer.concat([lines.subarray(0, length)], lines.length * 2 + line)
    lines.writeUInt32LE(0x02014b50, length)
    lines.writeUInt16LE(20, length + 4)
    common(lines, length + 6, entry, time)
    lines.writeUInt32LE(beginsAt, length + 42)
    entry.name.copy(lines, length + 46)
    length += line
    count += 1
  }

  /** The directory itself and where it begins. */
  function* end(beginsAt: number): Generator<Buffer> {
    const last = Buffer.alloc(22)
    last.writeUInt32LE(0x06054b50, 0)
    last.writeUInt16LE(count, 8)
    last.writeUInt16LE(count, 10)
    last.writeUInt32LE(length, 12)
    last.writeUInt32LE(beginsAt, 16)
    yield lines.subarray(0, length)
    yield last
  }

  return { add, end }
}

/** Date and time as MS-DOS counted them, by the clock of this machine. */
function dosTime(at: Date): number {
  const day = ((at.getFullYear() - 1980) << 9) | ((at.getMonth() + 1) << 5) | at.getDate()
  const time = (at.getHours() << 11) | (at.getMinutes() << 5) | (at.getSeconds() >> 1)
  return ((day << 16) | time) >>> 0
}
