/** One line of the table. */
export interface Row {
  readonly measure: string
  readonly found: string
  readonly goal: string
  /** `not run` comes with its reason in the note; undefined where there is no goal. */
  readonly reached?: boolean | 'not run'
  readonly note?: string
}

/** A measure held against its goal. */
export function atLeast(measure: string, found: number, goal: number, note = ''): Row {
  return { measure, found: short(found), goal: `≥ ${goal}`, reached: found >= goal, note }
}

export function atMost(measure: string, found: number, goal: number, unit: string, note = ''): Row {
  return {
    measure,
    found: `${short(found)} ${unit}`,
    goal: `≤ ${goal} ${unit}`,
    reached: found <= goal,
    note,
  }
}

export function notRun(measure: string, goal: string, note: string): Row {
  return { measure, found: '–', goal, reached: 'not run', note }
}

/** Three digits that mean something. */
export function short(number: number): string {
  if (number >= 100) return number.toFixed(0)
  return String(Number(number.toPrecision(3)))
}

const words = { true: 'yes', false: 'NO', 'not run': 'not run', undefined: '' }

/** The table as text. */
export function table(rows: readonly Row[]): string {
  const cells = [
    ['measure', 'found', 'goal', 'reached', ''],
    ...rows.map((row) => [row.measure, row.found, row.goal, words[`${row.reached}`], row.note ?? '']),
  ]
  const widths = [0, 1, 2, 3].map((column) => Math.max(...cells.map((line) => line[column]!.length)))
  const lines = cells.map((line) =>
    line
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
  lines.splice(1, 0, widths.map((width) => '─'.repeat(width)).join('  '))
  return lines.join('\n')
}
