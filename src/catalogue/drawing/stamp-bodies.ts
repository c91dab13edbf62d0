import { outlineBlock } from '../../platform/files/lettering.ts'
import { type Drawn, disc, fill, n, roundBox, shade, stops } from './marks.ts'

export interface StampLook {
  readonly body?: 'dater' | 'pocket' | 'embosser'
  /** The colour of its ink. */
  readonly ink: string
}

/** What prints: a desk stamp, a dater with its wheels, one for the pocket, or pliers that press into paper. */
export function stampBody(look: StampLook): Drawn {
  if (look.body === 'pocket') return pocket(look.ink)
  if (look.body === 'embosser') return embosser()
  return desk(look)
}

function desk({ ink, body: kind }: StampLook): Drawn {
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
    kind === 'dater' ? wheels : '',
    fill(roundBox({ x: 64, y: 284, width: 292, height: 62 }, 12), 'url(#pad)'),
    fill(roundBox({ x: 64, y: 284, width: 292, height: 26 }, 12), '#ffffff', 'fill-opacity="0.16"'),
    fill(roundBox({ x: 14, y: 388, width: 392, height: 34 }, 8), 'url(#shell)'),
    fill(roundBox({ x: 14, y: 388, width: 392, height: 8 }, 4), '#ffffff', 'fill-opacity="0.16"'),
  ].join('')
  return { width: 420, height: 422, defs, body }
}

// The wheels that set the day, left and right of the frame.
const wheels = [-26, 398]
  .map(
    (x) =>
      `<rect x="${x}" y="262" width="48" height="96" rx="10" fill="#d8b13a"/>` +
      [0, 1, 2, 3, 4, 5]
        .map(
          (tooth) =>
            `<rect x="${x}" y="${268 + tooth * 15}" width="48" height="6" fill="#000000" fill-opacity="0.22"/>`,
        )
        .join(''),
  )
  .join('')

const dark: readonly (readonly [number, string])[] = [
  [0, '#55585d'],
  [0.3, '#3c3f44'],
  [1, '#1c1d20'],
]

// Flat as a lighter: the lid stands open behind it.
function pocket(ink: string): Drawn {
  const defs =
    shade('lid', [
      [0, '#e9ebec'],
      [0.5, '#b9bec2'],
      [1, '#8c9195'],
    ]) + shade('case', dark)
  const body = [
    fill(roundBox({ x: 70, y: 0, width: 280, height: 190 }, 26), 'url(#lid)'),
    fill(roundBox({ x: 92, y: 20, width: 236, height: 150 }, 16), '#000000', 'fill-opacity="0.08"'),
    fill(
      outlineBlock('ZĪMES', { x: 130, y: 60, width: 160, height: 70, size: 46, weight: 800, tracking: 0.06 })
        .path,
      '#55595d',
    ),
    fill(roundBox({ x: 56, y: 186, width: 308, height: 28 }, 8), '#17181a'),
    fill(roundBox({ x: 40, y: 206, width: 340, height: 216 }, 30), 'url(#case)'),
    fill(roundBox({ x: 74, y: 250, width: 272, height: 128 }, 14), ink, 'fill-opacity="0.9"'),
    fill(roundBox({ x: 74, y: 250, width: 272, height: 46 }, 14), '#ffffff', 'fill-opacity="0.14"'),
    `<path d="${roundBox({ x: 42, y: 208, width: 336, height: 212 }, 29)}" fill="none" stroke="#ffffff" stroke-opacity="0.2" stroke-width="4"/>`,
  ].join('')
  return { width: 420, height: 422, defs, body }
}

// Pliers seen from the side: two levers, a spring between them, the dies at the front.
function embosser(): Drawn {
  const defs =
    shade('chrome', [
      [0, '#f3f4f5'],
      [0.35, '#b5babd'],
      [0.6, '#e3e6e7'],
      [1, '#7f8589'],
    ]) + shade('grip', dark)
  const body = [
    fill('M60 372H392c16 0 24 10 24 25s-8 25-24 25H40c-14 0-20-10-16-22z', 'url(#grip)'),
    fill('M52 330l40-4 300 40v14H56z', 'url(#chrome)'),
    fill('M96 140C150 44 300-12 380 6c24 6 34 26 22 42-8 10-20 12-36 13-100 6-170 60-214 150z', 'url(#grip)'),
    fill('M150 92C210 44 310 14 374 22c6 1 8 5 5 8-90 0-160 26-220 82z', '#ffffff', 'fill-opacity="0.2"'),
    fill(roundBox({ x: 54, y: 120, width: 110, height: 214 }, 20), 'url(#chrome)'),
    fill(roundBox({ x: 40, y: 250, width: 150, height: 34 }, 10), '#5c6165'),
    fill(roundBox({ x: 40, y: 296, width: 150, height: 34 }, 10), '#4b5054'),
    fill(roundBox({ x: 30, y: 284, width: 176, height: 10 }, 3), '#fbfaf6'),
    fill(disc(109, 166, 24), '#878d91') + fill(disc(104, 160, 15), '#dfe2e4'),
    fill(roundBox({ x: 54, y: 330, width: 110, height: 60 }, 8), 'url(#chrome)'),
    `<path d="M250 ${n(160)}l34 28-30 26 36 28-30 26 36 28-26 24" fill="none" stroke="#8e9498" stroke-width="12" stroke-linejoin="round"/>`,
  ].join('')
  return { width: 420, height: 422, defs, body }
}
