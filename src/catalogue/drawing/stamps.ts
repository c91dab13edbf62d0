import { outline, outlineBlock } from '../../platform/files/lettering.ts'
import { type Box, type Drawn, fill, inset, n, placed, roundBox, stops } from './marks.ts'
import { stampBody } from './stamp-bodies.ts'

/** `relief` is pressed into the paper and has no ink. */
export type InkColor = 'blue' | 'black' | 'red' | 'relief'

export interface StampSpec {
  kind: 'stamp'
  ink: InkColor
  frame: boolean
  sample: readonly string[]
  widthMm: number
  heightMm: number
  shape?: 'round'
  /** What prints it; the desk stamp where nothing is said. */
  body?: 'dater' | 'pocket' | 'embosser'
}

export const inks: Readonly<Record<InkColor, string>> = {
  blue: '#22409a',
  black: '#25262b',
  red: '#b8232f',
  relief: '#cfc9bb',
}

/** The imprint alone, on nothing: 1000 units on its longer side. */
export function imprint(spec: StampSpec, words: readonly string[]): Drawn {
  const drawn = spec.shape === 'round' ? roundImprint(spec, words) : squareImprint(spec, words)
  return spec.ink === 'relief' ? { ...drawn, body: pressed(drawn.body) } : drawn
}

// Light falls on the upper left of what stands out from the paper.
function pressed(body: string): string {
  const shifted = (by: number, color: string) =>
    `<g transform="translate(${by} ${by})">${body.replaceAll(inks.relief, color)}</g>`
  return shifted(5, '#9a9180') + shifted(-5, '#ffffff') + body.replaceAll(inks.relief, '#ece7db')
}

// The first line runs round the rim, the last may lie at the foot; the rest stands in the middle.
function roundImprint(spec: StampSpec, words: readonly string[]): Drawn {
  const ink = inks[spec.ink]
  const [rim = '', ...middle] = words.map((line) => line.trim()).filter((line) => line !== '')
  const ring = (radius: number, width: number) =>
    `<circle cx="500" cy="500" r="${radius}" fill="none" stroke="${ink}" stroke-width="${width}"/>`
  const room: Box = { x: 250, y: 330, width: 500, height: 340 }
  const inner = outlineBlock(middle, { ...room, size: 120, weight: 700, leading: 1.34 })
  const body =
    ring(484, 24) +
    (middle.length ? ring(318, 10) : '') +
    fill(around(rim, middle.length > 0), ink) +
    fill(inner.path, ink)
  return { width: 1000, height: 1000, defs: '', body }
}

// Letters stand on a circle, spread evenly; a long line gets smaller letters.
function around(text: string, besideOthers: boolean): string {
  const letters = [...text]
  const radius = besideOthers ? 352 : 300
  const widths = letters.map(
    (letter) => (letter === ' ' ? 0.3 : outline(letter, { size: 1, weight: 700 }).width) + 0.06,
  )
  const total = widths.reduce((sum, width) => sum + width, 0)
  const size = Math.min(104, (radius * Math.PI * 1.86) / Math.max(1, total))
  const whole = (total * size) / radius
  let angle = -whole / 2
  return letters
    .map((letter, index) => {
      const step = (widths[index]! * size) / radius
      const path = turned(letter, size, radius, angle + step / 2)
      angle += step
      return path
    })
    .join('')
}

function turned(letter: string, size: number, radius: number, angle: number): string {
  const { path } = outline(letter, { size, weight: 700, anchor: 'middle' })
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  return path.replace(/(-?[\d.]+) (-?[\d.]+)/g, (_, x: string, y: string) => {
    const [across, up] = [Number(x), Number(y) - radius]
    return `${n(500 + across * cos - up * sin)} ${n(500 + across * sin + up * cos)}`
  })
}

function squareImprint(spec: StampSpec, words: readonly string[]): Drawn {
  const longer = Math.max(spec.widthMm, spec.heightMm)
  const width = (1000 * spec.widthMm) / longer
  const height = (1000 * spec.heightMm) / longer
  const shorter = Math.min(width, height)
  const box = { x: 0, y: 0, width, height }
  const stroke = shorter * 0.028
  const frame = spec.frame
    ? `<path d="${roundBox(inset(box, stroke / 2 + 2), shorter * 0.05)}" fill="none" stroke="${inks[spec.ink]}" stroke-width="${n(stroke)}"/>`
    : ''
  const room = inset(box, shorter * (spec.frame ? 0.1 : 0.04))
  const lines = words.map((line) => line.trim()).filter((line) => line !== '')
  const set = spec.body === 'dater' ? dated(lines, room) : setLines(lines, room)
  return { width, height, defs: '', body: frame + fill(set, inks[spec.ink]) }
}

// The day stands large between the words.
function dated(lines: readonly string[], room: Box): string {
  const [above = '', ...below] = lines
  const line = (text: string, from: number, tall: number, weight: 500 | 800) =>
    outlineBlock([text], {
      ...room,
      y: room.y + room.height * from,
      height: room.height * tall,
      size: room.height * tall,
      weight,
    }).path
  const day = line('22. NOV. 2026', 0.33, 0.34, 800)
  return line(above, 0.02, 0.24, 500) + day + line(below.join(' '), 0.74, 0.24, 500)
}

// The firm's name stands out: the first line a step larger and heavier than the rest.
function setLines(lines: readonly string[], room: { x: number; y: number; width: number; height: number }) {
  const [first = '', ...rest] = lines
  if (rest.length === 0) return outlineBlock([first], { ...room, size: room.height * 0.9, weight: 800 }).path
  const share = 1.35 / (1.35 + rest.length)
  const head = { ...room, height: room.height * share }
  const tail = { ...room, y: room.y + room.height * share, height: room.height * (1 - share) }
  const small = outlineBlock(rest, { ...tail, size: tail.height * 0.7, weight: 500, leading: 1.3 })
  const large = outlineBlock([first], {
    ...head,
    size: Math.min(head.height * 0.8, small.size * 1.6),
    weight: 800,
  })
  return large.path + small.path
}

/** The self-inking stamp beside a card that carries its imprint: 1200 by 900 units, shadow apart. */
export function stampScene(spec: StampSpec, words: readonly string[]): { card: Drawn; body: Drawn } {
  const body = stampBody({ ink: inks[spec.ink], ...(spec.body ? { body: spec.body } : {}) })
  return { card: cardWith(imprint(spec, words)), body }
}

function cardWith(mark: Drawn): Drawn {
  const width = 830
  const height = 540
  const scale = Math.min(
    (width * 0.72) / mark.width,
    (height * (mark.width === mark.height ? 0.8 : 0.66)) / mark.height,
  )
  const x = width * 0.07
  const y = height * (mark.width === mark.height ? 0.5 : 0.58) - (mark.height * scale) / 2
  const paper = roundBox({ x: 0, y: 0, width, height }, 6)
  const defs = `<linearGradient id="paper" x1="0" y1="0" x2="1" y2="1">${stops([
    [0, '#ffffff'],
    [1, '#f6f4ef'],
  ])}</linearGradient>`
  return {
    width,
    height,
    defs,
    body: `${fill(paper, 'url(#paper)')}<g fill-opacity="0.93">${placed(mark.body, x, y, scale)}</g>`,
  }
}
