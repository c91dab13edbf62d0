import type { Carrier, Compartment, Delivery, ParcelFile, Rate, Service } from './delivery.ts'

/** The zone that every shop begins with. */
export const homeZone = { key: 'latvija', name: 'Latvija', countries: ['LV'], postcodes: [] }

const file: ParcelFile = {
  columns: [
    { title: 'Reference', field: 'reference', text: '' },
    { title: 'Name', field: 'name', text: '' },
    { title: 'Company', field: 'company', text: '' },
    { title: 'Phone', field: 'phone', text: '' },
    { title: 'E-mail', field: 'email', text: '' },
    { title: 'Street', field: 'street', text: '' },
    { title: 'Town', field: 'town', text: '' },
    { title: 'Postcode', field: 'postcode', text: '' },
    { title: 'Country', field: 'country', text: '' },
    { title: 'Locker', field: 'pointCode', text: '' },
    { title: 'Weight', field: 'weight', text: '' },
    { title: 'Parcels', field: 'parcels', text: '' },
  ],
  separator: 'semicolon',
  encoding: 'utf-8',
  decimal: 'comma',
  titles: true,
}

/** Prices are the shop's own; nothing is on offer before somebody has looked at them. */
function rates(...bands: readonly [upToGrams: number, priceCents: number][]): Rate[] {
  return [
    {
      zone: homeZone.key,
      bands: bands.map(([upToGrams, priceCents]) => ({ upToGrams, priceCents })),
      freeFromCents: null,
      days: { from: 1, until: 2 },
    },
  ]
}

/** In millimetres: length, width, height. */
function sizes(...given: readonly [name: string, length: number, width: number, height: number][]) {
  return given.map(
    ([name, lengthMm, widthMm, heightMm]): Compartment => ({ name, lengthMm, widthMm, heightMm }),
  )
}

function courier(compartments: Compartment[]): Service {
  return { offered: false, compartments, rates: rates([5000, 590], [15_000, 790], [30_000, 1090]) }
}

function locker(compartments: Compartment[]): Service {
  return { offered: false, compartments, rates: rates([5000, 320], [15_000, 420], [30_000, 520]) }
}

/** Carriers that serve Latvia, as a shop finds them: sizes as the carriers publish them, prices to be filled in. */
export const knownCarriers: readonly Carrier[] = [
  {
    key: 'omniva',
    name: 'Omniva',
    trackingLink: 'https://mana.omniva.lv/track/{number}',
    needsPhone: true,
    courier: courier(sizes(['', 1500, 800, 600])),
    locker: locker(sizes(['S', 640, 380, 90], ['M', 640, 380, 190], ['L', 640, 380, 390])),
    file,
  },
  {
    key: 'dpd',
    name: 'DPD',
    trackingLink: 'https://www.dpdgroup.com/lv/mydpd/my-parcels/search?lang=lv&parcelNumber={number}',
    needsPhone: true,
    courier: courier(sizes(['', 1750, 800, 600])),
    locker: locker(sizes(['S', 610, 430, 80], ['M', 610, 430, 170], ['L', 610, 430, 360])),
    file,
  },
  {
    key: 'latvijas-pasts',
    name: 'Latvijas Pasts',
    trackingLink: 'https://mans.pasts.lv/postal_tracking?id={number}',
    needsPhone: true,
    courier: courier(sizes(['', 1500, 800, 600])),
    locker: locker(
      sizes(
        ['XS', 610, 185, 80],
        ['S', 610, 350, 80],
        ['M', 610, 350, 175],
        ['L', 610, 365, 350],
        ['XL', 745, 610, 350],
      ),
    ),
    file,
  },
  {
    key: 'venipak',
    name: 'Venipak',
    trackingLink: 'https://venipak.com/lv/sekosana/?code={number}',
    needsPhone: true,
    courier: courier(sizes(['', 1700, 800, 600])),
    locker: locker(sizes(['S', 640, 380, 90], ['M', 640, 380, 190], ['L', 640, 410, 380])),
    file,
  },
]

/** How a shop begins: it knows its carriers and offers nothing. */
export const blankDelivery: Delivery = {
  countries: ['LV'],
  zones: [homeZone],
  carriers: [...knownCarriers],
  collection: { offered: false, priceCents: 0, days: 1, hours: [], directions: {} },
  packaging: { weightGrams: 100, addMm: 10 },
}
