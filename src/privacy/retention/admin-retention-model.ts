import { getTableName } from 'drizzle-orm'
import type { Translate } from '../../platform/i18n/messages.ts'
import { urlFor } from '../../urls.ts'
import { ownPurposes } from '../readers.ts'
import { dataIn, titleIn } from '../register/record-words.ts'
import type { Declarations } from '../tags.ts'
import type { Erased, Gone } from './eraser.ts'
import type { Forecast } from './retention.ts'

/** A bar of the drawing: a hundred units high at most, so many units from the left. */
interface Bar {
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

/** Numbers as bars, the highest as high as the drawing; undefined where all are nought. */
export function barsOf(numbers: readonly number[]): { bars: Bar[]; width: number } | undefined {
  const most = Math.max(0, ...numbers)
  if (most === 0) return undefined
  const bars = numbers.map((number, at) => {
    const height = Math.round((number / most) * 100)
    return { x: at * step, y: 100 - height, height }
  })
  return { bars, width: numbers.length * step }
}

/** What ends beside orders: kinds of data and the purposes that hold them, tables alike in both taken together. */
export function othersOf(
  byUnit: Forecast['byUnit'],
  register: Declarations,
  t: Translate,
): { kinds: string; purposes: string; within30: number; within90: number }[] {
  const rows = new Map<string, { kinds: string; purposes: string; within30: number; within90: number }>()
  for (const { unit, within30, within90 } of byUnit) {
    const kinds = toldOf(unit, register, t).join(', ')
    const purposes = heldFor(unit, register, t).join(', ')
    const before = rows.get(`${kinds}/${purposes}`) ?? { kinds, purposes, within30: 0, within90: 0 }
    rows.set(`${kinds}/${purposes}`, {
      ...before,
      within30: before.within30 + within30,
      within90: before.within90 + within90,
    })
  }
  return [...rows.values()]
}

function heldFor(table: string, register: Declarations, t: Translate): string[] {
  const declared = register.personal.find((each) => getTableName(each.table) === table)
  return declared ? [...ownPurposes(declared)].map((purpose) => titleIn(purpose, t)) : []
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

/** The kinds of data in a table, as the record names them: staff are not the person. */
export function toldOf(table: string, register: Declarations, t: Translate): string[] {
  const declared = register.personal.find((each) => getTableName(each.table) === table)
  const categories = Object.values(declared?.columns ?? {}).flatMap((tag) =>
    tag.personal === false ? [] : tag.personal,
  )
  return [...new Set(categories)].map((category) => dataIn(category, t))
}
