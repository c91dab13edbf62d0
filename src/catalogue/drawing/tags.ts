import { outlineBlock } from '../../platform/files/lettering.ts'
import { metalDefs } from './fixings.ts'
import { type Box, type Drawn, disc, inset, n, roundBox } from './marks.ts'
import { type Finish, letters, looks, surface } from './materials.ts'

export interface TagSpec {
  kind: 'tag'
  finish: Finish
  sample: readonly string[]
  widthMm: number
  heightMm: number
  /** A key tag where nothing is said. */
  shape?: 'bone' | 'disc' | 'board' | 'hanger'
}

/** What is cut out of the material: its outline with the hole, the room for words, where a ring goes through. */
interface Cut {
  readonly outline: string
  readonly hole: { readonly x: number; readonly y: number; readonly r: number }
  readonly room: Box
  /** The largest letters, and how heavy. */
  readonly size: number
}

/** An engraved tag with its eyelet; `ring` adds the split ring of the catalogue picture. */
export function tag(spec: TagSpec, words: readonly string[], ring = false): Drawn {
  const height = (1000 * spec.heightMm) / spec.widthMm
  const box = { x: 0, y: 0, width: 1000, height }
  const look = looks[spec.finish]
  const cut = (spec.shape ? shapes[spec.shape] : keyTag)(height)
  const painted = surface('tag', look, cut.outline, box, 2)
  const lines = words.map((line) => line.trim()).filter((line) => line !== '')
  const text = outlineBlock(lines, { ...cut.room, size: cut.size, weight: 600, leading: 1.34 })
  const drawn = painted.body + rim(cut.hole.x, cut.hole.y, cut.hole.r) + letters(text.path, look, 2)
  const plain = { width: 1000, height, defs: painted.defs + metalDefs, body: drawn }
  if (!ring || spec.shape === 'board' || spec.shape === 'hanger') return plain
  return spec.shape ? withRingAbove(plain, cut) : withRing(drawn, plain.defs, height, cut.hole.x)
}

function keyTag(height: number): Cut {
  const x = height * 0.27
  const r = height * 0.105
  const box = { x: 0, y: 0, width: 1000, height }
  const room = { ...inset(box, height * 0.14), x: x + r * 1.9 }
  return {
    outline: roundBox(box, height * 0.3) + disc(x, height / 2, r),
    hole: { x, y: height / 2, r },
    room: { ...room, width: 1000 - height * 0.2 - room.x },
    size: height * 0.36,
  }
}

const shapes: Readonly<Record<NonNullable<TagSpec['shape']>, (height: number) => Cut>> = {
  bone,
  disc: coin,
  board,
  hanger,
}

function bone(h: number): Cut {
  const r = h * 0.28
  const top = h * 0.2
  // Where a lobe meets the waist, and the other lobe of its end.
  const waist = r + h * 0.268
  const notch = h * 0.107
  const arc = (x: number, y: number) => `A${n(r)} ${n(r)} 0 1 1 ${n(x)} ${n(y)}`
  const outline = [
    `M${n(waist)} ${n(top)}H${n(1000 - waist)}`,
    arc(1000 - notch, h / 2) + arc(1000 - waist, h - top),
    `H${n(waist)}`,
    arc(notch, h / 2) + arc(waist, top),
    'z',
  ].join('')
  const hole = { x: 500, y: top + h * 0.1, r: h * 0.045 }
  return {
    outline: outline + disc(hole.x, hole.y, hole.r),
    hole,
    room: { x: r * 1.25, y: h * 0.37, width: 1000 - r * 2.5, height: h * 0.38 },
    size: h * 0.24,
  }
}

function coin(height: number): Cut {
  const r = Math.min(500, height / 2)
  const hole = { x: 500, y: height / 2 - r * 0.78, r: r * 0.085 }
  return {
    outline: disc(500, height / 2, r) + holeIn(hole),
    hole,
    room: { x: 500 - r * 0.72, y: height / 2 - r * 0.5, width: r * 1.44, height: r * 1.1 },
    size: r * 0.5,
  }
}

