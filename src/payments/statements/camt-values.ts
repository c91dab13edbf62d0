import { addDays, type IsoDate, isoDate } from '../../platform/time.ts'
import { child, type Element, text, Unreadable } from './xml.ts'

/** An amount in hundredths of its currency; null where there is none. Throws Unreadable where cents would be rounded. */
export function amountOf(
  element: Element | undefined,
  ...path: readonly string[]
): { cents: number; currency: string } | null {
  const written = text(element, ...path)
  if (written === null) return null
  const [, whole, part = ''] = /^(\d{1,13})(?:\.(\d{0,5}))?$/.exec(written) ?? []
  const currency = (text(child(element, ...path), '@Ccy') ?? 'EUR').toUpperCase()
  const exact = /^0*$/.test(part.slice(2))
  if (whole === undefined || !/^[A-Z]{3}$/.test(currency) || (!exact && currency === 'EUR'))
    throw new Unreadable('amount', { amount: written.slice(0, 40) })
  return { cents: Number(whole) * 100 + Number(part.slice(0, 2).padEnd(2, '0')), currency }
}

/** A day as the bank counts it: of a moment, that of the bank's own clock. */
export function dayOf(element: Element | undefined, ...path: readonly string[]): IsoDate | null {
  const written = text(element, ...path)
  if (written === null) return null
  try {
    // Midnight at the end of a day.
    if (/T24:00/.test(written)) return addDays(isoDate(written.slice(0, 10)), 1)
    return isoDate(written.slice(0, 10))
  } catch {
    throw new Unreadable('day', { day: written.slice(0, 40) })
  }
}

/** The same for a day that nothing hangs on: one that is none is left out. */
export function anyDay(element: Element | undefined, ...path: readonly string[]): IsoDate | null {
  try {
    return dayOf(element, ...path)
  } catch {
    return null
  }
}
