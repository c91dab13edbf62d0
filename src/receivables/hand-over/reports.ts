import { createHash } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { lockOrder } from '../../orders/fulfilment.ts'
import { sqlState } from '../../platform/database/client.ts'
import { Conflict } from '../../platform/errors.ts'
import { type FieldErrors, fieldError } from '../../platform/web/forms.ts'
import type { Tx } from '../../privacy/with-purpose.ts'
import * as objections from '../dunning/objections.ts'
import type { ReadLine, ReportRow } from './report-file.ts'
import { collectorReport, collectorReportLine, handOverEnd } from './table.ts'

type Contract = Tx<'order-contract'>

/** What would become of each line of a report. */
export type CheckedLine = { readonly line: number; readonly number: string } & (
  | { readonly state: 'good'; readonly row: ReportRow; readonly case: Case }
  | { readonly state: 'bad'; readonly errors: FieldErrors }
)

interface Case {
  readonly number: string
  readonly caseId: string
  readonly orderId: string
  /** The collector has nothing to do with it any more. */
  readonly ended: boolean
}

/** A report is known by its text, so that reading it twice notes it once. */
export function hashOf(text: string): Buffer {
  return createHash('sha256').update(text.replaceAll('\r\n', '\n')).digest()
}

/** Whether this very report was read before. */
export async function isKnown(tx: Contract, hash: Buffer): Promise<boolean> {
  const rows = await tx.execute(sql`select from collector_report where file_hash = ${hash}`)
  return rows.length > 0
}

/** Compares the lines of a report with what the collector has. */
export async function check(
  tx: Contract,
  recipientId: string,
  lines: readonly ReadLine[],
): Promise<CheckedLine[]> {
  const cases = await casesOf(tx, recipientId, lines)
  const seen = new Set<string>()
  return lines.map((read): CheckedLine => {
    const { line, number } = read
    const bad = (errors: FieldErrors): CheckedLine => ({ line, number, state: 'bad', errors })
    if ('errors' in read) return bad(read.errors)
    const found = cases.get(read.row.number.toUpperCase())
    if (!found) return bad({ number: fieldError('handOver.report.unknown') })
    if (seen.has(found.caseId)) return bad({ number: fieldError('handOver.report.twice') })
    seen.add(found.caseId)
    return { line, number, state: 'good', row: read.row, case: found }
  })
}

async function casesOf(
  tx: Contract,
  recipientId: string,
  lines: readonly ReadLine[],
): Promise<ReadonlyMap<string, Case>> {
  const numbers = lines.flatMap((read) => ('row' in read ? [read.row.number.toUpperCase()] : []))
  const rows = await tx.execute<{ [K in keyof Case]: Case[K] }>(sql`
    select number, case_id as "caseId", order_id as "orderId", ended
      from shop_collector_cases(${recipientId}, ${sql.param(numbers)}::text[])`)
  return new Map(rows.map((row) => [row.number, row]))
}

/**
 * Notes what a collector reports; what it returns is with it no more, and what is disputed is an objection that the shop
 * decides. Money that it forwards comes by the bank. The lines that are good are noted, the others left out. Returns how
 * many. Throws Conflict `report-known`.
 */
export async function take(
  tx: Contract,
  report: {
    readonly recipientId: string
    readonly hash: Buffer
    readonly lines: readonly CheckedLine[]
    readonly by: string
  },
): Promise<number> {
  const { recipientId, hash, by } = report
  const good = report.lines.filter((line) => line.state === 'good')
  const id = crypto.randomUUID()
  await onceOnly(tx.insert(collectorReport).values({ id, recipientId, fileHash: hash, importedBy: by }))
  for (const { row, case: found } of good.toSorted(byOrder)) {
    const { caseId, orderId } = found
    const { state, paidCents, reportedOn } = row
    await tx
      .insert(collectorReportLine)
      .values({ reportId: id, caseId, orderId, state, paidCents, reportedOn })
    if (state === 'returned') await giveBack(tx, found, by)
    if (state === 'disputed') await objections.raiseReported(tx, { caseId, orderId, reportedOn, by })
  }
  return good.length
}

/** In the order in which others lock orders. */
function byOrder(one: { case: Case }, other: { case: Case }): number {
  return one.case.orderId < other.case.orderId ? -1 : 1
}

async function giveBack(tx: Contract, { caseId, orderId }: Case, by: string): Promise<void> {
  await lockOrder(tx, orderId)
  const [live] = await tx.execute(sql`select from shop_case_standing(${caseId})`)
  if (live) await tx.insert(handOverEnd).values({ caseId, orderId, outcome: 'returned', endedBy: by })
}

async function onceOnly(inserting: Promise<unknown>): Promise<void> {
  try {
    await inserting
  } catch (error) {
    if (sqlState(error) === '23505') throw new Conflict('report-known')
    throw error
  }
}
