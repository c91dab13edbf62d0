import { createHash } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'

/**
 * The container of a backup: a POSIX tar (IEEE 1003.1, ustar), which every system opens. Its parts are written as they
 * come; a part's header is filled in when its length is known. Our own few lines, since libraries ask for the length
 * first, and those that write zip end at 4 GB.
 */

const BLOCK = 512
const PIECE = 256 * 1024

/** The file is not a tar, or not a whole one. */
export class BrokenArchive extends Error {}

/** A part of an archive, where its bytes lie. */
export interface Part {
  readonly name: string
  readonly start: number
  readonly size: number
}

export interface TarWriter {
  /** Appends a part and returns the SHA-256 of its bytes in hex. */
  add(name: string, bytes: AsyncIterable<Buffer>): Promise<string>
  /** Ends the archive; returns its size in bytes. */
  finish(): Promise<number>
}

/** Writes into an empty file; `at` is the moment that its parts bear. */
export function writeTar(file: FileHandle, at: Date): TarWriter {
  let end = 0

  async function append(bytes: Buffer): Promise<void> {
    await writeWhole(file, bytes, end)
    end += bytes.length
  }

  return {
    async add(name, bytes) {
      const header = end
      await append(Buffer.alloc(BLOCK))
      const hash = createHash('sha256')
      for await (const piece of bytes) {
        hash.update(piece)
        await append(piece)
      }
      const size = end - header - BLOCK
      await append(Buffer.alloc(padding(size)))
      await writeWhole(file, headerOf(name, size, at), header)
      return hash.digest('hex')
    },
    async finish() {
      await append(Buffer.alloc(2 * BLOCK))
      return end
    },
  }
}

/** The parts in their order. Throws BrokenArchive when there is anything but parts, or not all of them. */
export async function readTar(file: FileHandle): Promise<Part[]> {
  const { size: length } = await file.stat()
  const parts: Part[] = []
  for (let at = 0; ; ) {
    const header = await readWhole(file, at, BLOCK)
    if (isZero(header)) {
      if (length !== at + 2 * BLOCK || !isZero(await readWhole(file, at + BLOCK, BLOCK)))
        throw new BrokenArchive('the archive goes on after its end')
      return parts
    }
    const { name, size } = readHeader(header)
    const start = at + BLOCK
    parts.push({ name, start, size })
    at = start + size + padding(size)
    if (at > length) throw new BrokenArchive('the archive is cut off')
    if (!isZero(await readWhole(file, start + size, padding(size)))) throw new BrokenArchive('stray bytes')
  }
}

/** The bytes of a part, in pieces. */
export async function* readPart(file: FileHandle, { start, size }: Part): AsyncGenerator<Buffer> {
  for (let done = 0; done < size; ) {
    const piece = await readWhole(file, start + done, Math.min(PIECE, size - done))
    yield piece
    done += piece.length
  }
}

function headerOf(name: string, size: number, at: Date): Buffer {
  const header = Buffer.alloc(BLOCK)
  if (Buffer.byteLength(name) > 100) throw new RangeError('the name of a part is too long')
  header.write(name, 0)
  header.write('0000600\0', 100)
  header.write('0000000\0', 108)
  header.write('0000000\0', 116)
  writeSize(header, size)
  header.write(`${octal(Math.floor(at.getTime() / 1000), 11)}\0`, 136)
  header.write('0', 156)
  header.write('ustar\x0000', 257)
  header.write(`${octal(checksum(header), 6)}\0 `, 148)
  return header
}

/** Eleven octal digits hold 8 GB; beyond, base 256 as GNU tar, bsdtar and 7-Zip write it. */
function writeSize(header: Buffer, size: number): void {
  if (size < 8 ** 11) header.write(`${octal(size, 11)}\0`, 124)
  else {
    header[124] = 0x80
    header.writeBigUInt64BE(BigInt(size), 128)
  }
}

function readHeader(header: Buffer): { name: string; size: number } {
  const said = Number.parseInt(header.toString('latin1', 148, 154), 8)
  const ours = header.toString('latin1', 257, 262) === 'ustar' && said === checksum(header)
  if (!ours) throw new BrokenArchive('not a header')
  const name = header.toString('utf8', 0, 100).replace(/\0.*$/s, '')
  const size =
    header[124] === 0x80
      ? Number(header.readBigUInt64BE(128))
      : Number.parseInt(header.toString('latin1', 124, 135), 8)
  if (name === '' || !Number.isSafeInteger(size) || size < 0) throw new BrokenArchive('not a header')
  return { name, size }
}

/** The sum of the header's bytes, its own field taken for blanks. */
function checksum(header: Buffer): number {
  let sum = 8 * 0x20
  for (let i = 0; i < BLOCK; i++) if (i < 148 || i >= 156) sum += header[i]!
  return sum
}

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, '0')
}

function padding(size: number): number {
  return (BLOCK - (size % BLOCK)) % BLOCK
}

function isZero(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === 0)
}

async function readWhole(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length)
  for (let done = 0; done < length; ) {
    const { bytesRead } = await file.read(bytes, done, length - done, at + done)
    if (bytesRead === 0) throw new BrokenArchive('the archive is cut off')
    done += bytesRead
  }
  return bytes
}

async function writeWhole(file: FileHandle, bytes: Buffer, at: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, at + done)
    done += bytesWritten
  }
}
