/** Who appears in the demo data and the tests. Everybody is made up; numbers are valid by checksum only. */

export interface Address {
  street: string
  town: string
  postcode: string
  /** ISO 3166-1 alpha-2. */
  country: 'LV' | 'SE' | 'NL'
}

export interface CastPerson {
  name: string
  email: string
  phone: string
  address: Address
  language: 'lv' | 'en' | 'sv' | 'nl'
  iban?: string
}

export interface CastCompany extends CastPerson {
  company: string
  registrationNumber: string
  vatNumber?: string
  invoiceEmail?: string
}

export interface CastShop {
  /** Name as the register of enterprises has it. */
  name: string
  registrationNumber: string
  vatNumber: string
  address: Address
  email: string
  phone: string
  /** Banks compare the name with the IBAN: it is printed exactly so. */
  account: { name: string; iban: string; bic: string; bank: string }
}

export interface CastStaff {
  name: string
  email: string
  role: 'owner' | 'administrator' | 'accountant'
}

export const shop = {
  name: 'SIA "ZĪMES"',
  registrationNumber: '49999000014',
  vatNumber: 'LV49999000014',
  address: { street: 'Zīmju iela 12', town: 'Rīga', postcode: 'LV-1010', country: 'LV' },
  email: 'pasutijumi@zimes.example',
  phone: '+371 20000100',
  account: {
    name: 'SIA "ZĪMES"',
    iban: 'LV80BANK0000435195001',
    bic: 'BANKLV2X',
    bank: 'AS "Paraugbanka"',
  },
} as const satisfies CastShop

export const staff = {
  owner: { name: 'Ilze Zīmele', email: 'ilze@zimes.example', role: 'owner' },
  administrator: { name: 'Mārtiņš Kalējs', email: 'martins@zimes.example', role: 'administrator' },
  accountant: { name: 'Dzintra Ozola', email: 'dzintra@zimes.example', role: 'accountant' },
} as const satisfies Record<string, CastStaff>

/** A private buyer who orders, pays and receives without trouble. */
const anna = {
  name: 'Anna Bērziņa',
  email: 'anna.berzina@example.com',
  phone: '+371 20000101',
  address: { street: 'Ģertrūdes iela 27 – 14', town: 'Rīga', postcode: 'LV-1011', country: 'LV' },
  language: 'lv',
} as const satisfies CastPerson

/** Lives in a homestead without a street, and writes long notes. */
const janis = {
  name: 'Jānis Krūmiņš',
  email: 'janis.krumins@example.com',
  phone: '+371 20000102',
  address: {
    street: '"Lejasķirši"',
    town: 'Ķeguma novads, Tomes pagasts',
    postcode: 'LV-5020',
    country: 'LV',
  },
  language: 'lv',
} as const satisfies CastPerson

/** Buys on account and pays weeks after the due date. */
const latePayer = {
  name: 'Guntis Vītols',
  email: 'guntis.vitols@example.com',
  phone: '+371 20000103',
  address: { street: 'Cietokšņa iela 5', town: 'Daugavpils', postcode: 'LV-5401', country: 'LV' },
  language: 'lv',
  iban: 'LV69BANK0000000000043',
} as const satisfies CastPerson

/** Lives in Latvia, reads English. */
const oliver = {
  name: 'Oliver Hart',
  email: 'oliver.hart@example.com',
  phone: '+371 20000104',
  address: { street: 'Jomas iela 41', town: 'Jūrmala', postcode: 'LV-2015', country: 'LV' },
  language: 'en',
} as const satisfies CastPerson

const linnea = {
  name: 'Linnéa Öberg',
  email: 'linnea.oberg@example.com',
  phone: '+46 701740605',
  address: { street: 'Skyltvägen 8', town: 'Visby', postcode: '621 45', country: 'SE' },
  language: 'sv',
} as const satisfies CastPerson

/** Moved to Rīga from Malmö; reads Swedish. */
const elsa = {
  name: 'Elsa Lindqvist',
  email: 'elsa.lindqvist@example.com',
  phone: '+371 20000107',
  address: { street: 'Alberta iela 9 – 3', town: 'Rīga', postcode: 'LV-1010', country: 'LV' },
  language: 'sv',
} as const satisfies CastPerson

/** Restores a farmhouse near Sigulda; reads Dutch. */
const daan = {
  name: 'Daan Visser',
  email: 'daan.visser@example.com',
  phone: '+371 20000108',
  address: {
    street: '"Kalnvijas"',
    town: 'Siguldas novads, Allažu pagasts',
    postcode: 'LV-2154',
    country: 'LV',
  },
  language: 'nl',
} as const satisfies CastPerson

/** Buys for others: the parcel goes to somebody else and shows no prices. */
const giver = {
  name: 'Māra Siliņa',
  email: 'mara.silina@example.com',
  phone: '+371 20000110',
  address: { street: 'Raiņa iela 12 – 5', town: 'Cēsis', postcode: 'LV-4101', country: 'LV' },
  language: 'lv',
} as const satisfies CastPerson

/** Registered for VAT: the buyer whose numbers pass their checks. */
const builders = {
  company: 'SIA "Ķieģelis un koks"',
  name: 'Līga Šteinberga',
  email: 'liga.steinberga@example.com',
  invoiceEmail: 'rekini@example.com',
  phone: '+371 20000105',
  address: { street: 'Brīvības iela 148', town: 'Valmiera', postcode: 'LV-4201', country: 'LV' },
  language: 'lv',
  registrationNumber: '49999000029',
  vatNumber: 'LV49999000029',
  iban: 'LV16BANK0000000000027',
} as const satisfies CastCompany

/** A registered company below the VAT threshold: a registration number and no VAT number. */
const bakery = {
  company: 'SIA "Rudzu garoza"',
  name: 'Žanete Ņikitina',
  email: 'zanete.nikitina@example.com',
  phone: '+371 20000106',
  address: { street: 'Zivju iela 3', town: 'Liepāja', postcode: 'LV-3401', country: 'LV' },
  language: 'lv',
  registrationNumber: '49999000033',
  iban: 'LV52BANK0000000000058',
} as const satisfies CastCompany

const signposts = {
  company: 'Wegwijs Bewegwijzering B.V.',
  name: 'Sanne de Vries',
  email: 'sanne.devries@example.com',
  phone: '+31 612345678',
  address: { street: 'Bordenkade 61', town: 'Delft', postcode: '2611 AB', country: 'NL' },
  language: 'nl',
  registrationNumber: '99999991',
  vatNumber: 'NL999999916B01',
  iban: 'NL68BANK0000000001',
} as const satisfies CastCompany

export const people = { anna, janis, latePayer, oliver, linnea, elsa, daan, giver } as const satisfies Record<
  string,
  CastPerson
>
export const companies = { builders, bakery, signposts } as const satisfies Record<string, CastCompany>
