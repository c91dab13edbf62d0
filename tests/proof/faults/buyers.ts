import { readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { DrizzleQueryError } from 'drizzle-orm'
import { type ClientOptions, ConnectionLost, openClient } from '../../../src/platform/database/client.ts'
import { certificate } from '../../support/tls/offer.ts'
import { place } from './orders.ts'

/** What the process is started with. */
export interface Assignment {
  client: Omit<ClientOptions, 'ssl' | 'onLost'>
  encrypted: boolean
  buyers: number
}

/** What it says: an order acknowledged, begun so many ms after the epoch; at the end, the client's books. */
export type Report =
  | { kind: 'order'; buyer: number; key: string; number: number; began: number }
  | { kind: 'end'; refusals: Record<string, number>; total: number; idle: number; waiting: number }

// A process of its own: the fault under test may be its death.
const assignment: Assignment = JSON.parse(process.argv[2] ?? '{}')
const client = openClient({
  ...assignment.client,
  ssl: assignment.encrypted ? { ca: readFileSync(certificate) } : undefined,
})
const refusals: Record<string, number> = {}
let closing = false
process.once('message', () => {
  closing = true
})

await Promise.all(Array.from({ length: assignment.buyers }, (_, buyer) => buy(buyer)))
await pause(200)
tell({ kind: 'end', refusals, ...client.stats() })
await client.end()
process.disconnect()

async function buy(buyer: number): Promise<void> {
  for (let n = 0; !closing; n++) await insist(buyer, `${process.pid}-${buyer}-${n}`)
}

/** A buyer tries again with the same key until told a number. */
async function insist(buyer: number, key: string): Promise<void> {
  for (let attempt = 0; !closing || attempt < 3; attempt++) {
    const began = now()
    try {
      return tell({ kind: 'order', buyer, key, number: await place(client, key), began })
    } catch (error) {
      const name = reason(error)
      refusals[name] = (refusals[name] ?? 0) + 1
      await pause(50)
    }
  }
}

function reason(error: unknown): string {
  const wrapped = error instanceof DrizzleQueryError ? error.cause : error
  if (wrapped instanceof ConnectionLost && wrapped.commitUnknown) return 'commit unknown'
  return wrapped instanceof Error ? wrapped.message.replace(/127\.0\.0\.1:\d+/, 'it') : String(wrapped)
}

function tell(report: Report): void {
  process.send?.(report)
}

function now(): number {
  return performance.timeOrigin + performance.now()
}
