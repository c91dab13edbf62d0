import { createRequire } from 'node:module'
import type { Font } from 'fontkit'

export type Weight = 400 | 500 | 600 | 700 | 800 | 900
type Anchor = 'start' | 'middle' | 'end'

interface LineOptions {
  /** Em size in drawing units; the line gets smaller when it is wider than `maxWidth`. */
  size: number
  weight?: Weight
  /** Where the anchor stands, on the baseline. */
  x?: number
  y?: number
  anchor?: Anchor
  maxWidth?: number
  /** Extra space after each letter, in ems. */
  tracking?: number
}

interface Outlined {
  /** SVG path data; empty for a text of blanks. */
  path: string
  width: number
  /** Height of a capital letter at the size used. */
  height: number
  size: number
}

interface BlockOptions {
  x: number
  y: number
  width: number
  height: number
  /** The largest size to try; the block shrinks until every line fits the box. */
  size: number
  weight?: Weight
  /** Distance of baselines in sizes. */
  leading?: number
  align?: Anchor
  valign?: 'top' | 'middle'
  /** Break lines at blanks where that lets the text stay larger. */
  wrap?: boolean
  tracking?: number
  /** Draw in `size` as given: it was measured before. */
  exact?: boolean
}

interface OutlinedBlock extends Outlined {
  lines: string[]
}

const faces: Record<Weight, string> = {
  400: '400Regular/NotoSans_400Regular',
  500: '500Medium/NotoSans_500Medium',
  600: '600SemiBold/NotoSans_600SemiBold',
  700: '700Bold/NotoSans_700Bold',
  800: '800ExtraBold/NotoSans_800ExtraBold',
  900: '900Black/NotoSans_900Black',
}
const require = createRequire(import.meta.url)
const loaded = new Map<Weight, Font>()

/** The TTF of a weight as npm ships it: PDFs embed the same font that pictures draw. */
export function fontFile(weight: Weight): string {
  return require.resolve(`@expo-google-fonts/noto-sans/${faces[weight]}.ttf`)
}

/** One line of text as SVG path data, shrunk to `maxWidth`. Needs no font on the machine that shows it. */
export function outline(text: string, options: LineOptions): Outlined {
  const weight = options.weight ?? 400
  const line = layOut(text, weight, options.tracking ?? 0)
  const size = fitted(options.size, line.width, options.maxWidth)
  const width = line.width * size
  const left = (options.x ?? 0) - width * share[options.anchor ?? 'start']
  return {
    path: pathOf(line, size, left, options.y ?? 0),
    width: rounded(width),
    height: rounded(capitalHeight(weight) * size),
    size,
  }
}

/** Lines of text in a box, all in one size: the largest at which everything fits. */
export function outlineBlock(text: string | readonly string[], options: BlockOptions): OutlinedBlock {
  const weight = options.weight ?? 400
  const leading = options.leading ?? 1.3
  const tracking = options.tracking ?? 0
  const given = typeof text === 'string' ? text.split('\n') : [...text]
  const { lines, size } = arrange(given, { ...options, weight, leading, tracking })
  const capital = capitalHeight(weight) * size
  const tall = capital + (lines.length - 1) * leading * size
  const top = options.y + (options.valign === 'top' ? 0 : (options.height - tall) / 2)
  const at = share[options.align ?? 'middle']
  const laid = lines.map((line) => layOut(line, weight, tracking))
  const path = laid.map((line, index) => {
    const left = options.x + (options.width - line.width * size) * at
    return pathOf(line, size, left, top + capital + index * leading * size)
  })
  const width = Math.max(0, ...laid.map((line) => line.width * size))
  return { path: path.join(''), width: rounded(width), height: rounded(tall), size, lines }
}

/** Characters that the font cannot draw, each once; blanks count as drawn, control characters do not. */
export function missingGlyphs(text: string): string[] {
  const font = face(400)
  const missing = [...text.normalize('NFC')].filter((character) => {
    if (character === ' ' || character === '\n' || character === '\r') return false
    return control.test(character) || !font.hasGlyphForCodePoint(character.codePointAt(0) ?? 0)
  })
  return [...new Set(missing)]
}

/** A few characters for a message; what cannot be seen is named by its number. */
export function readable(characters: readonly string[]): string {
  return characters
    .slice(0, 10)
    .map((character) =>
      /[\p{C}\p{Z}]/u.test(character)
        ? `U+${character.codePointAt(0)!.toString(16).toUpperCase()}`
        : character,
    )
    .join(' ')
}

/** Height of a capital letter in ems. */
function capitalHeight(weight: Weight): number {
  const font = face(weight)
  return font.capHeight / font.unitsPerEm
}

