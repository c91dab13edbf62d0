import { outlineBlock } from '../../platform/files/lettering.ts'
import { type Box, type Drawn, disc, fill, inset, n, placed, roundBox } from './marks.ts'
import type { Finish } from './materials.ts'
import { type Fixing, sheet } from './plates.ts'
import { type Pictogram, panelOf, printOn, safety, symbols } from './symbols.ts'
import { parkingLetter } from './typeset.ts'

export interface PanelSpec {
  kind: 'panel'
  symbol: Pictogram
  finish: Finish
  fixing: Fixing
  /** Words under the symbol, as printed on the goods. */
  caption?: string
  arrow?: 'right' | 'left' | 'down' | 'up'
  round?: boolean
  widthMm: number
  heightMm: number
}

/** Draws a printed panel: a symbol, beside it an arrow or below it words. */
export function panel(spec: PanelSpec): Drawn {
  const base = sheet({ ...spec, peel: panelOf(spec.symbol) === safety.white })
  const shorter = Math.min(base.width, base.height)
  const field = inset({ x: 0, y: 0, width: base.width, height: base.height }, shorter * 0.03)
  const color = panelOf(spec.symbol)
  const coloured = color !== safety.white
  const printed = !coloured
    ? ''
    : spec.round
      ? printedDisc(base, color, shorter)
      : printedField(field, color, shorter)
  const room = inset(field, shorter * (spec.round ? (coloured ? 0.14 : -0.01) : coloured ? 0.075 : 0.05))
  const content = spec.arrow ? withArrow(spec, room) : withCaption(spec, room, printOn(color))
  // Print first, then the sheet's own light and screws over it.
  return { ...base, body: base.body + printed + content + fixings(base.body) }
}

function printedField(field: Box, color: string, shorter: number): string {
  const line = roundBox(inset(field, shorter * 0.022), shorter * 0.03)
  return (
    fill(roundBox(field, shorter * 0.045), color) +
    `<path d="${line}" fill="none" stroke="${printOn(color)}" stroke-width="${n(shorter * 0.011)}"/>` +
    fill(roundBox(field, shorter * 0.045), 'url(#sheet-gloss)')
  )
}

function fixings(body: string): string {
  const start = body.indexOf('<circle')
  return start < 0 ? '' : body.slice(start)
}

function printedDisc(
  { width, height }: { width: number; height: number },
  color: string,
  shorter: number,
): string {
  const ring = disc(width / 2, height / 2, shorter * 0.445)
  return (
    fill(disc(width / 2, height / 2, shorter * 0.475), color) +
    `<path d="${ring}" fill="none" stroke="${printOn(color)}" stroke-width="${n(shorter * 0.013)}"/>` +
    fill(disc(width / 2, height / 2, shorter * 0.475), 'url(#sheet-gloss)')
  )
}

const turns = { right: 0, down: 90, left: 180, up: 270 } as const

// The figure runs where the arrow points.
function withArrow(spec: PanelSpec, room: Box): string {
  const side = room.height
  const arrow = fill('M12 40H52L36 24H56L84 50 56 76H36L52 60H12z', safety.white)
  const turn = `<g transform="rotate(${turns[spec.arrow ?? 'right']} 50 50)">${arrow}</g>`
  const symbol = symbols[spec.symbol]()
  const gap = Math.max(0, (room.width - 2 * side) / 3)
  const near = room.x + gap
  const far = room.x + room.width - side - gap
  if (spec.arrow !== 'left')
    return placed(symbol, near, room.y, side / 100) + placed(turn, far, room.y, side / 100)
  const mirrored = `<g transform="translate(100 0) scale(-1 1)">${symbol}</g>`
  return placed(turn, near, room.y, side / 100) + placed(mirrored, far, room.y, side / 100)
}

function withCaption(spec: PanelSpec, room: Box, ink: string): string {
  if (!spec.caption) return symbolIn(spec, room)
  const above = { ...room, height: room.height * 0.72 }
  const below = { ...room, y: room.y + room.height * 0.755, height: room.height * 0.23 }
  const words = outlineBlock(spec.caption, {
    ...inset(below, room.width * 0.02),
    size: below.height * 0.52,
    weight: 700,
    leading: 1.22,
  })
  return symbolIn(spec, above) + fill(words.path, ink)
}

function symbolIn(spec: PanelSpec, room: Box): string {
  if (spec.symbol === 'parking') {
    return fill(parkingLetter(inset(room, room.height * 0.06)), safety.white)
  }
  const side = Math.min(room.width, room.height)
  const x = room.x + (room.width - side) / 2
  return placed(symbols[spec.symbol](), x, room.y + (room.height - side) / 2, side / 100)
}
