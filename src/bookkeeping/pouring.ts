import type { Sink } from './exports.ts'

/** Whoever was to read has gone, or stands still. */
class Abandoned extends Error {
  readonly code = 'ABANDONED'
}

/** So long a piece may wait for its reader: what is read holds a connection to the database. */
const patienceMs = 60_000
const ahead = 512 * 1024

/**
 * What `work` writes, as a stream that is read at its reader's speed. Resolves when the first piece is there, so that
 * what goes wrong before it is still an answer; throws what `work` threw then.
 */
export async function pouring(
  work: (sink: Sink) => Promise<unknown>,
  onCut: (error: unknown) => void,
): Promise<ReadableStream<Uint8Array>> {
  let [gone, begun] = [false, false]
  let roomAgain = () => {}
  let reader!: ReadableStreamDefaultController<Uint8Array>
  const stream = new ReadableStream<Uint8Array>(
    {
      start: (controller) => {
        reader = controller
      },
      pull: () => roomAgain(),
      cancel: () => {
        gone = true
        roomAgain()
      },
    },
    new ByteLengthQueuingStrategy({ highWaterMark: ahead }),
  )
  const room = () =>
    new Promise<void>((resolve, reject) => {
      const limit = setTimeout(() => reject(new Abandoned('the reader stands still')), patienceMs)
      roomAgain = () => {
        clearTimeout(limit)
        resolve()
      }
    })
  await new Promise<void>((resolve, reject) => {
    const sink: Sink = async (bytes) => {
      begun = true
      resolve()
      if (!gone && (reader.desiredSize ?? 0) <= 0) await room()
      if (gone) throw new Abandoned('the reader has gone')
      reader.enqueue(bytes)
    }
    work(sink).then(
      () => {
        resolve()
        reader.close()
      },
      (error) => {
        if (begun) onCut(error)
        if (!gone) reader.error(error)
        reject(error)
      },
    )
  })
  return stream
}
