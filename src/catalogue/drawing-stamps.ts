import { outlineBlock } from '../platform/files/lettering.ts'
import { type Drawn, fill, inset, n, placed, roundBox, stops } from './drawing-marks.ts'

type InkColor = 'blue' | 'black' | 'red'

export interface StampSpec {
  kind: 'stamp'
  ink: InkColor
  frame: boolean
  sample: readonly string[]
  widthMm: number
  heightMm: number
}

const inks: Readonly<Record<InkColor, string>> = { blue: '#22409a', black: '#25262b', red: '#b8232f' }

/** The imprint alone, on nothing: 1000 units on its longer side. */
export function imprint(spec: StampSpec, words: readonly string[]): Drawn {
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
  return { width, height, defs: '', body: frame + fill(setLines(lines, room), inks[spec.ink]) }
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
  return { card: cardWith(imprint(spec, words)), body: stampBody(spec) }
}

function cardWith(mark: Drawn): Drawn {
  const width = 830
  const height = 540
  const scale = Math.min((width * 0.72) / mark.width, (height * 0.66) / mark.height)
  const x = width * 0.07
  const y = height * 0.58 - (mark.height * scale) / 2
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

function stampBody(spec: StampSpec): Drawn {
  const ink = inks[spec.ink]
  const across = (id: string, list: readonly (readonly [number, string, number?])[]) =>
    `<linearGradient id="${id}" x1="0" y1="0" x2="1" y2="0">${stops(list)}</linearGradient>`
  const defs = [
    across('shell', [
      [0, '#4c4f54'],
      [0.12, '#5d6066'],
      [0.35, '#3a3c41'],
      [0.8, '#26282b'],
      [1, '#1a1b1d'],
    ]),
    across('foot', [
      [0, '#6a6d72'],
      [0.15, '#7d8085'],
      [0.5, '#54575b'],
      [1, '#34363a'],
    ]),
    across('pad', [
      [0, ink, 0.75],
      [0.2, ink, 0.9],
      [1, ink],
    ]),
    `<linearGradient id="window" x1="0" y1="0" x2="1" y2="1">${stops([
      [0, '#ffffff', 0.95],
      [1, '#e6e8ea', 0.95],
    ])}</linearGradient>`,
  ].join('')
  const cap = 'M58 36C58 14 74 0 96 0H324c22 0 38 14 38 36l10 168H48z'
  const body = [
    fill(cap, 'url(#shell)'),
    fill(
      'M70 38c0-16 11-27 27-27H322c15 0 26 10 27 25-6-8-16-12-28-12H98c-13 0-23 5-28 14z',
      '#ffffff',
      'fill-opacity="0.22"',
    ),
    fill(roundBox({ x: 112, y: 66, width: 196, height: 92 }, 10), '#111214', 'fill-opacity="0.55"'),
    fill(roundBox({ x: 116, y: 70, width: 188, height: 84 }, 8), 'url(#window)'),
    fill(
      outlineBlock('ZĪMES', { x: 132, y: 84, width: 156, height: 56, size: 44, weight: 800, tracking: 0.06 })
        .path,
      ink,
    ),
    fill('M40 204H380l4 34H36z', '#1b1c1e'),
    fill('M30 238H390l8 150H22z', 'url(#foot)'),
    fill('M30 238H390l.6 10H29.500z', '#ffffff', 'fill-opacity="0.25"'),
    fill(roundBox({ x: 64, y: 284, width: 292, height: 62 }, 12), 'url(#pad)'),
    fill(roundBox({ x: 64, y: 284, width: 292, height: 26 }, 12), '#ffffff', 'fill-opacity="0.16"'),
    fill(roundBox({ x: 14, y: 388, width: 392, height: 34 }, 8), 'url(#shell)'),
    fill(roundBox({ x: 14, y: 388, width: 392, height: 8 }, 4), '#ffffff', 'fill-opacity="0.16"'),
  ].join('')
  return { width: 420, height: 422, defs, body }
}
