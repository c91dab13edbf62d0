import { expect, test } from 'vitest'
import { delivery } from '../../seed/delivery.ts'
import type { CartLine } from '../../src/checkout/carts.ts'
import { deliveryFrom, quotesFor } from '../../src/checkout/deliveries.ts'
import { hoursInWords } from '../../src/delivery/hours.ts'
import { fitting, type Piece, parcelOf } from '../../src/delivery/parcel.ts'
import { cheapest, chosen, quotes, refusals, type Sending } from '../../src/delivery/quotes.ts'
import { rateFor } from '../../src/delivery/zones.ts'
import { isoDate } from '../../src/platform/time.ts'
import { knownCarriers } from '../../src/settings/carriers.ts'
import { leadTime } from '../../src/settings/sending.ts'
import { openCalendar } from '../../src/settings/working-days.ts'

const around = {
  delivery: { ...delivery, packaging: { weightGrams: 0, addMm: 0 } },
  closures: { closures: [] },
  calendar: await openCalendar(),
  // A Tuesday.
  today: isoDate('2026-06-02'),
}
const sign: Piece = { quantity: 1, weightGrams: 200, widthMm: 300, heightMm: 150, depthMm: 3 }
const latvia = { country: 'LV' }

function sending(piece: Partial<Piece> = {}, more: Partial<Sending> = {}): Sending {
  return { ...parcelOf([{ ...sign, ...piece }]), goodsCents: 2_000, leadDays: 1, ...more }
}

function priceOf(key: string, what: Sending, to: { country: string; postcode?: string } = latvia) {
  return chosen(quotes(around, what, to), key)?.priceCents
}

test('each way is on offer with its price, lockers first and each kind from the cheapest', () => {
  const all = quotes(around, sending(), latvia)
  expect(all.map(({ key, priceCents }) => [key, priceCents])).toEqual([
    ['latvijas-pasts-locker', 320],
    ['omniva-locker', 320],
    ['dpd-locker', 340],
    ['dpd-courier', 590],
    ['collection', 0],
  ])
  expect(cheapest(all)).toBe(0)
})

test('a band ends with its last gram, and nothing goes above the heaviest', () => {
  expect(priceOf('omniva-locker', sending({ weightGrams: 5_000 }))).toBe(320)
  expect(priceOf('omniva-locker', sending({ weightGrams: 5_001 }))).toBe(420)
  expect(priceOf('omniva-locker', sending({ weightGrams: 30_000 }))).toBe(520)
  const heavy = sending({ weightGrams: 30_001 })
  expect(quotes(around, heavy, latvia).map(({ key }) => key)).toEqual(['collection'])
  expect(refusals(around, heavy, latvia).map(({ reason }) => reason)).toEqual(Array(4).fill('too-heavy'))
})

test('the packaging counts', () => {
  const packed = { ...around, delivery: { ...around.delivery, packaging: { weightGrams: 100, addMm: 10 } } }
  const at = (weightGrams: number) =>
    chosen(quotes(packed, sending({ weightGrams }), latvia), 'omniva-locker')?.priceCents
  expect([at(4_900), at(4_901)]).toEqual([320, 420])
  const [small] = fitting(sending({ widthMm: 630 }), knownCarriers[0]!.locker!.compartments, packed.delivery)
  expect(small?.name).toBe('S')
  expect(fitting(sending({ widthMm: 631 }), knownCarriers[0]!.locker!.compartments, packed.delivery)).toEqual(
    [],
  )
})

test('what is a millimetre too long stays out of the locker, and a courier takes it', () => {
  expect(priceOf('omniva-locker', sending({ widthMm: 640 }))).toBe(320)
  const long = sending({ widthMm: 641 })
  expect(priceOf('omniva-locker', long)).toBeUndefined()
  expect(priceOf('dpd-courier', long)).toBe(590)
  expect(refusals(around, long, latvia)).toContainEqual(
    expect.objectContaining({ key: 'omniva-locker', reason: 'too-large' }),
  )
})

