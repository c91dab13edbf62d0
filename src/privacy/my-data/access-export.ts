import { getTableColumns, getTableName, sql } from 'drizzle-orm'
import { q } from '../facts.ts'
import type { Category, PurposeId } from '../purposes.ts'
import type { Declarations, PersonalTable } from '../tags.ts'
import { ofSubject, orderOf } from '../units.ts'
import type { Tx } from '../with-purpose.ts'
import { toldColumns } from './holdings.ts'

/** Everything that the shop holds of one person (Art. 15(3)), as the tables have it. */
export interface PersonalCopy {
  readonly tables: readonly CopiedTable[]
}

export interface CopiedTable {
  readonly name: string
  readonly columns: readonly CopiedColumn[]
  /** By column name; pictures and documents are bytes. */
  readonly rows: readonly Readonly<Record<string, unknown>>[]
  /** For each row the order that it hangs on; null for a row of none. */
  readonly orders: readonly (string | null)[]
}

export interface CopiedColumn {
  readonly name: string
  /** None for a key, a state, a moment of the shop's own. */
  readonly categories: readonly Category[]
  readonly purposes: readonly PurposeId[]
}

/** The order of a row; no column is called so. */
const ofOrder = 'of order'

/**
 * Reads every column that a purpose holds of the person whom this transaction answers (`answer`), keys and the personal
 * code excepted; `files: false` leaves pictures and documents where they are. Who of the staff did something stays out: an
 * opaque id tells the person nothing (C-579/21).
 */
export async function collect(
  tx: Tx<'rights-requests'>,
  register: Declarations,
  { files = true }: { files?: boolean } = {},
): Promise<PersonalCopy> {
  const tables: CopiedTable[] = []
  for (const declared of register.personal) {
    const columns = [...copiedColumns(declared, files), ...besides(declared)]
    const whose = ofSubject(declared.unit)
    if (whose === undefined || toldColumns(declared).length === 0) continue
    const name = getTableName(declared.table)
    const list = columns.map(({ name, from }) => (from ? `${from} as ${q(name)}` : q(name)))
    list.push(`${orderOf(declared.unit) ?? 'null::uuid'} as ${q(ofOrder)}`)
    const found = await tx.execute(sql.raw(`select ${list.join(', ')} from ${q(name)} where ${whose}`))
    if (found.length === 0) continue
    tables.push({
      name,
      columns: columns.map(({ from: _, ...told }) => told),
      rows: found.map(({ [ofOrder]: _, ...row }) => row),
      orders: found.map((row) => row[ofOrder] as string | null),
    })
  }
  return { tables }
}

/** What a key in the row stands for, and nobody could tell from the key: the words of a consent. */
function besides({ table }: PersonalTable): (CopiedColumn & { from: string })[] {
  if (getTableName(table) !== 'consent') return []
  const from = '(select words from consent_text where hash = text_hash)'
  return [{ name: 'words', categories: ['consents'], purposes: ['consent-evidence'], from }]
}

/** What is told of a table: its personal columns, and what else stands in the row but for staff's ids. */
function copiedColumns(declared: PersonalTable, files: boolean): (CopiedColumn & { from?: string })[] {
  const told = new Map(toldColumns(declared).map(({ name, tag }) => [name, tag]))
  const columns = getTableColumns(declared.table)
  return Object.entries(declared.columns).flatMap(([property, tag]) => {
    const { name } = columns[property]!
    if (!files && columns[property]!.getSQLType() === 'bytea') return []
    const shown = told.get(name)
    if (shown) return [{ name, categories: shown.personal, purposes: shown.purposes }]
    return tag.personal === false && !/_by$/.test(name) ? [{ name, categories: [], purposes: [] }] : []
  })
}
