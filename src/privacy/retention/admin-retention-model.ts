import { getTableName } from 'drizzle-orm'
import type { Translate } from '../../platform/i18n/messages.ts'
import { urlFor } from '../../urls.ts'
import type { Declarations } from '../tags.ts'
import type { Erased, Gone } from './eraser.ts'
import type { Week } from './retention.ts'

/** A bar of the drawing: a hundred units high at most, so many units from the left. */
interface Bar {
  readonly from: string
  readonly orders: number
  readonly x: number
  readonly y: number
  readonly height: number
}

const longestRunMs = 30 * 60_000

/** A run without an end is under way, or was cut off: the next one goes on from there. */
export function stateOf(
  { begunAt, endedAt }: { readonly begunAt: Date; readonly endedAt: Date | null },
  now: Date,
): 'running' | 'cutOff' | undefined {
  if (endedAt) return undefined
  return now.getTime() - begunAt.getTime() < longestRunMs ? 'running' : 'cutOff'
}

const step = 24

/** The weeks as bars, the highest as high as the drawing. */
export function barsOf(weeks: readonly Week[]): { bars: Bar[]; width: number; most: number } {
  const most = Math.max(1, ...weeks.map(({ orders }) => orders))
  const bars = weeks.map(({ from, orders }, at) => {
    const height = Math.round((orders / most) * 100)
    return { from, orders, x: at * step, y: 100 - height, height }
  })
  return { bars, width: weeks.length * step, most }
}

/** A unit of a certificate or of a look ahead, without a value of anybody's. */
export interface UnitRow {
  readonly number: string | undefined
  readonly href: string | undefined
  readonly gone: readonly string[]
}

/** What went, or will, in words: kinds of data rather than names of tables. */
export function erasedRows(
  units: readonly Pick<Erased, 'unit' | 'unitId' | 'gone'>[],
  numbers: ReadonlyMap<string, string>,
  told: (table: string) => readonly string[],
): UnitRow[] {
  return units.map(({ unitId, gone }) => ({
    number: unitId ? numbers.get(unitId) : undefined,
    href: unitId && numbers.has(unitId) ? urlFor('adminOrder', { id: unitId }) : undefined,
    gone: goneOf(gone, told),
  }))
}

function goneOf(gone: Gone, told: (table: string) => readonly string[]): string[] {
  return [...new Set(Object.keys(gone).flatMap(told))]
}

/** The kinds of data in a table, as the notice names them. */
export function toldOf(table: string, register: Declarations, t: Translate): string[] {
  const declared = register.personal.find((each) => getTableName(each.table) === table)
  const categories = Object.values(declared?.columns ?? {}).flatMap((tag) =>
    tag.personal === false ? [] : tag.personal,
  )
  return [...new Set(categories)].map((category) => t(`privacy.category.${category}`))
}
