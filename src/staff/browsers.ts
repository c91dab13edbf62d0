import type { Context } from 'hono'
import type { StaffLanguage } from './table.ts'

const browsers: readonly (readonly [RegExp, string])[] = [
  [/Edg/, 'Edge'],
  [/OPR|Opera/, 'Opera'],
  [/SamsungBrowser/, 'Samsung Internet'],
  [/Firefox|FxiOS/, 'Firefox'],
  [/Chrome|CriOS|Chromium/, 'Chrome'],
  [/Safari/, 'Safari'],
]
const systems: readonly (readonly [RegExp, string])[] = [
  [/iPhone|iPad|iOS/, 'iOS'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS|Macintosh/, 'macOS'],
  [/Linux|X11/, 'Linux'],
]

/** "Firefox, Windows": enough to know one's own sessions apart; the whole header would tell more than is needed. */
export function browserName(userAgent: string | undefined): string {
  const of = (known: typeof browsers) => known.find(([pattern]) => pattern.test(userAgent ?? ''))?.[1]
  return [of(browsers), of(systems)].filter(Boolean).join(', ') || '–'
}

/** The language of somebody we do not know yet: Latvian, unless the browser asks for English and not for Latvian. */
export function doorLanguage(c: Context): StaffLanguage {
  const wanted = c.req.header('accept-language') ?? ''
  return /\ben\b/i.test(wanted) && !/\blv\b/i.test(wanted) ? 'en' : 'lv'
}
