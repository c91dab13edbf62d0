import { disc, fill, roundBox } from './marks.ts'

/** What stands inside the shapes of symbols.ts, in a square of 100. */
const ink = '#17181a'
const white = '#ffffff'

const drawnLine = (path: string, color: string, width: number) =>
  `<path d="${path}" fill="none" stroke="${color}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round"/>`

const inward = 'M35 35V17l-6.500 6.500L14 9 9 14l14.500 14.500L17 35z'

export const assembly = [
  ...[0, 90, 180, 270].map((turn) => `<g transform="rotate(${turn} 50 50)">${fill(inward, white)}</g>`),
  fill(disc(50, 41, 5.2) + roundBox({ x: 43.5, y: 47.5, width: 13, height: 20 }, 4), white),
  fill(
    disc(33.5, 47, 4.2) +
      roundBox({ x: 28.5, y: 52.5, width: 10, height: 15 }, 3.5) +
      disc(66.5, 47, 4.2) +
      roundBox({ x: 61.5, y: 52.5, width: 10, height: 15 }, 3.5),
    white,
  ),
].join('')

const flame = (x: number, y: number, scale: number, inner: string) =>
  `<g transform="translate(${x} ${y}) scale(${scale})">${fill(
    'M0 30c-9 0-15-6-15-15 0-7 5-11 7-17 2-5 1-9 0-12 7 3 10 8 10.500 14 2-2 3-4.500 3-8C11-2 15 6 15 15 15 24 9 30 0 30z',
    white,
  )}${fill(
    'M0 26c-4.500 0-7.500-3-7.500-7.500 0-4.500 4-7 5-12 4 3 5 6 5 9 1-.8 1.600-2 1.900-3.500 2 2 3.100 4.500 3.100 6.500C7.500 23 4.500 26 0 26z',
    inner,
  )}</g>`

/** A reel with its hose, and a flame. */
export const hose = (red: string) =>
  [
    `<circle cx="37" cy="44" r="27" fill="${white}"/>`,
    `<circle cx="37" cy="44" r="20.500" fill="none" stroke="${red}" stroke-width="2.600"/>`,
    `<circle cx="37" cy="44" r="14.500" fill="none" stroke="${red}" stroke-width="2.600"/>`,
    `<circle cx="37" cy="44" r="6" fill="${red}"/>`,
    drawnLine('M12 50v26c0 6 4 9 9 9h20', white, 6),
    fill('M40 79l20-3v18l-20-3z', white),
    flame(79, 62, 0.95, red),
  ].join('')

/** A finger on a button. */
export const alarm = (red: string) =>
  [
    fill(roundBox({ x: 12, y: 10, width: 50, height: 50 }, 5), white),
    `<circle cx="37" cy="35" r="16" fill="none" stroke="${red}" stroke-width="3"/><circle cx="37" cy="35" r="9" fill="${red}"/>`,
    drawnLine('M41 38L62 66', red, 17),
    fill(
      'M37.500 41.500c-3-4 3-9 6.500-5L62 58c2-3 6-3 8 0 3-3 7-2 9 1 3-2 7 0 8 4 3 12 2 22-3 30H60L44 79c-4-4 1-9 6-7l7 2z',
      white,
      `stroke="${red}" stroke-width="2.400" stroke-linejoin="round"`,
    ),
  ].join('')

export const forklift = [
  fill('M38 70V58h5l3-12h15l7 15v9z', ink),
  fill('M48.500 49.500h9.500l4 9H46.500z', '#f7c600'),
  fill('M33.500 43h3.200v30h-3.200zM24.500 70.500h11v2.800h-11z', ink),
  fill('M25.500 60.500h7v9h-7z', ink),
  fill(disc(44, 71.5, 5) + disc(63, 71.5, 5), ink),
  fill(disc(44, 71.5, 1.9) + disc(63, 71.5, 1.9), '#f7c600'),
].join('')

export const goggles = (blue: string) =>
  [
    fill('M28 36c0-15 9-22 22-22s22 7 22 22v20c0 15-9 28-22 28S28 71 28 56z', white),
    fill('M24 41h52v7H24z', blue),
    fill(roundBox({ x: 28.5, y: 37, width: 43, height: 20 }, 9), blue),
    fill(
      roundBox({ x: 32, y: 40.5, width: 16, height: 13 }, 5.5) +
        roundBox({ x: 52, y: 40.5, width: 16, height: 13 }, 5.5),
      white,
    ),
    drawnLine('M43 70h14', blue, 2.6),
  ].join('')

export const washing = `<g transform="translate(9 7) scale(0.82)">${[
  fill('M22 20h30c9 0 15 6 15 14v6H56v-4c0-3-2-5-5-5H22z', white),
  fill('M34 11h4v10h-4zM27 9h18v4.500H27z', white),
  fill(
    ['61.500 45', '55 53', '68 53', '61.500 60']
      .map((at) => `M${at}c2 3.500 3 4.500 3 6.500a3 3 0 0 1-6 0c0-2 1-3 3-6.500z`)
      .join(''),
    white,
  ),
  fill(
    'M20 66l10-3c5-1 9 0 13 3l8 2c4 1 4 6 0 6H38l1 2h17l21-9c5-1.500 7 4 3 7L60 87c-4 2.500-9 3-13 1l-12-5-15 1z',
    white,
  ),
].join('')}</g>`

