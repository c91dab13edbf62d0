import { outlineBlock } from '../../platform/files/lettering.ts'
import { type Box, corners, type Drawn, disc, fill, inset, n, roundBox, shade } from './marks.ts'
import { safety } from './symbols.ts'

/** Signs of the road by their shape; the words or the symbol are part of the sign. */
export interface RoadSpec {
  kind: 'road'
  shape: 'octagon' | 'yield' | 'danger' | 'ban' | 'closed' | 'board'
  /** On an octagon, in a ring, or on a board. */
  words?: string
  widthMm: number
  heightMm: number
}

const side = 1000
const red = '#c5202b'
const whole: Box = { x: 0, y: 0, width: side, height: side }

/** A road sign of retroreflective film on aluminium with a folded rim. */
export function road(spec: RoadSpec): Drawn {
  const height = (side * spec.heightMm) / spec.widthMm
  const { outline, print } = shapes[spec.shape](spec, height)
  const defs = [
    shade('rim', [
      [0, '#f2f3f4'],
      [0.5, '#c3c7ca'],
      [1, '#8d9296'],
    ]),
    shade('beam', [
      [0, '#ffffff', 0.3],
      [0.5, '#ffffff', 0.05],
      [0.75, '#ffffff', 0],
      [1, '#000000', 0.1],
    ]),
    `<pattern id="film" width="30" height="52" patternUnits="userSpaceOnUse">${honeycomb}</pattern>`,
    `<clipPath id="cutout"><path d="${outline}"/></clipPath>`,
  ].join('')
  const area = `width="${side}" height="${n(height)}"`
  const body = [
    fill(outline, 'url(#rim)'),
    `<g clip-path="url(#cutout)">${print}<rect ${area} fill="url(#film)"/><rect ${area} fill="url(#beam)"/>`,
    `<path d="${outline}" fill="none" stroke="url(#rim)" stroke-width="16"/></g>`,
  ].join('')
  return { width: side, height, defs, body }
}

// The cells of the film are felt more than seen.
const honeycomb =
  '<path d="M0 9L15 0 30 9V26L15 35 0 26zM15 35V52" fill="none" stroke="#000000" stroke-opacity="0.045" stroke-width="1.6"/>'

interface Shape {
  outline: string
  print: string
}

const shapes: Readonly<Record<RoadSpec['shape'], (spec: RoadSpec, height: number) => Shape>> = {
  octagon: ({ words }) => octagon(words ?? 'STOP'),
  yield: () => {
    const outline = triangle(46, 0, true)
    return { outline, print: fill(outline, red) + fill(triangle(24, 118, true), '#fbfbf8') }
  },
  danger: () => {
    const outline = triangle(46, 0, false)
    return { outline, print: fill(outline, red) + fill(triangle(24, 96, false), '#f9cf1d') + worker }
  },
  ban: ({ words }) => ({
    outline: disc(500, 500, 500),
    print:
      fill(disc(500, 500, 500), red) +
      fill(disc(500, 500, 395), '#fbfbf8') +
      fill(set(words ?? '30', inset(whole, 240), 470), safety.ink),
  }),
  closed: () => ({
    outline: disc(500, 500, 500),
    print:
      fill(disc(500, 500, 500), '#fbfbf8') +
      fill(disc(500, 500, 476), red) +
      fill(roundBox({ x: 160, y: 405, width: 680, height: 190 }, 10), '#fbfbf8'),
  }),
  board: ({ words }, height) => board(words ?? '', height),
}

function octagon(words: string): Shape {
  const cut = (by: number) => {
    const far = side - by
    const near = by + (side - 2 * by) * 0.2929
    const away = side - near
    return corners([
      [near, by],
      [away, by],
      [far, near],
      [far, away],
      [away, far],
      [near, far],
      [by, away],
      [by, near],
    ])
  }
  const letters = set(words, { x: 110, y: 300, width: 780, height: 400 }, 400)
  return {
    outline: cut(0),
    print: fill(cut(0), '#fbfbf8') + fill(cut(34), red) + fill(letters, '#fbfbf8'),
  }
}

function board(words: string, height: number): Shape {
  const box = { x: 0, y: 0, width: side, height }
  const shorter = Math.min(side, height)
  const line = inset(box, shorter * 0.05)
  const room = inset(box, shorter * 0.14)
  return {
    outline: roundBox(box, shorter * 0.07),
    print:
      fill(roundBox(box, shorter * 0.07), '#fbfbf8') +
      `<path d="${roundBox(line, shorter * 0.05)}" fill="none" stroke="${safety.ink}" stroke-width="${n(shorter * 0.018)}"/>` +
      fill(
        outlineBlock(words.split('\n'), { ...room, size: room.height * 0.42, weight: 700, leading: 1.32 })
          .path,
        safety.ink,
      ),
  }
}

// Corners are rounded by arcs; `by` moves all three sides inwards.
function triangle(radius: number, by: number, down: boolean): string {
  const tall = side * 0.88
  const top: [number, number] = [500, by * 2]
  const right: [number, number] = [side - by * 1.732, tall - by]
  const left: [number, number] = [by * 1.732, tall - by]
  const flip = ([x, y]: [number, number]): [number, number] => [x, down ? tall - y : y]
  return roundedCorners([flip(top), flip(right), flip(left)], radius)
}

function roundedCorners(points: readonly [number, number][], radius: number): string {
  return `${points
    .map((corner, index) => {
      const before = points[(index + points.length - 1) % points.length]!
      const after = points[(index + 1) % points.length]!
      const [ax, ay] = towards(corner, before, radius * 1.6)
      const [bx, by] = towards(corner, after, radius * 1.6)
      return `${index === 0 ? 'M' : 'L'}${n(ax)} ${n(ay)}Q${n(corner[0])} ${n(corner[1])} ${n(bx)} ${n(by)}`
    })
    .join('')}z`
}

function towards(from: [number, number], to: [number, number], by: number): [number, number] {
  const length = Math.hypot(to[0] - from[0], to[1] - from[1])
  return [from[0] + ((to[0] - from[0]) * by) / length, from[1] + ((to[1] - from[1]) * by) / length]
}

function set(words: string, room: Box, size: number): string {
  return outlineBlock([words], { ...room, size, weight: 700 }).path
}

// Somebody with a shovel beside a heap.
const worker = `<g transform="translate(290 330) scale(4.2)" fill="${safety.ink}">${[
  `<circle cx="46" cy="17" r="7"/>`,
  `<g fill="none" stroke="${safety.ink}" stroke-linecap="round" stroke-linejoin="round">`,
  '<path d="M44 30L31 58" stroke-width="11"/><path d="M32 58L41 74 37 96M31 58L21 76 12 96" stroke-width="8.500"/>',
  '<path d="M45 32L57 50 68 56M44 33L50 52 60 60" stroke-width="5.500"/><path d="M48 46L78 82" stroke-width="4"/></g>',
  '<path d="M74 74l9-4 6 15-11 1z"/><path d="M70 97c4-9 10-14 17-14s13 6 17 14z"/>',
].join('')}</g>`
