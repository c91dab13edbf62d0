import { outline, outlineBlock, type Weight } from '../platform/files/lettering.ts'
import { type Box, type Drawn, disc, fill, inset, n, roundBox, stops } from './drawing-marks.ts'
import {
  type Finish,
  type Look,
  letters,
  looks,
  metalDefs,
  type Painted,
  screw,
  standoff,
  surface,
} from './drawing-materials.ts'

/** How the buyer's lines are set: `number` and `name` make the first line the large one. */
export type Layout = 'number' | 'name' | 'equal' | 'hours' | 'parking'
export type Fixing = 'screws' | 'standoffs' | 'adhesive'

export interface PlateSpec {
  kind: 'plate'
  finish: Finish
  layout: Layout
  fixing: Fixing
  /** Words on the catalogue picture of a sign that carries the buyer's own. */
  sample: readonly string[]
  widthMm: number
  heightMm: number
}

/** A sheet of 1000 units on its longer side, cut, painted and fixed, with room left for words or a symbol. */
interface Sheet extends Drawn {
  room: Box
  unit: number
}

interface SheetSpec {
  finish: Finish
  fixing: Fixing
  widthMm: number
  heightMm: number
  round?: boolean
  /** A sticker's corner lifted, for catalogue pictures only. */
  peel?: boolean
}

/** Draws a plate with its words, the whole of it and nothing round it. */
export function plate(spec: PlateSpec, words: readonly string[], peel = false): Drawn {
  const base = sheet({ ...spec, peel })
  const look = looks[spec.finish]
  const lines = words.map((line) => line.trim()).filter((line) => line !== '')
  const set = typeset[spec.layout](lines, base.room, look, base.unit)
  return { ...base, body: base.body + set }
}

export function sheet(spec: SheetSpec): Sheet {
  const longer = Math.max(spec.widthMm, spec.heightMm)
  const width = (1000 * spec.widthMm) / longer
  const height = (1000 * spec.heightMm) / longer
  const unit = 2
  const box = { x: 0, y: 0, width, height }
  const shorter = Math.min(width, height)
  const film = spec.finish.startsWith('film')
  const curl = spec.peel && film && !spec.round ? shorter * 0.15 : 0
  const look = looks[spec.finish]
  const path = spec.round
    ? disc(width / 2, height / 2, shorter / 2)
    : cut(box, cornerOf(spec.finish, shorter), curl)
  const painted = surface('sheet', look, path, box, unit)
  const border = look.border ? borderOf(look, box, shorter) : { path: '', taken: 0 }
  const fixed = spec.round ? { body: '', taken: 0 } : fixing(spec.fixing, box, 1000 / longer, border.taken)
  const corner = curl ? curled(box, curl) : { defs: '', body: '' }
  const margin = Math.max(shorter * 0.09, border.taken + shorter * 0.05)
  const side = Math.max(margin, spec.fixing === 'adhesive' ? 0 : fixed.taken)
  return {
    width,
    height,
    unit,
    defs: painted.defs + metalDefs + corner.defs,
    body: painted.body + border.path + fixed.body + corner.body,
    room: roomOf(box, margin, side),
  }
}

// Screws sit in the corners: wide plates give way at the sides, tall ones above and below.
function roomOf(box: Box, margin: number, side: number): Box {
  const wide = box.width >= box.height * 1.15
  const mx = wide ? side : margin
  const my = wide ? margin : side
  return { x: mx, y: my, width: box.width - 2 * mx, height: box.height - 2 * my }
}

function cornerOf(finish: Finish, shorter: number): number {
  if (finish.startsWith('enamel') || finish.startsWith('road')) return shorter * 0.085
  if (finish.startsWith('film')) return shorter * 0.06
  if (finish === 'slate' || finish === 'oak') return shorter * 0.015
  return shorter * 0.035
}

