import { blankDelivery, homeZone } from '../src/settings/carriers.ts'
import type { Delivery, Rate } from '../src/settings/delivery.ts'

/** Cents up to 5, 15 and 30 kg. */
type Prices = readonly [number, number, number]

const freeFromCents = 10_000

function rate(zone: string, [light, middle, heavy]: Prices, days: Rate['days']): Rate {
  return {
    zone,
    bands: [
      { upToGrams: 5_000, priceCents: light },
      { upToGrams: 15_000, priceCents: middle },
      { upToGrams: 30_000, priceCents: heavy },
    ],
    freeFromCents,
    days,
  }
}

/** In Rīga the courier comes on the next working day. */
const riga = { key: 'riga', name: 'Rīga', countries: ['LV'], postcodes: ['1001-1084'] }
const courierRates = [
  rate(homeZone.key, [590, 790, 1090], { from: 1, until: 2 }),
  rate(riga.key, [590, 790, 1090], { from: 1, until: 1 }),
]

const lockerPrices: Readonly<Record<string, Prices>> = {
  omniva: [320, 420, 520],
  dpd: [340, 440, 540],
  'latvijas-pasts': [320, 410, 510],
}

/** How the demo shop sends its goods. */
export const delivery: Delivery = {
  ...blankDelivery,
  zones: [homeZone, riga],
  carriers: blankDelivery.carriers.map((carrier) => {
    const prices = lockerPrices[carrier.key]
    return {
      ...carrier,
      courier:
        carrier.key === 'dpd' ? { ...carrier.courier!, offered: true, rates: courierRates } : carrier.courier,
      locker: prices
        ? { ...carrier.locker!, offered: true, rates: [rate(homeZone.key, prices, { from: 1, until: 2 })] }
        : carrier.locker,
    }
  }),
  collection: {
    offered: true,
    priceCents: 0,
    days: 1,
    hours: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: '09:00', until: '17:00' })),
    directions: {
      lv: 'Ieeja no pagalma, zaļās durvis, zvans „Zīmes”.',
      en: 'Enter through the courtyard: the green door, the bell marked “Zīmes”.',
      sv: 'Ingång från gården: den gröna dörren, ringklockan ”Zīmes”.',
      nl: 'Ingang via de binnenplaats: de groene deur, de bel met ‘Zīmes’.',
    },
  },
}
