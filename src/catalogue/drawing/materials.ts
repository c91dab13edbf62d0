import { type Box, fill, n, stops } from './marks.ts'

export type Finish =
  | 'enamel-blue'
  | 'enamel-black'
  | 'enamel-green'
  | 'enamel-white'
  | 'steel'
  | 'brass'
  | 'slate'
  | 'oak'
  | 'acrylic'
  | 'acrylic-black'
  | 'printed-white'
  | 'film-white'
  | 'road-blue'
  | 'road-white'
  | 'aluminium'
  | 'glass'

/** How words sit on the material: printed flat, cut into it, or cut and filled with colour. */
type Lettering = 'flat' | 'engraved'

export interface Look {
  base: readonly (readonly [number, string, number?])[]
  ink: string
  lettering: Lettering
  /** A line round the sign, in the ink's colour, as house numbers and road signs have. */
  border: boolean
  gloss: number
  bevel: number
  grain?: Grain
}

interface Grain {
  frequency: string
  octaves: number
  seed: number
  dark: number
  light: number
}

const brushed: Grain = { frequency: '0.0015 0.35', octaves: 2, seed: 4, dark: 0.5, light: 0.5 }

const enamel = (light: string, middle: string, dark: string, ink = '#fdfdfb'): Look => ({
  base: [
    [0, light],
    [0.55, middle],
    [1, dark],
  ],
  ink,
  lettering: 'flat',
  border: true,
  gloss: 0.3,
  bevel: 1,
})

export const looks: Readonly<Record<Finish, Look>> = {
  'enamel-blue': enamel('#2350a8', '#173f8f', '#103074'),
  'enamel-black': enamel('#3a3b3f', '#232427', '#17181a'),
  'enamel-green': enamel('#1f6a4a', '#145238', '#0d3f2a'),
  'enamel-white': enamel('#ffffff', '#f8f7f3', '#e9e7e0', '#1b2a55'),
  steel: {
    base: [
      [0, '#dfe2e4'],
      [0.3, '#c3c7ca'],
      [0.5, '#d9dcde'],
      [0.75, '#b6babd'],
      [1, '#c6c9cb'],
    ],
    ink: '#26292c',
    lettering: 'engraved',
    border: false,
    gloss: 0.18,
    bevel: 1,
    grain: brushed,
  },
  brass: {
    base: [
      [0, '#ecd08a'],
      [0.28, '#d6b160'],
      [0.5, '#e6c77c'],
      [0.78, '#c39b48'],
      [1, '#d3ad5b'],
    ],
    ink: '#2e2412',
    lettering: 'engraved',
    border: false,
    gloss: 0.2,
    bevel: 1,
    grain: { ...brushed, dark: 0.35, light: 0.4, seed: 9 },
  },
  slate: {
    base: [
      [0, '#4d5256'],
      [0.5, '#3f4448'],
      [1, '#34383c'],
    ],
    ink: '#f1efe9',
    lettering: 'engraved',
    border: false,
    gloss: 0.04,
    bevel: 1,
    grain: { frequency: '0.018 0.05', octaves: 5, seed: 7, dark: 0.42, light: 0.2 },
  },
  oak: {
    base: [
      [0, '#c99a5f'],
      [0.5, '#bd8c51'],
      [1, '#a97a43'],
    ],
    ink: '#2f2012',
    lettering: 'engraved',
    border: false,
    gloss: 0.06,
    bevel: 1,
    grain: { frequency: '0.0022 0.08', octaves: 4, seed: 21, dark: 0.8, light: 0.4 },
  },
  acrylic: {
    base: [
      [0, '#ffffff', 0.97],
      [0.5, '#f4f8f7', 0.94],
      [1, '#e3edea', 0.95],
    ],
    ink: '#23282b',
    lettering: 'flat',
    border: false,
    gloss: 0.55,
    bevel: 1,
  },
  'acrylic-black': {
    base: [
      [0, '#34363a'],
      [0.5, '#1f2123'],
      [1, '#141516'],
    ],
    ink: '#f7f6f2',
    lettering: 'flat',
    border: false,
    gloss: 0.3,
    bevel: 1,
  },
  'printed-white': {
    base: [
      [0, '#ffffff'],
      [1, '#eff0ee'],
    ],
    ink: '#1c1e20',
    lettering: 'flat',
    border: false,
    gloss: 0.12,
    bevel: 0.6,
  },
  'film-white': {
    base: [
      [0, '#ffffff'],
      [1, '#f5f5f2'],
    ],
    ink: '#1c1e20',
    lettering: 'flat',
    border: false,
    gloss: 0.1,
    bevel: 0.2,
  },
  aluminium: {
    base: [
      [0, '#e9ebec'],
      [0.5, '#d6d9db'],
      [1, '#c5c9cc'],
    ],
    ink: '#1d2023',
    lettering: 'flat',
    border: false,
    gloss: 0.14,
    bevel: 1,
    grain: { ...brushed, dark: 0.16, light: 0.2, seed: 13 },
  },
  // A pane that shows what is stuck on it.
  glass: {
    base: [
      [0, '#7d929b'],
      [0.45, '#5f757f'],
      [1, '#465a63'],
    ],
    ink: '#ffffff',
    lettering: 'flat',
    border: false,
    gloss: 0.42,
    bevel: 0.7,
  },
  'road-blue': enamel('#1b62bd', '#1257ad', '#0b489a'),
  'road-white': enamel('#ffffff', '#f7f7f5', '#e8e8e4', '#16181a'),
}

