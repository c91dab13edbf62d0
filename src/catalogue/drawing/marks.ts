/** A drawing in its own units: gradients and filters apart, so that drawings can be put together. */
export interface Drawn {
  width: number
  height: number
  defs: string
  body: string
}

export interface Box {
  x: number
  y: number
  width: number
  height: number
}

/** Two decimals are finer than any screen and keep paths short. */
export function n(value: number): string {
  return String(Math.round(value * 100) / 100)
}

/** Outline of a box with round corners, as path data. */
export function roundBox({ x, y, width, height }: Box, radius: number): string {
  const r = Math.min(radius, width / 2, height / 2)
  const arc = `a${n(r)} ${n(r)} 0 0 1`
  return [
    `M${n(x + r)} ${n(y)}h${n(width - 2 * r)}${arc} ${n(r)} ${n(r)}`,
    `v${n(height - 2 * r)}${arc} ${n(-r)} ${n(r)}h${n(2 * r - width)}`,
    `${arc} ${n(-r)} ${n(-r)}v${n(2 * r - height)}${arc} ${n(r)} ${n(-r)}z`,
  ].join('')
}

/** Outline of a circle as path data; drawn counter-clockwise it cuts a hole into another outline. */
export function disc(cx: number, cy: number, r: number): string {
  return `M${n(cx - r)} ${n(cy)}a${n(r)} ${n(r)} 0 1 0 ${n(2 * r)} 0a${n(r)} ${n(r)} 0 1 0 ${n(-2 * r)} 0z`
}

export function inset({ x, y, width, height }: Box, by: number): Box {
  return { x: x + by, y: y + by, width: width - 2 * by, height: height - 2 * by }
}

export function fill(path: string, color: string, more = ''): string {
  return path ? `<path d="${path}" fill="${color}"${more && ` ${more}`}/>` : ''
}

export function placed(body: string, x: number, y: number, scale: number, turn = 0): string {
  const rotation = turn ? ` rotate(${n(turn)})` : ''
  return `<g transform="translate(${n(x)} ${n(y)})${rotation} scale(${String(Math.round(scale * 10000) / 10000)})">${body}</g>`
}

/** Stops of a gradient from `[offset, colour, opacity]`. */
export function stops(list: readonly (readonly [number, string, number?])[]): string {
  return list
    .map(([offset, color, opacity]) => {
      const seen = opacity === undefined ? '' : ` stop-opacity="${opacity}"`
      return `<stop offset="${offset}" stop-color="${color}"${seen}/>`
    })
    .join('')
}

/** Outline of an ellipse in a box, as path data. */
export function oval({ x, y, width, height }: Box): string {
  const arc = `a${n(width / 2)} ${n(height / 2)} 0 1 0`
  return `M${n(x)} ${n(y + height / 2)}${arc} ${n(width)} 0${arc} ${n(-width)} 0z`
}

/** Outline through corners, as path data. */
export function corners(points: readonly (readonly [number, number])[]): string {
  return `M${points.map(([x, y]) => `${n(x)} ${n(y)}`).join('L')}z`
}

/** The same drawing under names of its own, so that two of a kind can stand in one picture. */
export function apart(drawn: Drawn, name: string): Drawn {
  const renamed = (text: string) =>
    text.replace(/\bid="([\w-]+)"/g, `id="$1-${name}"`).replace(/url\(#([\w-]+)\)/g, `url(#$1-${name})`)
  return { ...drawn, defs: renamed(drawn.defs), body: renamed(drawn.body) }
}

/** A gradient from the upper left to the lower right, or from left to right. */
export function shade(
  id: string,
  list: readonly (readonly [number, string, number?])[],
  direction: 'down' | 'across' | 'both' = 'both',
): string {
  const x2 = direction === 'down' ? 0 : 1
  const y2 = direction === 'across' ? 0 : 1
  return `<linearGradient id="${id}" x1="0" y1="0" x2="${x2}" y2="${y2}">${stops(list)}</linearGradient>`
}
