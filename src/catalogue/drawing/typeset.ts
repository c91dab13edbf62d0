import { outline, outlineBlock, type Weight } from '../../platform/files/lettering.ts'
import { type Box, fill, inset, n, placed, roundBox } from './marks.ts'
import { type Look, letters } from './materials.ts'
import { type Pictogram, panelOf, symbols } from './symbols.ts'

/** How the buyer's lines are set: `number` and `name` make the first line the large one. */
export type Layout = 'number' | 'name' | 'equal' | 'hours' | 'parking' | 'symbol' | 'arrow'

interface Ground {
  readonly look: Look
  /** The width of a hairline. */
  readonly unit: number
  readonly symbol?: Pictogram | undefined
}

/** Sets the buyer's lines into the room that a sheet leaves. */
export function setLines(layout: Layout, lines: readonly string[], room: Box, ground: Ground): string {
  return typeset[layout](lines, room, ground.look, ground.unit, ground.symbol)
}

type Typeset = (
  lines: readonly string[],
  room: Box,
  look: Look,
  unit: number,
  symbol: Pictogram | undefined,
) => string

const typeset: Readonly<Record<Layout, Typeset>> = {
  number: (lines, room, look, unit) =>
    stacked(lines, room, look, unit, { first: 0.62, top: 800, rest: 600, ratio: 0.55 }),
  name: (lines, room, look, unit) =>
    stacked(lines, room, look, unit, { first: 0.42, top: 700, rest: 500, ratio: 0.74 }),
  equal: (lines, room, look, unit) => block(lines, room, look, unit, 700),
  hours: (lines, room, look, unit) => timetable(lines, room, look, unit),
  parking: (lines, room, look, unit) => parked(lines, room, look, unit),
  symbol: (lines, room, look, unit, symbol) => underSymbol(lines, room, look, unit, symbol ?? 'camera'),
  arrow: (lines, room, look, unit) => pointing(lines, room, look, unit),
}

function block(lines: readonly string[], room: Box, look: Look, unit: number, weight: Weight): string {
  const size = Math.min(room.height * 0.62, room.width * 0.5)
  return letters(outlineBlock(lines, { ...room, size, weight, leading: 1.32 }).path, look, unit)
}

interface Stack {
  /** Share of the height that the first line may take when others follow. */
  first: number
  top: Weight
  rest: Weight
  /** The largest the others may be beside the first. */
  ratio: number
}

// The pair of blocks is measured first and then centred as one, so that short and long words both sit well.
function stacked(lines: readonly string[], room: Box, look: Look, unit: number, stack: Stack): string {
  const [first = '', ...rest] = lines
  if (rest.length === 0) return alone(first, room, look, unit, stack)
  const share = rest.length > 2 ? stack.first * 0.72 : stack.first
  const lead = outlineBlock([first], {
    ...room,
    height: room.height * share,
    size: room.height,
    weight: stack.top,
  })
  const gap = room.height * (rest.length > 2 ? 0.11 : 0.15)
  const below = {
    ...room,
    height: room.height - lead.height * 1.1 - gap,
    size: lead.size * stack.ratio,
    weight: stack.rest,
  }
  const follow = outlineBlock(rest, { ...below, leading: 1.4 })
  const tall = lead.height + gap + follow.height
  const top = room.y + (room.height - tall) / 2
  const upper = outlineBlock([first], {
    ...room,
    y: top,
    height: lead.height,
    size: lead.size,
    weight: stack.top,
    ...exact,
  })
  const lower = outlineBlock(rest, {
    ...below,
    y: top + lead.height + gap,
    height: follow.height,
    size: follow.size,
    leading: 1.4,
    ...exact,
  })
  return letters(upper.path + lower.path, look, unit)
}

// A lone house number fills its plate; a lone name keeps quiet space round it.
function alone(line: string, room: Box, look: Look, unit: number, stack: Stack): string {
  const size = stack.top === 800 ? room.height * 1.15 : Math.min(room.height * 0.62, room.width * 0.5)
  return letters(outlineBlock([line], { ...room, size, weight: stack.top }).path, look, unit)
}

const exact = { exact: true } as const

function timetable(lines: readonly string[], room: Box, look: Look, unit: number): string {
  const [title = '', ...rows] = lines
  const head = outlineBlock([title], {
    ...room,
    height: room.height * 0.2,
    size: room.height * 0.13,
    weight: 800,
  })
  const rule = room.y + room.height * 0.235
  const bar = `<rect x="${n(room.x)}" y="${n(rule)}" width="${n(room.width)}" height="${n(unit * 3)}" fill="${look.ink}"/>`
  const area = { ...room, y: rule + room.height * 0.07, height: room.height * 0.69 }
  return letters(head.path, look, unit) + bar + letters(rowsOf(rows, area), look, unit)
}

