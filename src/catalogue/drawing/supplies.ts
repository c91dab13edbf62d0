import { type Box, corners, type Drawn, disc, fill, n, oval, roundBox, shade } from './marks.ts'

/** Goods that carry no words: tape on a roll, an ink pad, clamps on a post. */
export interface SupplySpec {
  kind: 'supply'
  what: 'hazard-tape' | 'glass-tape' | 'ink-pad' | 'clamps'
}

/** Draws a supply as it lies on the counter. */
export function supply({ what }: SupplySpec): Drawn {
  return supplies[what]()
}

const supplies: Readonly<Record<SupplySpec['what'], () => Drawn>> = {
  'hazard-tape': () => roll(hazard),
  'glass-tape': () => roll(frosted),
  'ink-pad': inkPad,
  clamps,
}

interface Tape {
  pattern: string
  side: readonly [string, string]
}

const hazard: Tape = {
  pattern:
    '<pattern id="print" width="150" height="150" patternUnits="userSpaceOnUse" patternTransform="skewX(-38)"><rect width="150" height="150" fill="#f7c600"/><rect width="75" height="150" fill="#1b1c1e"/></pattern>',
  side: ['#d9ae00', '#b38f00'],
}

const frosted: Tape = {
  pattern:
    '<pattern id="print" width="84" height="84" patternUnits="userSpaceOnUse"><rect width="84" height="84" fill="#eef3f4"/><circle cx="42" cy="42" r="27" fill="#b9cbd1"/></pattern>',
  side: ['#dfe9ec', '#b9c8cd'],
}

// The roll stands upright; its end runs off to the right.
function roll({ pattern, side }: Tape): Drawn {
  const top: Box = { x: 0, y: 0, width: 620, height: 210 }
  const wall = 'M0 105A310 105 0 0 0 620 105V445A310 105 0 0 1 0 445z'
  const tail = 'M310 210C520 214 660 196 1000 226V566C660 536 520 554 310 550z'
  const rings = [0.94, 0.86, 0.78, 0.7, 0.63].map(
    (share) =>
      `<ellipse cx="310" cy="105" rx="${n(310 * share)}" ry="${n(105 * share)}" fill="none" stroke="#000000" stroke-opacity="0.13" stroke-width="3"/>`,
  )
  const light = shade(
    'round',
    [
      [0, '#000000', 0.32],
      [0.22, '#ffffff', 0.22],
      [0.6, '#ffffff', 0],
      [1, '#000000', 0.36],
    ],
    'across',
  )
  const flat = shade(
    'flat',
    [
      [0, '#000000', 0.3],
      [0.25, '#ffffff', 0.14],
      [1, '#ffffff', 0.04],
    ],
    'across',
  )
  const body = [
    fill(tail, 'url(#print)') + fill(tail, 'url(#flat)'),
    fill(wall, 'url(#print)') + fill(wall, 'url(#round)'),
    fill(oval(top), 'url(#side)') + rings.join(''),
    fill(oval({ x: 136, y: 46, width: 348, height: 118 }), '#a98a5c'),
    fill(oval({ x: 152, y: 54, width: 316, height: 104 }), '#cdb083'),
    fill(oval({ x: 160, y: 68, width: 300, height: 90 }), '#6f5a3a'),
  ].join('')
  const defs =
    pattern +
    light +
    flat +
    shade('side', [
      [0, side[0]],
      [1, side[1]],
    ])
  return { width: 1000, height: 566, defs, body }
}

function inkPad(): Drawn {
  const box = (inner: number): Box => ({
    x: inner,
    y: 70 + inner * 0.7,
    width: 1000 - 2 * inner,
    height: 420 - 1.4 * inner,
  })
  const defs =
    shade('shell', [
      [0, '#5b5e63'],
      [0.5, '#3a3c41'],
      [1, '#222427'],
    ]) +
    shade('felt', [
      [0, '#2c4db2'],
      [0.5, '#22409a'],
      [1, '#182f76'],
    ]) +
    '<filter id="nap" x="0" y="0" width="1" height="1"><feTurbulence type="fractalNoise" baseFrequency="0.35" numOctaves="2" seed="3"/><feColorMatrix values="0 0 0 0 1 0 0 0 0 1 0 0 0 0 1 0 0 0 .5 -.2"/></filter>'
  const felt = roundBox(box(70), 26)
  const body = [
    fill(roundBox({ x: 0, y: 90, width: 1000, height: 440 }, 46), '#17181a'),
    fill(roundBox(box(0), 44), 'url(#shell)'),
    fill(roundBox(box(56), 32), '#141517'),
    fill(felt, 'url(#felt)'),
    `<clipPath id="pad-cut"><path d="${felt}"/></clipPath><g clip-path="url(#pad-cut)" opacity="0.35"><rect width="1000" height="540" filter="url(#nap)"/></g>`,
    fill(roundBox({ x: 400, y: 0, width: 200, height: 84 }, 20), 'url(#shell)'),
    fill(
      corners([
        [452, 24],
        [548, 24],
        [530, 48],
        [470, 48],
      ]),
      '#ffffff',
      'fill-opacity="0.18"',
    ),
    `<path d="${roundBox(box(3), 42)}" fill="none" stroke="#ffffff" stroke-opacity="0.22" stroke-width="5"/>`,
  ].join('')
  return { width: 1000, height: 530, defs, body }
}

// Two bands of galvanised steel round a post, with their bolts.
function clamps(): Drawn {
  const steel = (id: string) =>
    shade(
      id,
      [
        [0, '#8f9599'],
        [0.2, '#e6e9ea'],
        [0.45, '#c2c7ca'],
        [0.8, '#9ba1a5'],
        [1, '#6e7478'],
      ],
      'across',
    )
  const post = `<rect x="330" y="0" width="240" height="760" fill="url(#tube)"/><ellipse cx="450" cy="0" rx="120" ry="26" fill="#7d8387"/><ellipse cx="450" cy="2" rx="104" ry="19" fill="#3d4246"/>`
  const band = (y: number) =>
    [
      fill(`M304 ${y}c96 34 196 34 292 0v96c-96 34-196 34-292 0z`, 'url(#band)'),
      fill(roundBox({ x: 232, y: y - 18, width: 96, height: 132 }, 12), 'url(#ear)'),
      fill(roundBox({ x: 572, y: y - 18, width: 96, height: 132 }, 12), 'url(#ear)'),
      bolt(280, y + 48) + bolt(620, y + 48),
      `<path d="M304 ${y + 3}c96 34 196 34 292 0" fill="none" stroke="#ffffff" stroke-opacity="0.6" stroke-width="4"/>`,
    ].join('')
  return {
    width: 900,
    height: 760,
    defs:
      steel('tube') +
      steel('band') +
      shade('ear', [
        [0, '#dfe2e4'],
        [1, '#8b9195'],
      ]),
    body: post + band(150) + band(480),
  }
}

function bolt(x: number, y: number): string {
  const hexagon = corners(
    [0, 60, 120, 180, 240, 300].map((turn): [number, number] => [
      x + 31 * Math.cos((turn * Math.PI) / 180),
      y + 31 * Math.sin((turn * Math.PI) / 180),
    ]),
  )
  return (
    fill(disc(x + 3, y + 6, 38), '#000000', 'fill-opacity="0.2"') +
    fill(disc(x, y, 38), '#b4babd') +
    fill(hexagon, '#e4e7e8') +
    fill(disc(x, y, 15), '#a3a9ad')
  )
}
