import { disc, fill, roundBox } from './marks.ts'
import * as glyphs from './pictograms.ts'

/** Symbols in a square of 100, drawn by us after the meaning (not the artwork) of ISO 7010. */
export type Pictogram =
  | 'electricity'
  | 'slippery'
  | 'helmet'
  | 'no-smoking'
  | 'no-entry'
  | 'no-advertising'
  | 'exit'
  | 'extinguisher'
  | 'first-aid'
  | 'toilets'
  | 'parking'
  | 'assembly'
  | 'hose'
  | 'alarm'
  | 'forklift'
  | 'goggles'
  | 'washing'
  | 'no-flame'
  | 'no-dogs'
  | 'wheelchair'
  | 'wireless'
  | 'camera'
  | 'charging'
  | 'upward'
  | 'paper'
  | 'plastic'
  | 'glass'
  | 'bio'

export const safety = {
  yellow: '#f7c600',
  red: '#c8202b',
  blue: '#0f5aa8',
  green: '#0a8a4a',
  ink: '#17181a',
  white: '#ffffff',
} as const

export const symbols: Readonly<Record<Pictogram, () => string>> = {
  electricity: () => warning(bolt),
  slippery: () => warning(slipping),
  helmet: () => mandatory(helmet),
  'no-smoking': () => prohibition(cigarette),
  'no-entry': () => prohibition(stepping),
  'no-advertising': () => prohibition(leaflet),
  exit: () => exit,
  extinguisher: () => extinguisher,
  'first-aid': () => fill('M38 14h24v24h24v24H62v24H38V62H14V38h24z', safety.white),
  toilets: () => toilets,
  parking: () => fill('', safety.white),
  assembly: () => glyphs.assembly,
  hose: () => glyphs.hose(safety.red),
  alarm: () => glyphs.alarm(safety.red),
  forklift: () => warning(glyphs.forklift),
  goggles: () => mandatory(glyphs.goggles(safety.blue)),
  washing: () => mandatory(glyphs.washing),
  'no-flame': () => prohibition(glyphs.match),
  'no-dogs': () => prohibition(glyphs.dog),
  wheelchair: () => glyphs.wheelchair,
  wireless: () => glyphs.wireless,
  camera: () => glyphs.camera(safety.ink),
  charging: () => glyphs.plug,
  upward: () => glyphs.upward,
  paper: () => glyphs.waste.paper,
  plastic: () => glyphs.waste.plastic,
  glass: () => glyphs.waste.glass,
  bio: () => glyphs.waste.bio,
}

const fields: Partial<Record<Pictogram, string>> = {
  exit: safety.green,
  'first-aid': safety.green,
  assembly: safety.green,
  extinguisher: safety.red,
  hose: safety.red,
  alarm: safety.red,
  parking: safety.blue,
  toilets: safety.blue,
  wheelchair: safety.blue,
  wireless: safety.blue,
  charging: safety.blue,
  upward: safety.blue,
  camera: safety.yellow,
  paper: '#1d5fae',
  plastic: '#d98a00',
  glass: '#2f8f4e',
  bio: '#7a4f2a',
}

/** The colour of the panel behind a symbol; white where the symbol brings its own shape. */
export function panelOf(symbol: Pictogram): string {
  return fields[symbol] ?? safety.white
}

/** The colour of words and lines on a panel of this colour. */
export function printOn(field: string): string {
  return field === safety.white || field === safety.yellow ? safety.ink : safety.white
}

function warning(inner: string): string {
  const triangle = (size: number) => {
    const middle = 58
    const half = size * 0.866
    return `M50 ${middle - size}L${50 + half} ${middle + size / 2}H${50 - half}z`
  }
  return [
    `<path d="${triangle(45)}" fill="${safety.ink}" stroke="${safety.ink}" stroke-width="11" stroke-linejoin="round"/>`,
    `<path d="${triangle(39)}" fill="${safety.yellow}" stroke="${safety.yellow}" stroke-width="7" stroke-linejoin="round"/>`,
    inner,
  ].join('')
}

function prohibition(inner: string): string {
  return [
    `<circle cx="50" cy="50" r="46" fill="${safety.white}"/>`,
    inner,
    `<path d="M21.5 21.5L78.5 78.5" stroke="${safety.red}" stroke-width="8.6"/>`,
    `<circle cx="50" cy="50" r="42" fill="none" stroke="${safety.red}" stroke-width="9.4"/>`,
  ].join('')
}

function mandatory(inner: string): string {
  return `<circle cx="50" cy="50" r="47" fill="${safety.blue}"/>${inner}`
}

const bolt = fill(
  'M55 31L38 58.5h10.5L43.5 71l-3.7-1.7L42 83l11.2-8.3-3.8-1.7L60.5 52H49.2L62 31z',
  safety.ink,
)

const slipping = [
  `<g fill="none" stroke="${safety.ink}" stroke-width="6.2" stroke-linecap="round" stroke-linejoin="round">`,
  '<path d="M53 45L44 58M53 46L62 50 67 45M52 46L42 44 37 50M44 58L54 63 63 72M44 58L40 68 31 73"/></g>',
  `<circle cx="58" cy="37.5" r="5" fill="${safety.ink}"/>`,
  fill('M27 77h46v4.2H27z', safety.ink),
].join('')

