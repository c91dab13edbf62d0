import { expect, test } from 'vitest'
import { type Clock, dayIn, type IsoDate } from '../../src/platform/time.ts'
import { leadTime, sendingPeriod } from '../../src/settings/sending.ts'
import type { Settings } from '../../src/settings/settings.ts'
import { openCalendar } from '../../src/settings/working-days.ts'

const calendar = await openCalendar()
type Days = Pick<Settings, 'closures' | 'ordering'>

const ordering = { minimumCents: null, cutOffHour: 12 }
const open: Days = { closures: { closures: [] }, ordering }
const closed = (from: string, until: string): Days => ({
  ordering,
  closures: { closures: [{ id: crypto.randomUUID(), from, until, reason: '' }] },
})
const shelf = { leadDays: 1, drawn: false }

function at(moment: string): Clock {
  const now = new Date(moment)
  return { zone: 'Europe/Riga', now: () => now, today: () => dayIn('Europe/Riga', now) }
}

const lead = (moment: string, settings = open, goods = shelf) =>
  leadTime(at(moment), calendar, settings, goods)
const days = (paidOn: string, leavesOn: string) => ({
  paidOn: paidOn as IsoDate,
  leavesOn: leavesOn as IsoDate,
})

test('what is ordered on a working morning leaves on the next working day', () => {
  expect(lead('2026-11-23T09:59:59Z')).toEqual(days('2026-11-23', '2026-11-24'))
})

test('from noon in Riga on the money counts for the next working day', () => {
  expect(lead('2026-11-23T10:00:00Z')).toEqual(days('2026-11-24', '2026-11-25'))
  expect(lead('2026-11-27T15:00:00Z')).toEqual(days('2026-11-30', '2026-12-01'))
})

test('the shop may count the money of a day until another hour', () => {
  const early = { ...open, ordering: { ...ordering, cutOffHour: 10 } }
  expect(lead('2026-11-23T07:59:59Z', early)).toEqual(days('2026-11-23', '2026-11-24'))
  expect(lead('2026-11-23T08:00:00Z', early)).toEqual(days('2026-11-24', '2026-11-25'))
})

test('nothing leaves on a closed day, on a holiday or at a weekend', () => {
  expect(lead('2026-11-17T08:00:00Z')).toEqual(days('2026-11-17', '2026-11-19'))
  expect(lead('2026-11-22T08:00:00Z', closed('2026-11-23', '2026-11-27'))).toEqual(
    days('2026-11-30', '2026-12-01'),
  )
})

test('a sign with its buyer’s own words waits a day for its drawing, and then for its making', () => {
  const drawn = { leadDays: 7, drawn: true }
  expect(lead('2026-11-23T08:00:00Z', open, drawn)).toEqual(days('2026-11-23', '2026-12-03'))
  const shut = closed('2026-11-30', '2026-12-01')
  expect(lead('2026-11-23T08:00:00Z', shut, drawn)).toEqual(days('2026-11-23', '2026-12-07'))
})

test('kept pages with dates on them end at midnight and at noon', () => {
  const periods = [
    '2026-11-22T21:59:00Z',
    '2026-11-22T22:00:00Z',
    '2026-11-23T09:59:00Z',
    '2026-11-23T10:00:00Z',
  ]
  expect(new Set(periods.map((moment) => sendingPeriod(at(moment), ordering))).size).toBe(3)
})