function cut(box: Box, radius: number, curl: number): string {
  if (!curl) return roundBox(box, radius)
  const { width: w, height: h } = box
  const arc = `a${n(radius)} ${n(radius)} 0 0 1 `
  return [
    `M${n(radius)} 0H${n(w - radius)}${arc}${n(radius)} ${n(radius)}V${n(h - curl)}`,
    `Q${n(w - curl * 0.45)} ${n(h - curl * 0.55)} ${n(w - curl)} ${n(h)}`,
    `H${n(radius)}${arc}${n(-radius)} ${n(-radius)}V${n(radius)}${arc}${n(radius)} ${n(-radius)}z`,
  ].join('')
}

function curled(box: Box, curl: number): Painted {
  const { width: w, height: h } = box
  const tip = `${n(w - curl * 0.92)} ${n(h - curl * 0.92)}`
  const path = `M${n(w)} ${n(h - curl)}Q${n(w - curl * 0.6)} ${n(h - curl * 1.05)} ${tip}Q${n(w - curl * 1.05)} ${n(h - curl * 0.6)} ${n(w - curl)} ${n(h)}Q${n(w - curl * 0.45)} ${n(h - curl * 0.55)} ${n(w)} ${n(h - curl)}z`
  const light = stops([
    [0, '#ffffff'],
    [0.6, '#f0efec'],
    [1, '#c9c7c1'],
  ])
  return {
    defs: `<linearGradient id="curl" x1="0" y1="0" x2="1" y2="1">${light}</linearGradient>`,
    body:
      `<path d="${path}" transform="translate(-6 -4)" fill="#000000" fill-opacity="0.12"/>` +
      fill(path, 'url(#curl)'),
  }
}

function borderOf(look: Look, box: Box, shorter: number): { path: string; taken: number } {
  const gap = shorter * 0.032
  const stroke = shorter * 0.014
  const path = roundBox(inset(box, gap + stroke / 2), shorter * 0.06)
  return {
    path: `<path d="${path}" fill="none" stroke="${look.ink}" stroke-width="${n(stroke)}"/>`,
    taken: gap + stroke,
  }
}

function fixing(kind: Fixing, box: Box, mm: number, border: number): { body: string; taken: number } {
  if (kind === 'adhesive') return { body: '', taken: 0 }
  const shorter = Math.min(box.width, box.height)
  const radius = Math.min(shorter * 0.06, Math.max((kind === 'screws' ? 3.4 : 7) * mm, shorter * 0.03))
  const from = Math.max(border + radius * 1.7, radius * (kind === 'screws' ? 2.3 : 2))
  const narrow = shorter < 260 && kind === 'screws'
  const xs = [from, box.width - from]
  const ys = narrow ? [] : [from, box.height - from]
  const spots = narrow
    ? endsOf(box, from)
    : xs.flatMap((x, row) => ys.map((y, column) => ({ x, y, turn: 20 + 37 * (row * 2 + column) })))
  const draw = kind === 'screws' ? screw : standoff
  return {
    body: spots.map((spot) => draw(spot.x, spot.y, radius, spot.turn)).join(''),
    taken: from + radius * 1.7,
  }
}

function endsOf(box: Box, from: number) {
  return box.width >= box.height
    ? [
        { x: from, y: box.height / 2, turn: 24 },
        { x: box.width - from, y: box.height / 2, turn: 63 },
      ]
    : [
        { x: box.width / 2, y: from, turn: 24 },
        { x: box.width / 2, y: box.height - from, turn: 63 },
      ]
}

type Typeset = (lines: readonly string[], room: Box, look: Look, unit: number) => string

const typeset: Readonly<Record<Layout, Typeset>> = {
  number: (lines, room, look, unit) =>
    stacked(lines, room, look, unit, { first: 0.62, top: 800, rest: 600, ratio: 0.55 }),
  name: (lines, room, look, unit) =>
    stacked(lines, room, look, unit, { first: 0.42, top: 700, rest: 500, ratio: 0.74 }),
  equal: (lines, room, look, unit) => block(lines, room, look, unit, 700),
  hours: (lines, room, look, unit) => timetable(lines, room, look, unit),
  parking: (lines, room, look, unit) => parked(lines, room, look, unit),
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
