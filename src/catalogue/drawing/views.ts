import { outline } from '../../platform/files/lettering.ts'
import { apart, type Drawn, disc, fill, n, roundBox, shade } from './marks.ts'

/** Where goods are shown in use. */
export type Place = 'door' | 'plaster' | 'brick' | 'wood' | 'glass' | 'post'

export interface Measure {
  readonly widthMm: number
  readonly heightMm: number
}

export const frame = { width: 1280, height: 960 }

interface Standing {
  drawn: Drawn
  x: number
  y: number
  scale: number
}

/** A picture of several pieces, before their shadows are cast. */
export interface View {
  readonly wall: string
  readonly defs: string
  readonly standing: readonly Standing[]
  /** Drawn over everything, without a shadow. */
  readonly over: string
}

/** The goods where they are used, a third of the picture wide, at the height of the eyes. */
export function inPlace(place: Place, drawn: Drawn): View {
  const { wall, defs, over, focus } = places[place]()
  const scale = Math.min(
    (frame.width * focus.share) / drawn.width,
    (frame.height * focus.share * 1.25) / drawn.height,
  )
  const x = focus.x - (drawn.width * scale) / 2
  const y = focus.y - (drawn.height * scale) / 2
  return { wall, defs, standing: [{ drawn: apart(drawn, 'goods'), x, y, scale }], over }
}

/** The upper left of the goods so near that material and fixing can be seen. */
export function closeUp(drawn: Drawn): View {
  const scale = Math.max(frame.width / drawn.width, frame.height / drawn.height) * 1.9
  return { wall: '', defs: '', standing: [{ drawn, x: 130, y: 110, scale }], over: '' }
}

/** The sizes on offer, each in proportion to the others, with their measures in millimetres. */
export function sizesBeside(drawings: readonly Drawn[], measures: readonly Measure[]): View {
  const gap = 90
  const inner = { width: frame.width - 200, height: frame.height - 330 }
  const across = measures.reduce((sum, { widthMm }) => sum + widthMm, 0)
  const tall = Math.max(...measures.map(({ heightMm }) => heightMm))
  const perMm = Math.min((inner.width - gap * (measures.length - 1)) / across, inner.height / tall)
  const base = frame.height / 2 + (tall * perMm) / 2 - 60
  const used = across * perMm + gap * (measures.length - 1)
  let x = (frame.width - used) / 2
  const over: string[] = []
  const standing = drawings.map((drawn, index): Standing => {
    const { widthMm, heightMm } = measures[index]!
    const at = x
    x += widthMm * perMm + gap
    over.push(dimension(at, at + widthMm * perMm, base + 62, `${widthMm} × ${heightMm} mm`))
    return {
      drawn: apart(drawn, `size-${index}`),
      x: at,
      y: base - heightMm * perMm,
      scale: (widthMm * perMm) / drawn.width,
    }
  })
  return { wall: '', defs: '', standing, over: over.join('') }
}

function dimension(from: number, to: number, y: number, words: string): string {
  const ink = '#4a453c'
  const middle = (from + to) / 2
  const text = outline(words, { size: 34, weight: 600, x: middle, y: y + 58, anchor: 'middle' })
  const tick = (x: number) => `M${n(x)} ${n(y - 14)}v28`
  return `<path d="${tick(from)}${tick(to)}M${n(from)} ${n(y)}H${n(to)}" stroke="${ink}" stroke-width="3" fill="none"/>${fill(text.path, ink)}`
}

interface Backdrop {
  wall: string
  defs: string
  over: string
  focus: { x: number; y: number; share: number }
}

const all = `width="${frame.width}" height="${frame.height}"`

const light = shade('daylight', [
  [0, '#ffffff', 0.3],
  [0.5, '#ffffff', 0.02],
  [1, '#1c150a', 0.24],
])

const lit = `<rect ${all} fill="url(#daylight)"/>`

function noise(id: string, frequency: string, strength: number, seed: number): string {
  return `<filter id="${id}" x="0" y="0" width="1" height="1"><feTurbulence type="fractalNoise" baseFrequency="${frequency}" numOctaves="4" seed="${seed}"/><feColorMatrix values="0 0 0 0 .2 0 0 0 0 .15 0 0 0 0 .1 0 0 0 ${strength} ${n(-strength * 0.45)}"/></filter>`
}

