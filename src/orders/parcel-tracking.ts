import { parse } from 'csv-parse/sync'
import { inArray, sql } from 'drizzle-orm'
import { decodeText, delimiterOf } from '../platform/files/text.ts'
import type { Tx } from '../privacy/with-purpose.ts'
import { stateOf } from './states.ts'
import { order, shipment } from './table.ts'

/** A line of a carrier's answer: which order, and the parcel's number. */
export interface TrackingLine {
  readonly line: number
  readonly order: string
  readonly tracking: string
}

/** A line that was compared with the orders; `problem` is a key under "tracking.problem.". */
export interface CheckedLine extends TrackingLine {
  readonly orderId: string | null
  /** The key of the carrier that its buyer chose; null where nobody did. */
  readonly carrier: string | null
  readonly problem: TrackingProblem | null
}

type TrackingProblem =
  | 'order'
  | 'number'
  | 'unknown'
  | 'twice'
  | 'collected'
  | 'sent'
  | 'cancelled'
  | 'other-carrier'
  | 'not-ready'
  | 'not-packed'

/** Lines that one form carries to its second step. */
export const mostTrackingLines = 1000

const orderNames = /^(order|order number|reference|ref|shipment reference|pasūtījum|pasutijum|atsauc)/i
const trackingNames =
  /(track|barcode|parcel ?n|parcel_n|shipment n|awb|svītrkod|sutijuma n|sūtījuma n|izsekoš)/i

/**
 * Reads a carrier's list of parcels: a table with a column for the order's number (the reference we sent) and one for
 * the parcel's. Without such titles, the first two columns, from the first line that has a number. For what is no table, the line where it breaks off, if any.
 */
export function readTracking(bytes: Uint8Array): TrackingLine[] | { readonly brokenAt: number | null } {
  const rows = bytes.includes(0) ? { brokenAt: null } : rowsOf(decodeText(bytes))
  if (!Array.isArray(rows)) return rows
  const [first] = rows
  if (!first || rows.every(({ cells }) => cells.length < 2)) return { brokenAt: null }
  const [orderAt, trackingAt] = [
    first.cells.findIndex((cell) => orderNames.test(cell)),
    first.cells.findIndex((cell) => trackingNames.test(cell)),
  ]
  const titled = orderAt >= 0 && trackingAt >= 0 && orderAt !== trackingAt
  const [at, of] = titled ? [orderAt, trackingAt] : [0, 1]
  // Both numbers have digits: a first line without any is titles in words that we do not know.
  const from = titled || !/\d/.test(`${first.cells[at]}${first.cells[of]}`) ? 1 : 0
  return rows.slice(from).map(({ line, cells }) => ({
    line,
    order: (cells[at] ?? '').slice(0, 60),
    tracking: (cells[of] ?? '').replace(/^'/, '').slice(0, 60),
  }))
}

function rowsOf(text: string): { line: number; cells: string[] }[] | { brokenAt: number | null } {
  try {
    const rows = parse(text, {
      bom: true,
      delimiter: delimiterOf(text),
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      info: true,
      trim: true,
    }) as unknown as { record: string[]; info: { lines: number } }[]
    return rows.map(({ record, info }) => ({ line: info.lines, cells: record.map(plain) }))
  } catch (error) {
    return { brokenAt: (error as { lines?: number }).lines ?? null }
  }
}

function plain(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cs}\p{Cf}]/gu, '')
    .trim()
}

/**
 * What stands against each line of a carrier (its key): a number that is no order's, a parcel that has left or goes with
 * another carrier, one that is named twice.
 */
export async function checkTracking(
  tx: Tx<'order-contract'>,
  lines: readonly TrackingLine[],
  carrier: string,
): Promise<CheckedLine[]> {
  const numbers = [...new Set(lines.map((line) => line.order))]
  const rows = numbers.length
    ? await tx
        .select({
          id: order.id,
          number: order.number,
          method: order.deliveryMethod,
          carrier: order.carrier,
          state: stateOf,
          packed: sql<boolean>`exists (select from ${shipment} where ${shipment.orderId} = "order".id)`,
        })
        .from(order)
        .where(inArray(order.number, numbers))
    : []
  const known = new Map(rows.map((row) => [row.number, row]))
  const seen = new Set<string>()
  return lines.map((line) => {
    const found = known.get(line.order)
    const problem = problemOf(line, found, { seen, carrier })
    seen.add(line.order)
    return { ...line, orderId: found?.id ?? null, carrier: found?.carrier ?? null, problem }
  })
}

interface Known {
  readonly method: 'courier' | 'locker' | 'collection'
  readonly carrier: string | null
  readonly state: string
  readonly packed: boolean
}

function problemOf(
  line: TrackingLine,
  found: Known | undefined,
  { seen, carrier }: { readonly seen: ReadonlySet<string>; readonly carrier: string },
): TrackingProblem | null {
  if (line.order === '') return 'order'
  if (!found) return 'unknown'
  if (!/^[\w./ -]{4,60}$/.test(line.tracking)) return 'number'
  if (seen.has(line.order)) return 'twice'
  if (found.method === 'collection') return 'collected'
  if (found.state === 'cancelled') return 'cancelled'
  if (found.state === 'sent' || found.state === 'delivered') return 'sent'
  // Its link would lead nowhere, and a carrier that has no part in it would be noted as told.
  if (found.carrier !== null && found.carrier !== carrier) return 'other-carrier'
  if (found.state !== 'to-send') return 'not-ready'
  return found.packed ? null : 'not-packed'
}
