import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { readFile, rename, rm } from 'node:fs/promises'
import { finished } from 'node:stream/promises'
import { StartupError } from '../platform/errors.ts'

/** Where bytes go; resolves when there is room for more. */
export type Sink = (bytes: Uint8Array | string) => Promise<void>

/** A file that is being written: the first failure leaves nothing of it. */
export interface WrittenFile {
  /** Takes its place when all is written. Throws what the work or the disk throws. */
  fill<T>(work: (sink: Sink) => Promise<T>): Promise<T>
  /** Leaves nothing of it, where it is not to be filled. */
  drop(): Promise<void>
}

/** Begins a file beside its place, so that half a file is never one. Throws the disk's own error. */
export async function beginFile(file: string): Promise<WrittenFile> {
  const partial = `${file}.partial`
  const stream = createWriteStream(partial, { mode: 0o600 })
  await once(stream, 'open')
  const drop = async () => {
    stream.on('error', () => {})
    stream.destroy()
    await rm(partial, { force: true })
  }
  return {
    drop,
    async fill(work) {
      try {
        const done = await work(async (bytes) => {
          if (!stream.write(bytes)) await once(stream, 'drain')
        })
        stream.end()
        await finished(stream)
        await rename(partial, file)
        return done
      } catch (error) {
        await drop()
        throw error
      }
    },
  }
}

/** Writes a whole file. Throws StartupError where the disk refuses it, and what the work throws. */
export async function writeWhole<T>(file: string, work: (sink: Sink) => Promise<T>): Promise<T> {
  try {
    return await (await beginFile(file)).fill(work)
  } catch (error) {
    const { syscall, code } = error as NodeJS.ErrnoException
    if (syscall === undefined && code !== 'ENOSPC') throw error
    throw new StartupError(`The file ${file} cannot be written (${code}); nothing was left of it.`)
  }
}

/** A file that was named. Throws StartupError. */
export async function readWhole(file: string): Promise<Buffer> {
  return readFile(file).catch(() => {
    throw new StartupError(`The file ${file} cannot be read.`)
  })
}