const places: Readonly<Record<Place, () => Backdrop>> = {
  door,
  plaster: () => ({
    wall: `<rect ${all} fill="#d9d0bd"/><rect ${all} filter="url(#rough)"/><rect y="840" ${`width="${frame.width}" height="120"`} fill="#8e8676"/><rect y="836" width="${frame.width}" height="8" fill="#ffffff" fill-opacity=".25"/>${lit}`,
    defs: light + noise('rough', '0.12 0.14', 0.3, 8),
    over: '',
    focus: { x: 640, y: 420, share: 0.42 },
  }),
  brick: () => ({
    wall: `<rect ${all} fill="#c9bfae"/><rect ${all} fill="url(#bricks)"/><rect ${all} filter="url(#rough)"/>${lit}`,
    defs: light + noise('rough', '0.03 0.05', 0.5, 5) + bricks,
    over: '',
    focus: { x: 640, y: 470, share: 0.44 },
  }),
  wood: () => ({
    wall: `<rect ${all} fill="#8a6a45"/><rect ${all} filter="url(#boards)"/>${[192, 384, 576, 768]
      .map(
        (y) =>
          `<rect y="${y}" width="${frame.width}" height="7" fill="#2c1d0e" fill-opacity=".6"/><rect y="${y + 7}" width="${frame.width}" height="3" fill="#ffffff" fill-opacity=".16"/>`,
      )
      .join('')}${lit}`,
    defs: light + noise('boards', '0.003 0.06', 1.1, 17),
    over: '',
    focus: { x: 640, y: 478, share: 0.46 },
  }),
  glass: () => ({
    wall: `<rect ${all} fill="url(#street)"/><g fill="#ffffff" fill-opacity=".08"><path d="M180 0h220L40 960H-180zM760 0h90L490 960h-90z"/></g>`,
    defs: shade('street', [
      [0, '#8fa3a8'],
      [0.5, '#6b8087'],
      [1, '#43555c'],
    ]),
    over: `<rect width="70" height="960" fill="#2f3336"/><rect x="70" width="8" height="960" fill="#ffffff" fill-opacity=".2"/>`,
    focus: { x: 670, y: 460, share: 0.46 },
  }),
  post,
}

const bricks = `<pattern id="bricks" width="220" height="120" patternUnits="userSpaceOnUse">${[
  [6, 6, 208],
  [-104, 66, 208],
  [116, 66, 208],
]
  .map(
    ([x, y, width], index) =>
      `<rect x="${x}" y="${y}" width="${width}" height="48" rx="3" fill="${index ? '#a5553d' : '#b0614a'}"/><rect x="${x}" y="${y}" width="${width}" height="5" fill="#ffffff" fill-opacity=".14"/>`,
  )
  .join('')}</pattern>`

// A panelled door, its handle on the right.
function door(): Backdrop {
  const panel = (x: number, y: number, width: number, height: number) =>
    `<path d="${roundBox({ x, y, width, height }, 4)}" fill="#000000" fill-opacity=".07"/><path d="M${x} ${y + height}V${y}H${x + width}" fill="none" stroke="#000000" stroke-opacity=".3" stroke-width="6"/><path d="M${x + width} ${y}V${y + height}H${x}" fill="none" stroke="#ffffff" stroke-opacity=".22" stroke-width="6"/>`
  const handle = [
    fill(roundBox({ x: 1004, y: 560, width: 64, height: 220 }, 30), 'url(#brushed)'),
    fill(
      roundBox({ x: 850, y: 606, width: 190, height: 34 }, 17),
      '#000000',
      'fill-opacity=".25" transform="translate(6 12)"',
    ),
    fill(roundBox({ x: 850, y: 606, width: 190, height: 34 }, 17), 'url(#brushed)'),
    fill(disc(1036, 722, 15), '#3d4043'),
  ].join('')
  return {
    wall: `<rect ${all} fill="#e4ddcf"/><rect x="96" width="1088" height="960" fill="#f4f0e6"/><rect x="150" width="980" height="960" fill="#3f5a56"/>${panel(230, -60, 820, 560)}${panel(230, 860, 820, 300)}${handle}${lit}`,
    defs:
      light +
      shade('brushed', [
        [0, '#f0f1f2'],
        [0.5, '#b4b9bd'],
        [1, '#868b8f'],
      ]),
    over: '',
    focus: { x: 520, y: 300, share: 0.34 },
  }
}

// On a galvanised post beside a yard.
function post(): Backdrop {
  return {
    wall: `<rect ${all} fill="url(#sky)"/><path d="M0 620c140-46 240-18 380-40s220-60 400-26 330 10 500-26v432H0z" fill="#7f9270"/><path d="M0 700c240-30 520-10 760-16s360-8 520 6v270H0z" fill="#6b7d5e"/><path d="M0 800h1280v160H0z" fill="#a8a196"/><path d="M0 796h1280v10H0z" fill="#ffffff" fill-opacity=".25"/><rect x="612" y="340" width="56" height="620" fill="url(#tube)"/>`,
    defs:
      shade(
        'sky',
        [
          [0, '#dfe8ea'],
          [1, '#f1eee4'],
        ],
        'down',
      ) +
      shade(
        'tube',
        [
          [0, '#8d9397'],
          [0.3, '#e3e6e8'],
          [0.6, '#b5bbbf'],
          [1, '#767c80'],
        ],
        'across',
      ),
    over: '',
    focus: { x: 640, y: 370, share: 0.44 },
  }
}