// A cutting board with its handle on the left.
function board(height: number): Cut {
  const grip = { top: height * 0.36, bottom: height * 0.64, length: 190 }
  const corner = 46
  const outline = [
    `M${grip.length + corner} 0H${1000 - corner}a${corner} ${corner} 0 0 1 ${corner} ${corner}V${n(height - corner)}`,
    `a${corner} ${corner} 0 0 1 ${-corner} ${corner}H${grip.length + corner}`,
    `C${grip.length - 30} ${n(height)} ${grip.length + 30} ${n(grip.bottom)} ${grip.length - 60} ${n(grip.bottom)}`,
    `H${n((grip.bottom - grip.top) / 2)}a${n((grip.bottom - grip.top) / 2)} ${n((grip.bottom - grip.top) / 2)} 0 0 1 0 ${n(grip.top - grip.bottom)}`,
    `H${grip.length - 60}C${grip.length + 30} ${n(grip.top)} ${grip.length - 30} 0 ${grip.length + corner} 0z`,
  ].join('')
  const hole = { x: (grip.bottom - grip.top) * 0.46, y: height / 2, r: height * 0.045 }
  return {
    outline: outline + disc(hole.x, hole.y, hole.r),
    hole,
    room: { x: 300, y: height * 0.24, width: 610, height: height * 0.52 },
    size: height * 0.2,
  }
}

// Hangs on a door handle: a round opening above, slit to the edge.
function hanger(height: number): Cut {
  const r = 270
  const cy = 400
  const corner = 70
  const outline = [
    `M${corner} 0H${1000 - corner}a${corner} ${corner} 0 0 1 ${corner} ${corner}V${n(height - corner)}`,
    `a${corner} ${corner} 0 0 1 ${-corner} ${corner}H${corner}a${corner} ${corner} 0 0 1 ${-corner} ${-corner}`,
    `V${cy + 60}L${n(500 - r * 0.985)} ${cy + 46}A${r} ${r} 0 1 0 ${n(500 - r * 0.985)} ${cy - 46}L0 ${cy - 70}V${corner}a${corner} ${corner} 0 0 1 ${corner} ${-corner}z`,
  ].join('')
  return {
    outline,
    hole: { x: 500, y: cy, r: 0 },
    room: { x: 120, y: cy + r + 130, width: 760, height: height - cy - r - 280 },
    size: 230,
  }
}

// Discs turn the same way, so a hole in one is drawn the other way round.
function holeIn({ x, y, r }: Cut['hole']): string {
  return `M${n(x - r)} ${n(y)}a${n(r)} ${n(r)} 0 1 1 ${n(2 * r)} 0a${n(r)} ${n(r)} 0 1 1 ${n(-2 * r)} 0z`
}

function rim(cx: number, cy: number, r: number): string {
  if (r === 0) return ''
  return `<circle cx="${n(cx)}" cy="${n(cy)}" r="${n(r + 2)}" fill="none" stroke="#000000" stroke-opacity="0.35" stroke-width="5"/>`
}

function loop(path: string, thick: number): string {
  return (
    `<g fill="none" stroke-linecap="round"><path d="${path}" stroke="#6f7478" stroke-width="${n(thick)}"/>` +
    `<path d="${path}" stroke="#d9dcde" stroke-width="${n(thick * 0.55)}"/>` +
    `<path d="${path}" stroke="#ffffff" stroke-width="${n(thick * 0.16)}"/></g>`
  )
}

// The ring goes through the eyelet: its near half lies over the tag, the far half behind it.
function withRing(body: string, defs: string, height: number, eye: number): Drawn {
  const r = height * 0.42
  const left = Math.max(0, 2 * r - eye + height * 0.04)
  const cx = eye + left - r
  const cy = height / 2
  const whole = `M${n(cx - r)} ${n(cy)}a${n(r)} ${n(r)} 0 1 0 ${n(2 * r)} 0a${n(r)} ${n(r)} 0 1 0 ${n(-2 * r)} 0z`
  const near = `M${n(cx)} ${n(cy - r)}A${n(r)} ${n(r)} 0 0 1 ${n(cx + r)} ${n(cy)}`
  const thick = height * 0.062
  return {
    width: 1000 + left,
    height,
    defs,
    body: `${loop(whole, thick)}<g transform="translate(${n(left)} 0)">${body}</g>${loop(near, thick)}`,
  }
}

function withRingAbove({ height, defs, body }: Drawn, { hole }: Cut): Drawn {
  const r = hole.r * 3.2
  const above = 2 * r - hole.y + hole.r * 0.6
  const down = Math.max(0, above)
  const cy = hole.y + down - r
  const whole = `M${n(hole.x - r)} ${n(cy)}a${n(r)} ${n(r)} 0 1 0 ${n(2 * r)} 0a${n(r)} ${n(r)} 0 1 0 ${n(-2 * r)} 0z`
  const near = `M${n(hole.x + r)} ${n(cy)}A${n(r)} ${n(r)} 0 0 1 ${n(hole.x)} ${n(cy + r)}`
  const thick = hole.r * 0.55
  return {
    width: 1000,
    height: height + down,
    defs,
    body: `${loop(whole, thick)}<g transform="translate(0 ${n(down)})">${body}</g>${loop(near, thick)}`,
  }
}
