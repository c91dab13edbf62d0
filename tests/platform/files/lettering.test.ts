import { describe, expect, test } from 'vitest'
import { missingGlyphs, outline, outlineBlock } from '../../../src/platform/files/lettering.ts'

const latvian = 'aāčēģīķļņšūž AĀČĒĢĪĶĻŅŠŪŽ'

describe('lettering', () => {
  test('every letter of Latvian, Swedish and Dutch can be drawn', () => {
    expect(missingGlyphs(`${latvian} åäöÅÄÖ éëïĳ „”“”’ – × € § №`)).toEqual([])
  })

  test('characters the font cannot draw are named once each', () => {
    expect(missingGlyphs('Anna 🙂🙂 漢\u0007')).toEqual(['🙂', '漢', '\u0007'])
  })

  test('a letter typed as base and accent draws like the single letter', () => {
    const options = { size: 100, weight: 700 } as const
    expect(outline('ģē'.normalize('NFD'), options)).toEqual(outline('ģē', options))
    expect(missingGlyphs('ģē'.normalize('NFD'))).toEqual([])
  })

  test('a line that is too wide shrinks to its width', () => {
    const free = outline('Ģertrūdes iela', { size: 100 })
    const tight = outline('Ģertrūdes iela', { size: 100, maxWidth: 200 })
    expect(free.width).toBeGreaterThan(200)
    expect(tight.width).toBeCloseTo(200, 0)
    expect(tight.size).toBeLessThan(100)
  })

  test('lines of a block stay inside its box, accents and tails included', () => {
    const box = { x: 10, y: 20, width: 300, height: 120 }
    const block = outlineBlock(['ĀĒĪŪŠ', 'ģķļņ gjpq'], { ...box, size: 400, weight: 800 })
    const inked = extent(block.path)
    expect(inked.left).toBeGreaterThanOrEqual(box.x - 1)
    expect(inked.right).toBeLessThanOrEqual(box.x + box.width + 1)
    expect(inked.top).toBeGreaterThanOrEqual(box.y)
    expect(inked.bottom).toBeLessThanOrEqual(box.y + box.height)
  })

  test('long words of one line break where that keeps them larger', () => {
    const box = { x: 0, y: 0, width: 200, height: 200, size: 200 }
    const kept = outlineBlock('Nepiederošām personām ieeja aizliegta', box)
    const wrapped = outlineBlock('Nepiederošām personām ieeja aizliegta', { ...box, wrap: true })
    expect(wrapped.lines.length).toBeGreaterThan(1)
    expect(wrapped.size).toBeGreaterThan(kept.size)
    expect(wrapped.lines.join(' ')).toBe('Nepiederošām personām ieeja aizliegta')
  })

  test('an empty line draws nothing', () => {
    expect(outline('', { size: 10 })).toMatchObject({ path: '', width: 0 })
  })
})

// Control points bound a curve, so their extent bounds the ink.
function extent(path: string) {
  const numbers = (path.match(/-?\d+(\.\d+)?/g) ?? []).map(Number)
  const xs = numbers.filter((_, index) => index % 2 === 0)
  const ys = numbers.filter((_, index) => index % 2 === 1)
  return { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) }
}
