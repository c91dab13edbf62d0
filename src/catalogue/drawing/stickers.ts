import { outlineBlock } from '../../platform/files/lettering.ts'
import { type Box, type Drawn, disc, fill, inset, n, placed, roundBox, shade } from './marks.ts'

/** Stickers by the sheet: round ones with a mark, or labels with a number and bars. */
export interface StickersSpec {
  kind: 'stickers'
  form: 'round' | 'label'
  sample: readonly string[]
  widthMm: number
  heightMm: number
}

const inks = { round: '#8a3b1e', label: '#1c1e20' } as const

/** One sticker with the buyer's words, in its own proportions. */
export function sticker(spec: StickersSpec, words: readonly string[]): Drawn {
  const height = (1000 * spec.heightMm) / spec.widthMm
  const box = { x: 0, y: 0, width: 1000, height }
  const lines = words.map((line) => line.trim()).filter((line) => line !== '')
  const body = spec.form === 'round' ? seal(lines, box) : label(lines, box)
  return { width: 1000, height, defs: '', body }
}

/** The sheet of the catalogue picture; one place is empty, its sticker is in use already. */
export function stickerSheet(spec: StickersSpec, words: readonly string[]): Drawn {
  const [columns, rows] = spec.form === 'round' ? [4, 3] : [3, 5]
  const one = sticker(spec, words)
  const gap = 60
  const width = columns * 1000 + (columns + 1) * gap
  const height = rows * one.height + (rows + 1) * gap
  const places = Array.from({ length: columns * rows }, (_, index) => ({
    x: gap + (index % columns) * (1000 + gap),
    y: gap + Math.floor(index / columns) * (one.height + gap),
  }))
  const paper = roundBox({ x: 0, y: 0, width, height }, 30)
  const body = [
    fill(paper, 'url(#liner)'),
    ...places.map(({ x, y }, index) =>
      index === columns * rows - 1 ? empty(spec, x, y, one.height) : placed(one.body, x, y, 1),
    ),
  ].join('')
  const defs = shade('liner', [
    [0, '#fbf6e6'],
    [1, '#efe6cd'],
  ])
  const scale = 1000 / width
  return { width: 1000, height: height * scale, defs, body: placed(body, 0, 0, scale) }
}

function empty({ form }: StickersSpec, x: number, y: number, height: number): string {
  const path =
    form === 'round'
      ? disc(x + 500, y + height / 2, Math.min(500, height / 2))
      : roundBox({ x, y, width: 1000, height }, 40)
  return `<path d="${path}" fill="#e6dcc1" stroke="#d3c7a6" stroke-width="6"/>`
}

// A loaf with its cuts above the firm's words.
function seal(lines: readonly string[], { height }: Box): string {
  const r = Math.min(500, height / 2)
  const cy = height / 2
  const ring = (radius: number, width: number) =>
    `<circle cx="500" cy="${n(cy)}" r="${n(radius)}" fill="none" stroke="${inks.round}" stroke-width="${width}"/>`
  const loaf = `<g transform="translate(500 ${n(cy - r * 0.3)}) scale(${n(r / 100)})">${fill(
    'M-46 14c-6-22 14-38 46-38s52 16 46 38c-1 5-5 8-10 8h-72c-5 0-9-3-10-8z',
    inks.round,
  )}<g fill="none" stroke="#fdf9ef" stroke-width="4.500" stroke-linecap="round"><path d="M-26 8c2-9 6-16 13-21M-4 8c2-9 6-16 13-21M18 8c2-9 6-16 13-21"/></g></g>`
  const room = { x: 500 - r * 0.7, y: cy + r * 0.08, width: r * 1.4, height: r * 0.52 }
  const words = outlineBlock(lines, { ...room, size: r * 0.3, weight: 700, leading: 1.3 })
  return (
    fill(disc(500, cy, r), '#fdf9ef') +
    ring(r * 0.94, r * 0.018) +
    ring(r * 0.89, r * 0.035) +
    loaf +
    fill(words.path, inks.round)
  )
}

// The same bars for every label: they are drawn, not read.
const bars = [3, 1, 2, 1, 1, 3, 2, 1, 1, 2, 3, 1, 2, 2, 1, 1, 3, 1, 1, 2, 2, 1, 3, 1, 2, 1, 1, 2]

function label(lines: readonly string[], box: Box): string {
  const { height } = box
  const [first = '', ...rest] = lines
  const room = inset(box, height * 0.12)
  const head = outlineBlock([first], { ...room, height: height * 0.16, size: height * 0.15, weight: 600 })
  const tail = { ...room, y: height * 0.72, height: height * 0.18 }
  const number = outlineBlock(rest.length ? [rest.join(' ')] : [''], {
    ...tail,
    size: height * 0.19,
    weight: 800,
  })
  const unit = (room.width * 0.86) / bars.reduce((sum, bar) => sum + bar, 0)
  let x = room.x + room.width * 0.07
  const code = bars.map((bar, index) => {
    const drawn =
      index % 2 ? '' : `M${n(x)} ${n(height * 0.34)}h${n(bar * unit)}v${n(height * 0.31)}h${n(-bar * unit)}z`
    x += bar * unit
    return drawn
  })
  return (
    fill(roundBox(box, 40), '#fdfdfb', 'stroke="#d8d4c8" stroke-width="6"') +
    fill(head.path + code.join('') + number.path, inks.label)
  )
}
