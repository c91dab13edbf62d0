import { metalDefs, screw, standoff } from './fixings.ts'
import { type Box, type Drawn, disc, fill, inset, n, oval, roundBox, stops } from './marks.ts'
import { type Finish, type Look, looks, type Painted, surface } from './materials.ts'
import type { Pictogram } from './symbols.ts'
import { type Layout, setLines } from './typeset.ts'

export type Fixing = 'screws' | 'standoffs' | 'adhesive' | 'bell'

export interface PlateSpec {
  kind: 'plate'
  finish: Finish
  layout: Layout
  fixing: Fixing
  /** Words on the catalogue picture of a sign that carries the buyer's own. */
  sample: readonly string[]
  widthMm: number
  heightMm: number
  shape?: 'oval' | 'round'
  /** Stands on a desk in a foot of oak. */
  stand?: boolean
  /** What stands above the words, in the layout `symbol`. */
  symbol?: Pictogram
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
  shape?: 'oval' | 'round'
  /** A sticker's corner lifted, for catalogue pictures only. */
  peel?: boolean
}

/** Draws a plate with its words, the whole of it and nothing round it. */
export function plate(spec: PlateSpec, words: readonly string[], peel = false): Drawn {
  const base = sheet({ ...spec, peel })
  const look = looks[spec.finish]
  const lines = words.map((line) => line.trim()).filter((line) => line !== '')
  const set = setLines(spec.layout, lines, base.room, { look, unit: base.unit, symbol: spec.symbol })
  const drawn = { ...base, body: base.body + set }
  return peel && spec.stand ? onFoot(drawn) : drawn
}

// The plate stands in a slot, so that its lower edge is hidden.
function onFoot({ width, height, defs, body }: Drawn): Drawn {
  const foot = { x: -width * 0.03, y: height * 0.9, width: width * 1.06, height: height * 0.36 }
  const side = width * 0.03
  const wood = surface('foot', looks.oak, roundBox(foot, 10), foot, 2)
  const slot = fill(
    roundBox({ x: -4, y: height * 0.9, width: width + 8, height: 9 }, 3),
    '#2c1d0e',
    'fill-opacity="0.5"',
  )
  const shifted = `<g transform="translate(${n(side)} 0)">${body}${wood.body}${slot}</g>`
  return { width: width * 1.06, height: height * 1.26, defs: defs + wood.defs, body: shifted }
}

export function sheet(spec: SheetSpec): Sheet {
  const longer = Math.max(spec.widthMm, spec.heightMm)
  const width = (1000 * spec.widthMm) / longer
  const height = (1000 * spec.heightMm) / longer
  const unit = 2
  const box = { x: 0, y: 0, width, height }
  const shorter = Math.min(width, height)
  const film = spec.finish.startsWith('film')
  const rounded = spec.round || spec.shape !== undefined
  const curl = spec.peel && film && !rounded ? shorter * 0.15 : 0
  const look = looks[spec.finish]
  const path = rounded ? outlineOf(spec, box) : cut(box, cornerOf(spec.finish, shorter), curl)
  const painted = surface('sheet', look, path, box, unit)
  const border = look.border ? borderOf(look, box, shorter, rounded) : { path: '', taken: 0 }
  const fixed = spec.round
    ? { body: '', taken: 0 }
    : fixing(spec.fixing, box, 1000 / longer, border.taken, rounded)
  const corner = curl ? curled(box, curl) : { defs: '', body: '' }
  const margin = Math.max(shorter * 0.09, border.taken + shorter * 0.05)
  const side = Math.max(margin, spec.fixing === 'adhesive' ? 0 : fixed.taken)
  return {
    width,
    height,
    unit,
    defs: painted.defs + metalDefs + corner.defs,
    body: painted.body + border.path + fixed.body + corner.body,
    room: roomIn(spec, box, margin, side),
  }
}

function outlineOf(spec: SheetSpec, box: Box): string {
  const shorter = Math.min(box.width, box.height)
  return spec.shape === 'oval' ? oval(box) : disc(box.width / 2, box.height / 2, shorter / 2)
}

function roomIn(spec: SheetSpec, box: Box, margin: number, side: number): Box {
  if (spec.shape) return insideOval(box, side)
  const room = roomOf(box, margin, side)
  // The words keep clear of the button and are centred in what it leaves.
  const wider = spec.fixing === 'bell' ? side - box.height * 0.3 : 0
  return { ...room, x: room.x - wider, width: room.width + wider }
}

// The largest box that looks calm inside an ellipse, between its screws.
function insideOval(box: Box, side: number): Box {
  const mx = Math.max(side, box.width * 0.17)
  const my = box.height * 0.2
  return { x: mx, y: my, width: box.width - 2 * mx, height: box.height - 2 * my }
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

function borderOf(look: Look, box: Box, shorter: number, rounded: boolean): { path: string; taken: number } {
  const gap = shorter * 0.032
  const stroke = shorter * 0.014
  const line = inset(box, gap + stroke / 2)
  const path = rounded ? oval(line) : roundBox(line, shorter * 0.06)
  return {
    path: `<path d="${path}" fill="none" stroke="${look.ink}" stroke-width="${n(stroke)}"/>`,
    taken: gap + stroke,
  }
}

function fixing(
  kind: Fixing,
  box: Box,
  mm: number,
  border: number,
  rounded = false,
): { body: string; taken: number } {
  if (kind === 'adhesive') return { body: '', taken: 0 }
  if (kind === 'bell') return withBell(box, mm, border)
  const shorter = Math.min(box.width, box.height)
  const radius = Math.min(shorter * 0.06, Math.max((kind === 'screws' ? 3.4 : 7) * mm, shorter * 0.03))
  const from = Math.max(border + radius * 1.7, radius * (kind === 'screws' ? 2.3 : 2))
  const narrow = rounded || (shorter < 260 && kind === 'screws')
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

// The button stands on the right, screws above and below it and at the left end.
function withBell(box: Box, mm: number, border: number): { body: string; taken: number } {
  const { body, taken } = fixing('screws', box, mm, border)
  const r = Math.min(box.height * 0.27, box.width * 0.12, 15 * mm)
  const cx = box.width - taken - r * 0.9
  const cy = box.height / 2
  const ring = (radius: number, paint: string, more = '') =>
    `<circle cx="${n(cx)}" cy="${n(cy)}" r="${n(radius)}" fill="${paint}"${more}/>`
  const button = [
    ring(r, '#000000', ' fill-opacity="0.28"'),
    ring(r * 0.94, 'url(#screw)'),
    ring(r * 0.72, 'url(#cap)'),
    ring(r * 0.5, '#f6f3ea'),
    ring(r * 0.44, 'url(#screw)', ' fill-opacity="0.25"'),
  ].join('')
  return { body: body + button, taken: taken + 2.5 * r }
}
