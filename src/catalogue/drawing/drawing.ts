import { apart, type Drawn, n, placed, stops } from './marks.ts'
import type { Finish } from './materials.ts'
import { type PanelSpec, panel } from './panels.ts'
import { type PlateSpec, plate } from './plates.ts'
import { type RoadSpec, road } from './road.ts'
import { imprint, type StampSpec, stampScene } from './stamps.ts'
import { type StickersSpec, sticker, stickerSheet } from './stickers.ts'
import { type SupplySpec, supply } from './supplies.ts'
import { type TagSpec, tag } from './tags.ts'
import { closeUp, frame, inPlace, type Measure, type Place, sizesBeside, type View } from './views.ts'

/** A piece of goods that can stand in a picture beside others. */
type Piece = PanelSpec | PlateSpec | TagSpec | RoadSpec | StickersSpec | SupplySpec

/** Several pieces that are sold together, in rows. */
export interface SetSpec {
  kind: 'set'
  columns: number
  pieces: readonly Piece[]
}

/** Another look at goods: in use, from near, or in all their sizes. */
export interface ViewSpec {
  kind: 'view'
  of: Piece | SetSpec
  view: Place | 'close' | 'sizes'
  sizes?: readonly (Measure & { finish?: Finish })[]
}

/** What a piece of goods looks like, as plain data that a product keeps. */
export type GoodsSpec = Piece | StampSpec | SetSpec | ViewSpec

/** The variant of a made-to-order sign: its real size, and its finish where the variant chooses it. */
export interface SignSize {
  widthMm: number
  heightMm: number
  finish?: Finish
}

/**
 * A picture of goods as SVG, 1280 by 960: the goods fill most of a calm backdrop, the light comes from the upper left.
 * Goods with the buyer's own words show `words`, or the sample of the catalogue.
 */
export function drawGoods(spec: GoodsSpec, words?: readonly string[]): string {
  if (spec.kind === 'stamp') return drawStamp(spec, words ?? spec.sample)
  if (spec.kind === 'view') return drawView(spec, words)
  return scene(fitted(goods(spec, words)))
}

/**
 * A made-to-order sign with the buyer's own lines as SVG, in the proportions of the variant, nothing round it.
 * Lines shrink until they fit. The same drawing is the preview, the proof and what the customer approves.
 */
export function drawSign(spec: GoodsSpec, words: readonly string[], size: SignSize): string {
  const drawn = sign(spec, words, size)
  const scale = 1000 / drawn.width
  return svg(drawn.width, drawn.height, 1000, drawn.height * scale, drawn.defs, drawn.body)
}

function sign(spec: GoodsSpec, words: readonly string[], size: SignSize): Drawn {
  const measures = { widthMm: size.widthMm, heightMm: size.heightMm }
  switch (spec.kind) {
    case 'plate':
      return plate({ ...spec, ...measures, finish: size.finish ?? spec.finish }, words)
    case 'tag':
      return tag({ ...spec, ...measures, finish: size.finish ?? spec.finish }, words)
    case 'stamp':
      return onPaper(imprint({ ...spec, ...measures }, words))
    case 'stickers':
      return sticker({ ...spec, ...measures }, words)
    case 'panel':
      return panel({ ...spec, ...measures })
    case 'road':
      return road({ ...spec, ...measures, words: words.join(' ').trim() })
    case 'view':
      return sign(spec.of, words, size)
    case 'set':
    case 'supply':
      return goods(spec)
  }
}

function onPaper(drawn: Drawn): Drawn {
  const margin = 40
  const width = drawn.width + 2 * margin
  const height = drawn.height + 2 * margin
  const paper = `<rect width="${n(width)}" height="${n(height)}" fill="#ffffff"/>`
  return { width, height, defs: drawn.defs, body: paper + placed(drawn.body, margin, margin, 1) }
}

function goods(spec: Piece | SetSpec, words?: readonly string[]): Drawn {
  switch (spec.kind) {
    case 'panel':
      return panel(spec)
    case 'road':
      return road(words ? { ...spec, words: words.join(' ').trim() } : spec)
    case 'supply':
      return supply(spec)
    case 'tag':
      return tag(spec, words ?? spec.sample, true)
    case 'stickers':
      return stickerSheet(spec, words ?? spec.sample)
    case 'plate':
      return plate(spec, words ?? spec.sample, true)
    case 'set':
      return together(spec)
  }
}