test('goods lie on each other: the stack decides which compartment it takes', () => {
  const names = (quantity: number) =>
    chosen(quotes(around, sending({ quantity, widthMm: 600, heightMm: 300 }), latvia), 'omniva-locker')
      ?.compartments
  expect(names(30)).toEqual(['S', 'M', 'L'])
  expect(names(31)).toEqual(['M', 'L'])
  expect(names(130)).toEqual(['L'])
  expect(names(131)).toBeUndefined()
})

test('small goods stand in several stacks beside each other', () => {
  const stamps = { widthMm: 60, heightMm: 40, depthMm: 90, quantity: 40, weightGrams: 60 }
  expect(chosen(quotes(around, sending(stamps), latvia), 'omniva-locker')?.compartments).toContain('M')
})

test('from some amount on delivery is free, and not a cent earlier', () => {
  expect(priceOf('dpd-courier', sending({}, { goodsCents: 9_999 }))).toBe(590)
  expect(priceOf('dpd-courier', sending({}, { goodsCents: 10_000 }))).toBe(0)
})

test('the narrowest zone decides; a country that is not open gets nothing but what is collected', () => {
  const courier = around.delivery.carriers.find(({ key }) => key === 'dpd')!.courier!
  const until = (postcode?: string) =>
    rateFor(around.delivery, courier, { country: 'LV', postcode })?.days.until
  expect([until(), until('LV-3401'), until('LV-1084'), until('1001'), until('LV-1085')]).toEqual([
    2, 2, 1, 1, 2,
  ])
  expect(quotes(around, sending(), { country: 'SE' }).map(({ key }) => key)).toEqual(['collection'])
})

test('arrival is counted in working days from the day on which the slowest goods leave', () => {
  const days = (leadDays: number) =>
    chosen(quotes(around, sending({}, { leadDays }), latvia), 'omniva-locker')!.arrives
  expect(days(0)).toEqual({ from: '2026-06-04', until: '2026-06-05' })
  expect(days(1)).toEqual({ from: '2026-06-04', until: '2026-06-05' })
  expect(days(3)).toEqual({ from: '2026-06-08', until: '2026-06-09' })
  const closed = {
    closures: [{ id: crypto.randomUUID(), from: '2026-06-03', until: '2026-06-05', reason: '' }],
  }
  const late = quotes({ ...around, closures: closed }, sending(), latvia)
  expect(chosen(late, 'omniva-locker')!.arrives).toEqual({ from: '2026-06-09', until: '2026-06-10' })
})

test('a parcel arrives after the day on which the page of its goods says that they leave', async () => {
  const settings = { ...around, ordering: { minimumCents: null, cutOffHour: 12 } }
  // A Friday, after the cut-off hour; the sign is drawn with the buyer's words and made in three days.
  const now = new Date('2026-11-20T15:00:00Z')
  const clock = { zone: 'Europe/Riga', now: () => now, today: () => isoDate('2026-11-20') }
  const goods = { leadDays: 3, drawn: true }
  const { leavesOn } = leadTime(clock, around.calendar, settings, goods)
  expect(leavesOn).toBe('2026-11-27')
  const line = { ...sign, ...goods, words: 'Anna', artwork: null } as unknown as CartLine
  const contents = { lines: [{ ...line, priceCents: 2_000 }], discount: undefined }
  const from = await deliveryFrom(clock, settings)
  const all = await quotesFor(contents, settings, from, latvia)
  expect(chosen(all, 'omniva-locker')!.arrives.from).toBe('2026-11-30')
})

test('goods are collected on a day on which the door is open', () => {
  const mondays = { ...around.delivery.collection, hours: [{ weekday: 1, from: '10:00', until: '18:00' }] }
  const shop = { ...around, delivery: { ...around.delivery, collection: mondays } }
  expect(chosen(quotes(shop, sending(), latvia), 'collection')!.arrives.from).toBe('2026-06-08')
})

test('opening hours are read as each language writes them', () => {
  expect(hoursInWords(delivery.collection, 'en')).toBe('Mon–Fri 09:00–17:00')
  expect(hoursInWords(delivery.collection, 'lv')).toBe('Pirmd.–Piektd. 09:00–17:00')
  const saturdays = { hours: [...delivery.collection.hours, { weekday: 6, from: '10:00', until: '13:00' }] }
  expect(hoursInWords(saturdays, 'en')).toBe('Mon–Fri 09:00–17:00, Sat 10:00–13:00')
})