export interface Painted {
  defs: string
  body: string
}

/**
 * Paints an outline with a finish, the light from the upper left as everywhere in the shop.
 * `unit` is the width of a hairline in the drawing's units.
 */
export function surface(id: string, look: Look, outline: string, box: Box, unit: number): Painted {
  const grain = look.grain ? grained(id, look.grain, box) : { defs: '', body: '' }
  const defs = [
    `<clipPath id="${id}-clip"><path d="${outline}"/></clipPath>`,
    `<linearGradient id="${id}-base" x1="0" y1="0" x2="1" y2="1">${stops(look.base)}</linearGradient>`,
    glossOf(id, look.gloss),
    edgeOf(id, look.bevel),
    grain.defs,
  ].join('')
  const area = `x="${n(box.x)}" y="${n(box.y)}" width="${n(box.width)}" height="${n(box.height)}"`
  const body = [
    fill(outline, `url(#${id}-base)`),
    `<g clip-path="url(#${id}-clip)">`,
    grain.body,
    `<rect ${area} fill="url(#${id}-gloss)"/>`,
    `<path d="${outline}" fill="none" stroke="url(#${id}-edge)" stroke-width="${n(unit * 5)}"/>`,
    '</g>',
  ].join('')
  return { defs, body }
}

function glossOf(id: string, strength: number): string {
  const light = stops([
    [0, '#ffffff', strength],
    [0.45, '#ffffff', strength * 0.25],
    [0.7, '#ffffff', 0],
    [1, '#000000', 0.06],
  ])
  return `<linearGradient id="${id}-gloss" x1="0" y1="0" x2="0.75" y2="1">${light}</linearGradient>`
}

function edgeOf(id: string, strength: number): string {
  const light = stops([
    [0, '#ffffff', 0.75 * strength],
    [0.4, '#ffffff', 0.12 * strength],
    [0.6, '#000000', 0.08 * strength],
    [1, '#000000', 0.4 * strength],
  ])
  return `<linearGradient id="${id}-edge" x1="0" y1="0" x2="1" y2="1">${light}</linearGradient>`
}

function grained(id: string, grain: Grain, box: Box): Painted {
  const area = `x="${n(box.x)}" y="${n(box.y)}" width="${n(box.width)}" height="${n(box.height)}"`
  // One noise, read twice: its high half darkens, its low half lightens.
  const dark = `0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 ${grain.dark} 0 0 0 ${n(-grain.dark * 0.47)}`
  const light = `0 0 0 0 1 0 0 0 0 1 0 0 0 0 1 ${-grain.light} 0 0 0 ${n(grain.light * 0.5)}`
  const filter = [
    `<filter id="${id}-grain" filterUnits="userSpaceOnUse" ${area} color-interpolation-filters="sRGB">`,
    `<feTurbulence type="fractalNoise" baseFrequency="${grain.frequency}" numOctaves="${grain.octaves}" seed="${grain.seed}" result="noise"/>`,
    `<feColorMatrix in="noise" values="${dark}" result="dark"/>`,
    `<feColorMatrix in="noise" values="${light}" result="light"/>`,
    '<feMerge><feMergeNode in="dark"/><feMergeNode in="light"/></feMerge></filter>',
  ].join('')
  return { defs: filter, body: `<rect ${area} filter="url(#${id}-grain)"/>` }
}

/** Words in the material: cut letters catch light on their lower right edge. */
export function letters(path: string, look: Look, unit: number, ink = look.ink): string {
  if (look.lettering === 'flat') return fill(path, ink)
  const shift = (by: number, color: string, opacity: number) =>
    `<path d="${path}" transform="translate(${n(by)} ${n(by)})" fill="${color}" fill-opacity="${opacity}"/>`
  const dark = look === looks.slate ? shift(-unit * 1.1, '#000000', 0.45) : ''
  const lit = look === looks.slate ? '' : shift(unit * 1.1, '#ffffff', 0.55)
  return dark + lit + fill(path, ink)
}