/** A burning match. */
export const match = [
  fill('M47 50h6.500v33H47z', ink),
  fill(
    'M50 55c-8 0-14-5.500-14-13.500 0-7 5-10 7-16 1.600-4.500.8-8 0-10.500 7 2.600 9.600 7 10 12.500 1.800-1.800 2.600-4 2.600-7 4.800 4 8.400 11 8.400 19.500C64 49 58 55 50 55z',
    ink,
  ),
  fill(
    'M50 50.500c-4 0-6.800-2.700-6.800-6.800 0-4 3.600-6.300 4.500-10.800 3.600 2.700 4.500 5.400 4.500 8 .9-.7 1.400-1.800 1.700-3.100 1.800 1.800 2.800 4 2.800 5.900 0 4-2.700 6.800-6.700 6.800z',
    white,
  ),
].join('')

export const dog = fill(
  'M17 44.500l10-5.500 4-8.500c.6-1.400 2-1.400 2.800-.2l4.200 6.700 6.500 5.500H66l8.500-9c1.600-1.500 4.300.2 3.400 2.300L73 48.500V60l4.500 6-1 14h-6l-.8-10.500-7-7.500H46.500L45 66v14h-6.500l-1-17-5.500-10-8 .500c-4.600.2-7.500-3-7-9z',
  ink,
)

export const wheelchair = [
  fill(disc(43, 15, 7), white),
  drawnLine('M43 27v25h22l9 22 7-3', white, 7.5),
  drawnLine('M44 38h17', white, 6.5),
  drawnLine('M33.500 45.500a21 21 0 1 0 31.500 24', white, 6.5),
].join('')

export const wireless = [
  drawnLine('M17 42a47 47 0 0 1 66 0', white, 9),
  drawnLine('M30 56a29 29 0 0 1 40 0', white, 9),
  drawnLine('M42 69.500a12 12 0 0 1 16 0', white, 8),
  fill(disc(50, 82, 5.5), white),
].join('')

/** A camera on a bracket; it watches to the left. */
export const camera = (color: string) =>
  [
    `<g transform="rotate(-14 50 40)">${fill(
      roundBox({ x: 24, y: 26, width: 58, height: 25 }, 4),
      color,
    )}${fill('M11 31h10v15H11z', color)}${fill(roundBox({ x: 18, y: 20, width: 50, height: 4.5 }, 2), color)}</g>`,
    drawnLine('M58 50l6 19h17', color, 6),
    fill('M81 56h8v27h-8z', color),
  ].join('')

export const plug = [
  fill('M30 36h40v13c0 11-7 19-15.500 20v19h-9V69C37 68 30 60 30 49z', white),
  fill(
    roundBox({ x: 36, y: 12, width: 7, height: 22 }, 3) + roundBox({ x: 57, y: 12, width: 7, height: 22 }, 3),
    white,
  ),
].join('')

export const upward = fill('M50 12L82 46H62v42H38V46H18z', white)

const paper = [
  `<g transform="rotate(-8 50 50)">${fill(roundBox({ x: 22, y: 16, width: 42, height: 58 }, 2), white)}</g>`,
  `<g transform="rotate(6 50 50)">${fill(roundBox({ x: 34, y: 24, width: 42, height: 60 }, 2), white, 'stroke="#1d5fae" stroke-width="3"')}${fill(
    'M41 36h28v5H41zM41 47h28v3.500H41zM41 56h28v3.500H41zM41 65h18v3.500H41z',
    '#1d5fae',
  )}</g>`,
].join('')

const bottle = (color: string) =>
  [
    fill('M43 8h14v8H43zM43.500 18h13v8l8.500 12v46c0 5-3 8-7 8H42c-4 0-7-3-7-8V38l8.500-12z', white),
    fill('M35 50h30v20H35z', color),
  ].join('')

const jar = [
  fill('M45 6h10v24c9 5 12 11 12 20v37c0 4-2 6-6 6H39c-4 0-6-2-6-6V50c0-9 3-15 12-20z', white),
  fill('M38 56h24v20H38z', '#2f8f4e'),
].join('')

const apple = [
  fill(
    'M50 34c6-5 15-6 21 0 9 9 6 30-4 42-5 6-11 7-17 3-6 4-12 3-17-3-10-12-13-33-4-42 6-6 15-5 21 0z',
    white,
  ),
  drawnLine('M50 34c0-9 3-14 9-18', white, 4),
  fill('M58 22c3-9 11-12 20-10-1 8-9 13-20 10z', white),
].join('')

/** What goes into which bin. */
export const waste = { paper, plastic: bottle('#d98a00'), glass: jar, bio: apple } as const