// Pieces of one set are of one size.
function together({ columns, pieces }: SetSpec): Drawn {
  const drawn = pieces.map((piece, index) => apart(goods(piece), `piece-${index}`))
  const { width, height } = drawn[0]!
  const gap = Math.min(width, height) * 0.12
  const rows = Math.ceil(drawn.length / columns)
  const body = drawn.map((piece, index) =>
    placed(piece.body, (index % columns) * (width + gap), Math.floor(index / columns) * (height + gap), 1),
  )
  return {
    width: columns * (width + gap) - gap,
    height: rows * (height + gap) - gap,
    defs: drawn.map(({ defs }) => defs).join(''),
    body: body.join(''),
  }
}

function drawView({ of, view, sizes }: ViewSpec, words?: readonly string[]): string {
  if (view === 'close') return scene(closeUp(goods(of, words)))
  if (view !== 'sizes') return scene(inPlace(view, goods(of, words)))
  const measures = sizes ?? []
  const drawn = measures.map(({ finish, ...measure }) => {
    const own = finish && 'finish' in of ? { finish } : {}
    return 'widthMm' in of ? goods({ ...of, ...measure, ...own }, words) : goods(of, words)
  })
  return scene(sizesBeside(drawn, measures))
}

interface Standing {
  drawn: Drawn
  x: number
  y: number
  scale: number
  turn?: number
}

function fitted(drawn: Drawn): View {
  const scale = Math.min((frame.width * 0.8) / drawn.width, (frame.height * 0.8) / drawn.height)
  const x = (frame.width - drawn.width * scale) / 2
  const y = (frame.height - drawn.height * scale) / 2 - 8
  return { wall: '', defs: '', standing: [{ drawn, x, y, scale }], over: '' }
}

function drawStamp(spec: StampSpec, words: readonly string[]): string {
  const { card, body } = stampScene(spec, words)
  const standing: Standing[] = [
    { drawn: card, x: 84, y: 338, scale: 1, turn: -4 },
    { drawn: body, x: 790, y: 78, scale: 1.04 },
  ]
  return scene({ wall: '', defs: '', standing, over: '' })
}

// The shadow is made in the frame's units and not in the goods': every piece casts the same one.
function scene({
  wall,
  defs: own,
  standing,
  over,
}: Omit<View, 'standing'> & { standing: readonly Standing[] }): string {
  const defs = [
    `<linearGradient id="wall" x1="0" y1="0" x2="1" y2="1">${stops([
      [0, '#f6f2ea'],
      [0.55, '#ece7dc'],
      [1, '#ddd6c8'],
    ])}</linearGradient>`,
    '<filter id="cast" filterUnits="userSpaceOnUse" x="0" y="0" width="1280" height="960" color-interpolation-filters="sRGB">',
    '<feGaussianBlur in="SourceAlpha" stdDeviation="20" result="far"/><feOffset in="far" dx="14" dy="26" result="far"/>',
    '<feGaussianBlur in="SourceAlpha" stdDeviation="4" result="near"/><feOffset in="near" dx="3" dy="6" result="near"/>',
    '<feColorMatrix in="far" values="0 0 0 0 .22 0 0 0 0 .17 0 0 0 0 .1 0 0 0 .3 0" result="far"/>',
    '<feColorMatrix in="near" values="0 0 0 0 .2 0 0 0 0 .15 0 0 0 0 .1 0 0 0 .34 0" result="near"/>',
    '<feMerge><feMergeNode in="far"/><feMergeNode in="near"/><feMergeNode in="SourceGraphic"/></feMerge></filter>',
    own,
    ...standing.map(({ drawn }) => drawn.defs),
  ].join('')
  const pieces = standing.map(
    ({ drawn, x, y, scale, turn }) => `<g filter="url(#cast)">${placed(drawn.body, x, y, scale, turn)}</g>`,
  )
  const behind = wall || `<rect width="${frame.width}" height="${frame.height}" fill="url(#wall)"/>`
  return svg(frame.width, frame.height, frame.width, frame.height, defs, behind + pieces.join('') + over)
}

function svg(
  boxWidth: number,
  boxHeight: number,
  width: number,
  height: number,
  defs: string,
  body: string,
): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${n(boxWidth)} ${n(boxHeight)}" width="${n(width)}" height="${n(height)}"><defs>${defs}</defs>${body}</svg>`
}