const helmet = [
  fill('M31 52h38v9c0 12-8 21-19 21s-19-9-19-21z', safety.white),
  fill('M25 47c0-15 9-26 20-28v14h2.6V17h4.8v16H55V19c11 2 20 13 20 28z', safety.white),
  fill(roundBox({ x: 20, y: 46.5, width: 60, height: 5.6 }, 2.8), safety.white),
  fill('M31 54.4h38v2H31z', safety.blue),
].join('')

const cigarette = [
  fill('M20 52h39v9.5H20z', safety.ink),
  fill('M61.5 52h4.5v9.5h-4.5zM68.5 52H73v9.5h-4.5z', safety.ink),
  `<g fill="none" stroke="${safety.ink}" stroke-width="3.8" stroke-linecap="round">`,
  '<path d="M63.5 48c0-7-9-5-9-12 0-4 2.5-6.5 5.500-8"/><path d="M71 48c0-9-8.500-9-8.500-15"/></g>',
].join('')

const stepping = [
  `<g fill="none" stroke="${safety.ink}" stroke-width="8" stroke-linecap="round" stroke-linejoin="round">`,
  '<path d="M50 36V58M50 37L39 47 37 58M50 37L61 47 63 58M50 58L44 70 43 82M50 58L56 70 57 82"/></g>',
  fill(roundBox({ x: 43, y: 33, width: 14, height: 28 }, 5), safety.ink),
  `<circle cx="50" cy="24" r="6.500" fill="${safety.ink}"/>`,
].join('')

const leaflet = [
  `<g fill="${safety.white}" stroke="${safety.ink}" stroke-width="3.6" stroke-linejoin="round">`,
  '<path d="M26 34L56 27 64 62 34 69z"/><path d="M40 38h33v36H40z"/></g>',
  fill('M46 45h21v5H46zM46 54h21v3H46zM46 60h21v3H46zM46 66h13v3H46z', safety.ink),
].join('')

const runner = (color: string) =>
  [
    `<g fill="none" stroke="${color}" stroke-linecap="round" stroke-linejoin="round">`,
    '<path d="M55 35L47 56" stroke-width="12.500"/>',
    '<path d="M56 33L67 43 77 36M54 33L41 37 35 49" stroke-width="6.600"/>',
    '<path d="M48 57L62 64 61 82H68M46 57L40 73 21 77" stroke-width="8"/></g>',
    `<circle cx="61" cy="19" r="7.600" fill="${color}"/>`,
  ].join('')

const exit = [
  runner(safety.white),
  fill('M50 6h40v88H50z', safety.white),
  '<clipPath id="door"><path d="M50 6h40v88H50z"/></clipPath>',
  `<g clip-path="url(#door)">${runner(safety.green)}</g>`,
].join('')

const extinguisher = [
  fill(
    'M28 42c0-6 4-10 9-11v-5h10v5c5 1 9 5 9 11v44c0 2.500-1.500 4-4 4H32c-2.500 0-4-1.500-4-4z',
    safety.white,
  ),
  fill('M34 14l22-4v6l-9 2v5H37v-4l-9 1.500v-4z', safety.white),
  `<path d="M36 22c-10-2-17 4-17 14v22" fill="none" stroke="${safety.white}" stroke-width="4" stroke-linecap="round"/>`,
  fill('M15.500 56h7l2 14h-11z', safety.white),
  fill('M33 50h18v3H33zM33 56h18v3H33z', safety.red),
  fill(
    'M77 90c-9 0-15-6-15-15 0-7 5-11 7-17 2-5 1-9 0-12 7 3 10 8 10.500 14 2-2 3-4.500 3-8C88 58 92 66 92 75c0 9-6 15-15 15z',
    safety.white,
  ),
  fill(
    'M77 86c-4.500 0-7.500-3-7.500-7.500 0-4.500 4-7 5-12 4 3 5 6 5 9 1-.8 1.600-2 1.900-3.500 2 2 3.100 4.500 3.100 6.500 0 4.500-3 7.500-7.500 7.500z',
    safety.red,
  ),
].join('')

const man = [
  disc(0, -38, 7),
  'M-8-28h16c4 0 7 3 7 7V3c0 4-6 4-6 0v-21h-1.500V40c0 5-7 5-7 0V8h-1V40c0 5-7 5-7 0v-58H-9V3c0 4-6 4-6 0v-24c0-4 3-7 7-7z',
].join('')

const woman = [
  disc(0, -38, 7),
  'M-5-28H5c4 0 6 2 7 5l6.500 22c1 4-4.500 5.500-5.700 1.700L7.500-16H6L15 16H6.500V40c0 4.500-5.500 4.500-5.500 0V16h-2V40c0 4.500-5.500 4.500-5.500 0V16H-15L-6-16h-1.500l-5.300 16.700C-14 4.500-19.500 3-18.500-1L-12-23c1-3 3-5 7-5z',
].join('')

const toilets = [
  `<g transform="translate(25 50)">${fill(woman, safety.white)}</g>`,
  `<g transform="translate(77 50)">${fill(man, safety.white)}</g>`,
  fill(roundBox({ x: 50, y: 6, width: 2.4, height: 88 }, 1.2), safety.white),
].join('')
