import { sql } from 'drizzle-orm'
import { q } from '../facts.ts'
import { erasure } from '../table.ts'
import type { EraserTx } from '../with-purpose.ts'
import { type DueTable, dueSql } from './due.ts'
import type { Erased } from './eraser.ts'
import type { Looking } from './looking.ts'

/** Rows that belong to no order: carts, subscriptions, evidence, traces; and what is nobody's data without others. */
export interface SingleRows {
  readonly name: string
  readonly key: string
  readonly due: string
}

/** So many rows are looked through in one transaction. */
const span = 2_000

/** The tables with rows that belong to no order. */
export function singleRows(tables: readonly DueTable[]): SingleRows[] {
  return tables.flatMap(({ name, key, order, rowDue }) => {
    if (!rowDue || (order && !order.orNone)) return []
    // What costs more is asked last, of the few that are left.
    const due = order ? `case when ${order.id} is null then ${dueSql(rowDue)} else false end` : dueSql(rowDue)
    return [{ name, key, due }]
  })
}

/** What leads to an order or tells of a letter, and is nobody's data without them. */
export const leftovers: readonly SingleRows[] = [
  { name: 'order_key', key: 'token_hash', due: 'not shop_contract_open(order_id)' },
  {
    name: 'mail',
    key: 'id',
    due: `case when queued_at < now() - interval '2 days' and not exists (select from mail_copy where mail_id = mail.id)
               then not shop_mail_open(id) else false end`,
  },
]

/** A table in spans of its key, as conditions. */
export async function* spans(look: Looking, { name, key }: SingleRows): AsyncGenerator<string> {
  for (let after = 'true'; ; ) {
    const [end] = await look((tx) =>
      tx.execute<{ last: string }>(
        sql.raw(`select quote_literal(${q(key)}::text) as last from ${q(name)} where ${after}
                  order by ${q(key)} offset ${span - 1} limit 1`),
      ),
    )
    if (!end) return yield after
    yield `${after} and ${q(key)} <= ${end.last}`
    after = `${q(key)} > ${end.last}`
  }
}

/** How many of a span are due. */
export async function countDue(tx: EraserTx, { name, due }: SingleRows, within: string): Promise<number> {
  const [row] = await tx.execute<{ rows: number }>(
    sql.raw(`select count(*)::int as rows from ${q(name)} where ${within} and ${due}`),
  )
  return row!.rows
}

/** Takes away what is due of a span; undefined where nothing is. */
export async function eraseDue(
  tx: EraserTx,
  { name, due }: SingleRows,
  within: string,
  runId: string,
): Promise<Erased | undefined> {
  const gone = await tx.execute(sql.raw(`delete from ${q(name)} where ${within} and ${due} returning 1`))
  if (gone.length === 0) return undefined
  const erased = { unit: name, unitId: null, gone: { [name]: gone.length } }
  await tx.insert(erasure).values({ runId, unit: name, gone: erased.gone, remains: {} })
  return erased
}