const share: Record<Anchor, number> = { start: 0, middle: 0.5, end: 1 }
const control = /\p{C}/u

interface Line {
  /** In ems. */
  width: number
  glyphs: { commands: readonly Command[]; x: number; y: number }[]
  em: number
}

interface Command {
  command: string
  args: number[]
}

interface Arrangement extends BlockOptions {
  weight: Weight
  leading: number
  tracking: number
}

function arrange(given: string[], options: Arrangement): { lines: string[]; size: number } {
  if (options.exact) return { lines: given, size: options.size }
  const whole = { lines: given, size: sizeFor(given, options) }
  if (!options.wrap) return whole
  let best = whole
  const words = given.join(' ').split(' ').filter(Boolean).length
  for (let count = given.length + 1; count <= words; count++) {
    const lines = broken(given, count, options)
    const size = sizeFor(lines, options)
    if (size <= best.size) break
    best = { lines, size }
  }
  return best
}

function sizeFor(lines: string[], options: Arrangement): number {
  const widest = Math.max(0, ...lines.map((line) => layOut(line, options.weight, options.tracking).width))
  const tall = capitalHeight(options.weight) + (lines.length - 1) * options.leading + overhang(lines)
  return Math.min(fitted(options.size, widest, options.width), options.height / tall)
}

// Accents above capitals and tails below the baseline need room inside the box too.
function overhang(lines: string[]): number {
  const above = /[\u00c0-\u017f]/u.test(lines[0] ?? '') ? 0.26 : 0
  const below = /[gjpqyģķļņŗçĢĶĻŅŖÇQ,;()]/u.test(lines.at(-1) ?? '') ? 0.26 : 0
  return 2 * Math.max(above, below)
}

// The line that is widest is the one to break, near its middle.
function broken(given: string[], count: number, options: Arrangement): string[] {
  const lines = [...given]
  while (lines.length < count) {
    const widths = lines.map((line) =>
      line.includes(' ') ? layOut(line, options.weight, options.tracking).width : 0,
    )
    const index = widths.indexOf(Math.max(...widths))
    lines.splice(index, 1, ...halves(lines[index] ?? ''))
    if (!lines.some((line) => line.includes(' '))) break
  }
  return lines
}

function halves(line: string): string[] {
  const blanks = [...line.matchAll(/ /g)].map((match) => match.index)
  if (blanks.length === 0) return [line]
  const middle = line.length / 2
  const cut = blanks.reduce((best, blank) =>
    Math.abs(blank - middle) < Math.abs(best - middle) ? blank : best,
  )
  return [line.slice(0, cut), line.slice(cut + 1)]
}

function fitted(size: number, ems: number, maxWidth: number | undefined): number {
  return maxWidth !== undefined && ems * size > maxWidth ? maxWidth / ems : size
}

function layOut(text: string, weight: Weight, tracking: number): Line {
  const font = face(weight)
  const run = font.layout(text.normalize('NFC'))
  const em = font.unitsPerEm
  let pen = 0
  const glyphs = run.glyphs.map((glyph, index) => {
    const position = run.positions[index]
    const placed = {
      commands: glyph.path.commands as readonly Command[],
      x: pen + (position?.xOffset ?? 0),
      y: position?.yOffset ?? 0,
    }
    pen += (position?.xAdvance ?? glyph.advanceWidth) + tracking * em
    return placed
  })
  return { width: Math.max(0, pen / em - (glyphs.length > 0 ? tracking : 0)), glyphs, em }
}

const letters: Record<string, string> = {
  moveTo: 'M',
  lineTo: 'L',
  quadraticCurveTo: 'Q',
  bezierCurveTo: 'C',
  closePath: 'Z',
}

function pathOf(line: Line, size: number, left: number, baseline: number): string {
  const scale = size / line.em
  let path = ''
  for (const glyph of line.glyphs) {
    for (const { command, args } of glyph.commands) {
      const points = args.map((value, index) =>
        rounded(index % 2 === 0 ? left + (glyph.x + value) * scale : baseline - (glyph.y + value) * scale),
      )
      path += `${letters[command] ?? ''}${points.join(' ')}`
    }
  }
  return path
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100
}

function face(weight: Weight): Font {
  const known = loaded.get(weight)
  if (known) return known
  // Loaded when the first letter is drawn: fontkit and its tables are slow to import.
  const fontkit = require('fontkit') as typeof import('fontkit')
  const font = fontkit.openSync(fontFile(weight)) as Font
  loaded.set(weight, font)
  return font
}
