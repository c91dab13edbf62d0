import { sql } from 'drizzle-orm'
import { documentName } from '../invoicing/documents.ts'
import type { Tx } from '../privacy/with-purpose.ts'
import type { Period } from './periods.ts'
import type { Part } from './zip.ts'

/** A document of a period, as its files are called. */
export interface Filed {
  readonly id: string
  readonly orderId: string
  readonly number: string
  /** Late interest and its credit notes are no supply, so they have no structured document. */
  readonly withoutUbl: boolean
}

export type FileFormat = 'pdf' | 'ubl'

const portion = 20

/** The documents of a period, as they were issued. */
export async function filedIn(tx: Tx<'accounting'>, { from, until }: Period): Promise<Filed[]> {
  const filed = await tx.execute<Filed & Record<string, unknown>>(sql`
    select id, order_id as "orderId", number,
           kind = 'charge' or exists (select from invoice charge where charge.id = invoice.preceding_id and charge.kind = 'charge') as "withoutUbl"
      from invoice
     where issued_on between ${from} and ${until} and kind <> 'taken-over'
     order by issued_on, issued_at, number`)
  return [...filed]
}

/** What came of the files: how many of each format, and the numbers of documents that had none to give. */
export interface FilesTold {
  pdf: number
  ubl: number
  readonly without: Record<FileFormat, string[]>
}

/**
 * The stored files of documents, a few in memory at a time. A document whose file is not rendered yet, or whose buyer
 * asked for restriction (Art. 18), has none; `told` says so.
 */
export async function* filesOf(
  tx: Tx<'accounting'>,
  filed: readonly Filed[],
  formats: readonly FileFormat[],
  told: FilesTold,
  onFiled: (done: number) => void,
): AsyncGenerator<Part> {
  for (let at = 0; at < filed.length; at += portion) {
    const some = filed.slice(at, at + portion)
    const rows = await tx.execute<{ id: string; format: FileFormat; bytes: Buffer }>(sql`
      select invoice_id as id, format, bytes from invoice_document
       where invoice_id = any (${sql.param(some.map(({ id }) => id))}::uuid[]) and format = any (${sql.param([...formats])}::text[])`)
    for (const { id, number, withoutUbl } of some) {
      for (const format of formats) {
        if (withoutUbl && format === 'ubl') continue
        const bytes = rows.find((row) => row.id === id && row.format === format)?.bytes
        if (bytes) {
          told[format] += 1
          yield { name: fileName(number, format), bytes, packed: format === 'pdf' }
        } else told.without[format].push(number)
      }
    }
    onFiled(Math.min(at + portion, filed.length))
  }
}

export function nothingTold(): FilesTold {
  return { pdf: 0, ubl: 0, without: { pdf: [], ubl: [] } }
}

function fileName(number: string, format: FileFormat): string {
  return `${format}/${documentName(number, format)}`
}
