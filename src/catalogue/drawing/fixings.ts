import { n, stops } from './marks.ts'

/** A screw with a slot, lit like everything else. */
export function screw(cx: number, cy: number, r: number, turn: number): string {
  return [
    `<circle cx="${n(cx + r * 0.1)}" cy="${n(cy + r * 0.2)}" r="${n(r * 1.12)}" fill="#000000" fill-opacity="0.28"/>`,
    `<circle cx="${n(cx)}" cy="${n(cy)}" r="${n(r)}" fill="url(#screw)"/>`,
    `<circle cx="${n(cx)}" cy="${n(cy)}" r="${n(r * 0.93)}" fill="none" stroke="#ffffff" stroke-opacity="0.4" stroke-width="${n(r * 0.1)}"/>`,
    `<g transform="rotate(${turn} ${n(cx)} ${n(cy)})" fill="#3b3d40">`,
    `<rect x="${n(cx - r * 0.62)}" y="${n(cy - r * 0.11)}" width="${n(r * 1.24)}" height="${n(r * 0.22)}" rx="${n(r * 0.08)}"/>`,
    `<rect x="${n(cx - r * 0.11)}" y="${n(cy - r * 0.62)}" width="${n(r * 0.22)}" height="${n(r * 1.24)}" rx="${n(r * 0.08)}"/></g>`,
  ].join('')
}

/** A polished standoff that holds a plate off the wall. */
export function standoff(cx: number, cy: number, r: number): string {
  return [
    `<circle cx="${n(cx + r * 0.15)}" cy="${n(cy + r * 0.3)}" r="${n(r * 1.1)}" fill="#000000" fill-opacity="0.25"/>`,
    `<circle cx="${n(cx)}" cy="${n(cy)}" r="${n(r)}" fill="url(#screw)"/>`,
    `<circle cx="${n(cx)}" cy="${n(cy)}" r="${n(r * 0.72)}" fill="url(#cap)"/>`,
  ].join('')
}

/** Gradients that screws and standoffs share. */
export const metalDefs = [
  `<linearGradient id="screw" x1="0" y1="0" x2="1" y2="1">${stops([
    [0, '#f4f5f5'],
    [0.5, '#b9bdc0'],
    [1, '#7f8488'],
  ])}</linearGradient>`,
  `<linearGradient id="cap" x1="0" y1="0" x2="1" y2="1">${stops([
    [0, '#a9adb0'],
    [0.5, '#e2e4e5'],
    [1, '#f7f8f8'],
  ])}</linearGradient>`,
].join('')
