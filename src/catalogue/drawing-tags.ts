import { outlineBlock } from '../platform/files/lettering.ts'
import { type Drawn, disc, inset, n, roundBox } from './drawing-marks.ts'
import { type Finish, letters, looks, metalDefs, surface } from './drawing-materials.ts'

export interface TagSpec {
  kind: 'tag'
  finish: Finish
  sample: readonly string[]
  widthMm: number
  heightMm: number
}

/** An engraved key tag with its eyelet on the left; `ring` adds the split ring of the catalogue picture. */
export function tag(spec: TagSpec, words: readonly string[], ring = false): Drawn {
  const height = (1000 * spec.heightMm) / spec.widthMm
  const eye = height * 0.27
  const hole = height * 0.105
  const box = { x: 0, y: 0, width: 1000, height }
  const look = looks[spec.finish]
  const outline = roundBox(box, height * 0.3) + disc(eye, height / 2, hole)
  const painted = surface('tag', look, outline, box, 2)
  const room = { ...inset(box, height * 0.14), x: eye + hole * 1.9 }
  const area = { ...room, width: 1000 - height * 0.2 - room.x }
  const lines = words.map((line) => line.trim()).filter((line) => line !== '')
  const text = outlineBlock(lines, { ...area, size: height * 0.36, weight: 600, leading: 1.34 })
  const drawn = painted.body + rim(eye, height / 2, hole) + letters(text.path, look, 2)
  if (!ring) return { width: 1000, height, defs: painted.defs + metalDefs, body: drawn }
  return withRing(drawn, painted.defs + metalDefs, height, eye)
}

function rim(cx: number, cy: number, r: number): string {
  return `<circle cx="${n(cx)}" cy="${n(cy)}" r="${n(r + 2)}" fill="none" stroke="#000000" stroke-opacity="0.35" stroke-width="5"/>`
}

// The ring goes through the eyelet: its near half lies over the tag, the far half behind it.
function withRing(body: string, defs: string, height: number, eye: number): Drawn {
  const r = height * 0.42
  const left = Math.max(0, 2 * r - eye + height * 0.04)
  const cx = eye + left - r
  const cy = height / 2
  const loop = (path: string) =>
    `<g fill="none" stroke-linecap="round"><path d="${path}" stroke="#6f7478" stroke-width="${n(height * 0.062)}"/>` +
    `<path d="${path}" stroke="#d9dcde" stroke-width="${n(height * 0.034)}"/>` +
    `<path d="${path}" stroke="#ffffff" stroke-width="${n(height * 0.01)}"/></g>`
  const whole = `M${n(cx - r)} ${n(cy)}a${n(r)} ${n(r)} 0 1 0 ${n(2 * r)} 0a${n(r)} ${n(r)} 0 1 0 ${n(-2 * r)} 0z`
  const near = `M${n(cx)} ${n(cy - r)}A${n(r)} ${n(r)} 0 0 1 ${n(cx + r)} ${n(cy)}`
  return {
    width: 1000 + left,
    height,
    defs,
    body: `${loop(whole)}<g transform="translate(${n(left)} 0)">${body}</g>${loop(near)}`,
  }
}
