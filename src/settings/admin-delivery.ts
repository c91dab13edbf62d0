import { z } from 'zod'
import { weekdayName } from '../delivery/hours.ts'
import * as points from '../delivery/points.ts'
import { type Language, languageNames, languages } from '../platform/i18n/languages.ts'
import { amount, amountText } from '../platform/web/amounts.ts'
import { optionalText, tick, wholeNumber } from '../platform/web/fields.ts'
import { fieldError } from '../platform/web/forms.ts'
import type { StaffLanguage } from '../staff/table.ts'
import { urlFor } from '../urls.ts'
import { Refused, section } from './admin-section.ts'
import type { Carrier, Collection, Delivery } from './delivery.ts'
import { change } from './settings.ts'

/** A parcel in Latvia that costs more than this is a slip of the finger. */
const dearest = 100_000
const weekdays = [1, 2, 3, 4, 5, 6, 7] as const

/** How goods reach the buyer: carriers and zones have pages of their own, what is collected is set here. */
export const delivery = section({
  group: 'delivery',
  form: collectionForm,
  async shown(tx, { settings: { delivery: now }, language }) {
    const { collection, packaging } = now
    const counts = await points.counts(tx)
    return {
      values: {
        ...(collection.offered ? { collectionOpen: 'yes' } : {}),
        collectionPrice: amountText(collection.priceCents, language),
        collectionDays: String(collection.days),
        ...hourValues(collection),
        ...Object.fromEntries(
          languages.map((code) => [`directions-${code}`, collection.directions[code] ?? '']),
        ),
        packagingGrams: String(packaging.weightGrams),
        packagingMm: String(packaging.addMm),
      },
      carriers: now.carriers.map((carrier) => carrierModel(carrier, counts, language)),
      zones: now.zones.map(({ key, name, countries, postcodes }) => ({
        name,
        covers: postcodes.length > 0 ? postcodes.join(', ') : countryNames(countries, language),
        href: urlFor('adminDeliveryZone', { zone: key }),
      })),
      newZoneHref: urlFor('adminDeliveryZone', { zone: 'new' }),
      countries: countryNames(now.countries, language),
      weekdays: weekdays.map((day) => ({ day, name: weekdayName(day, language, 'long') })),
      tongues: languages.map((code) => ({ code, name: languageNames[code] })),
    }
  },
  async save(tx, typed, { settings }, by) {
    const { delivery: now } = settings
    const carried = now.carriers.some(({ courier, locker }) => courier?.offered || locker?.offered)
    if (!typed.collectionOpen && !carried) {
      throw new Refused({ collectionOpen: fieldError('settings.problem.nothing-offered') })
    }
    await change(tx, 'delivery', changed(now, typed), by)
  },
})

type Typed = z.output<ReturnType<typeof collectionForm>>

function collectionForm() {
  return z
    .object({
      collectionOpen: tick(),
      collectionPrice: amount(0, dearest),
      collectionDays: wholeNumber(1, 60),
      ...Object.fromEntries(
        weekdays.flatMap((day) => [`from-${day}`, `until-${day}`].map((name) => [name, clock()])),
      ),
      ...Object.fromEntries(languages.map((code) => [`directions-${code}`, optionalText(200)])),
      packagingGrams: wholeNumber(0, 10_000),
      packagingMm: wholeNumber(0, 500),
    })
    .superRefine((typed, context) => {
      const times = typed as unknown as Readonly<Record<string, string | undefined>>
      for (const day of weekdays) {
        const [from, until] = [times[`from-${day}`], times[`until-${day}`]]
        if ((from ?? '') >= (until ?? '') && (from || until))
          context.addIssue({ code: 'custom', message: 'delivery.problem.hours', path: [`until-${day}`] })
      }
    })
}

function clock() {
  return optionalText(5).refine(
    (value) => value === undefined || /^([01]\d|2[0-3]):[0-5]\d$/.test(value),
    'delivery.problem.clock',
  )
}

function changed(now: Delivery, typed: Typed): Delivery {
  const given = typed as unknown as Readonly<Record<string, string | undefined>>
  return {
    ...now,
    collection: {
      offered: typed.collectionOpen,
      priceCents: typed.collectionPrice,
      days: typed.collectionDays,
      hours: weekdays.flatMap((weekday) => {
        const [from, until] = [given[`from-${weekday}`], given[`until-${weekday}`]]
        return from && until ? [{ weekday, from, until }] : []
      }),
      directions: Object.fromEntries(
        languages.flatMap((code) =>
          given[`directions-${code}`] ? [[code, given[`directions-${code}`]]] : [],
        ),
      ),
    },
    packaging: { weightGrams: typed.packagingGrams, addMm: typed.packagingMm },
  }
}

function hourValues({ hours }: Collection): Record<string, string> {
  return Object.fromEntries(
    hours.flatMap(({ weekday, from, until }) => [
      [`from-${weekday}`, from],
      [`until-${weekday}`, until],
    ]),
  )
}

function carrierModel(
  { key, name, courier, locker }: Carrier,
  counts: ReadonlyMap<string, { points: number }>,
  language: StaffLanguage,
) {
  // A service whose last zone was taken away has no price left.
  const from = (service: Carrier['courier']) => {
    const prices = service?.offered
      ? service.rates.flatMap(({ bands }) => bands.map(({ priceCents }) => priceCents))
      : []
    return prices.length > 0 ? amountText(Math.min(...prices), language) : undefined
  }
  return {
    name,
    courierFrom: from(courier),
    lockerFrom: from(locker),
    points: counts.get(key)?.points ?? 0,
    href: urlFor('adminDeliveryCarrier', { carrier: key }),
    pointsHref: urlFor('adminDeliveryPoints', { carrier: key }),
    fileHref: urlFor('adminDeliveryFile', { carrier: key }),
  }
}

function countryNames(countries: readonly string[], language: Language): string {
  const names = new Intl.DisplayNames(language, { type: 'region' })
  return countries.map((country) => names.of(country) ?? country).join(', ')
}
