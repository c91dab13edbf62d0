import { once } from 'node:events'
import { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { ConnectionLost } from './lost.ts'
import type { Slot } from './slot.ts'

interface Lender {
  acquire(): Promise<Slot>
  release(slot: Slot): void
}

/**
 * The output of `copy … to stdout` as a stream of bytes. Borrows a slot until the stream's end; a stream that
 * is abandoned costs the slot. A long export lifts the transaction's time limit for itself, and the client's
 * counts only the wait for the next rows.
 */
export function copyOut(pool: Lender, opening: string, text: string, queryMs: number): Readable {
  return Readable.from(rows(pool, opening, text, queryMs), { objectMode: false })
}

async function* rows(pool: Lender, opening: string, text: string, queryMs: number): AsyncGenerator<Buffer> {
  const slot = await pool.acquire()
  let whole = false
  try {
    await slot.simple(`${opening}; set local transaction_timeout = 0`)
    yield* chunksOf(slot, text, queryMs)
    await slot.simple('commit')
    whole = true
  } finally {
    // Without its commit the transaction must not pass to the next borrower.
    if (!whole) slot.kill(new ConnectionLost('the copy ended early'))
    pool.release(slot)
  }
}

/** The output of `copy … to stdout` in a slot's open transaction. */
export async function* chunksOf(slot: Slot, text: string, queryMs: number): AsyncGenerator<Buffer> {
  let whole = false
  try {
    const chunks = (await slot.copyOut(text)).iterator()
    for (let next = await soon(slot, chunks, queryMs); !next.done; next = await soon(slot, chunks, queryMs)) {
      yield next.value
    }
    whole = true
  } finally {
    // Read to the end or refused by PostgreSQL: reading on is not possible, so the connection goes.
    if (!whole) slot.kill(new ConnectionLost('the copy ended early'))
  }
}

/** Feeds `copy … from stdin` in a slot's open transaction. A source that fails costs the slot. */
export async function feed(slot: Slot, text: string, source: AsyncIterable<Buffer>): Promise<void> {
  const sink = await slot.copyIn(text)
  let whole = false
  try {
    for await (const chunk of source) {
      if (sink.destroyed) break
      if (!sink.write(chunk)) await once(sink, 'drain')
    }
    sink.end()
    await finished(sink)
    whole = true
  } finally {
    if (!whole) slot.kill(new ConnectionLost('the copy ended early'))
  }
}

async function soon(
  slot: Slot,
  chunks: AsyncIterator<Buffer>,
  queryMs: number,
): Promise<IteratorResult<Buffer>> {
  const limit = setTimeout(() => slot.kill(new ConnectionLost('the copy stood still')), queryMs)
  try {
    return await chunks.next()
  } finally {
    clearTimeout(limit)
  }
}