// "P.–Pk. 9.00–18.00": days on the left edge, hours on the right.
function rowsOf(rows: readonly string[], area: Box): string {
  if (rows.length === 0) return ''
  const split = rows.map((row) => /^(.*?\S)\s+(\d.*|\S+)$/u.exec(row)?.slice(1) ?? [row, ''])
  const pitch = Math.min(area.height / rows.length, area.height * 0.3)
  const wish = pitch * 0.58
  const widths = split.map(
    ([day = '', time = '']) =>
      outline(day, { size: 1, weight: 500 }).width + outline(time, { size: 1, weight: 700 }).width + 0.8,
  )
  const size = Math.min(wish, area.width / Math.max(1, ...widths))
  const top = area.y + (area.height - pitch * rows.length) / 2
  return split
    .map(([day = '', time = ''], index) => {
      const y = top + pitch * (index + 0.5) + size * 0.36
      const left = outline(day, { size, weight: 500, x: area.x, y })
      return left.path + outline(time, { size, weight: 700, x: area.x + area.width, y, anchor: 'end' }).path
    })
    .join('')
}

function parked(lines: readonly string[], room: Box, look: Look, unit: number): string {
  const wide = room.width > room.height * 1.3
  const share = wide ? room.height / room.width : lines.length > 2 ? 0.46 : 0.56
  const sign = wide ? { ...room, width: room.height * 0.85 } : { ...room, height: room.height * share }
  const words = wide
    ? { ...room, x: room.x + sign.width * 1.1, width: room.width - sign.width * 1.1 }
    : { ...room, y: room.y + sign.height * 1.14, height: room.height - sign.height * 1.14 }
  if (lines.length === 0) return letters(parkingLetter(room), look, unit)
  const text = outlineBlock(lines, { ...words, size: words.height * 0.62, weight: 700, leading: 1.36 })
  return letters(parkingLetter(sign) + text.path, look, unit)
}

/** The letter of a parking sign in its field. */
export function parkingLetter(field: Box): string {
  return outlineBlock(['P'], { ...inset(field, field.height * 0.06), size: 2000, weight: 700 }).path
}

function underSymbol(
  lines: readonly string[],
  room: Box,
  look: Look,
  unit: number,
  symbol: Pictogram,
): string {
  const field = { ...room, height: room.height * (lines.length > 3 ? 0.42 : 0.52) }
  const side = field.height * 0.8
  const x = field.x + (field.width - side) / 2
  const picture = placed(symbols[symbol](), x, field.y + field.height * 0.1, side / 100)
  const top = field.y + field.height + room.height * 0.05
  const below = { ...room, y: top, height: room.y + room.height - top }
  return fill(roundBox(field, unit * 8), panelOf(symbol)) + picture + headed(lines, below, look, unit)
}

// A heading, and under it smaller lines.
function headed(lines: readonly string[], room: Box, look: Look, unit: number): string {
  const [first = '', ...rest] = lines
  if (rest.length === 0)
    return letters(outlineBlock([first], { ...room, size: room.height * 0.5, weight: 700 }).path, look, unit)
  const share = 1.7 / (1.7 + rest.length)
  const head = outlineBlock([first], {
    ...room,
    height: room.height * share,
    size: room.height * 0.3,
    weight: 800,
  })
  const tail = { ...room, y: room.y + room.height * share, height: room.height * (1 - share) }
  const follow = outlineBlock(rest, { ...tail, size: head.size * 0.86, weight: 500, leading: 1.36 })
  return letters(head.path + follow.path, look, unit)
}

function pointing(lines: readonly string[], room: Box, look: Look, unit: number): string {
  const side = Math.min(room.height * 0.8, room.width * 0.22)
  const words = { ...room, x: room.x + side * 0.2, width: room.width - side * 1.55 }
  const text = outlineBlock(lines, {
    ...words,
    size: room.height * 0.5,
    weight: 700,
    leading: 1.34,
    align: 'start',
  })
  const arrow = fill('M8 44H66L44 22H62L92 50 62 78H44L66 56H8z', look.ink)
  const y = room.y + (room.height - side) / 2
  return letters(text.path, look, unit) + placed(arrow, room.x + room.width - side, y, side / 100)
}
