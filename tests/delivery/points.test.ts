import { afterAll, beforeAll, expect, test } from 'vitest'
import { readPoints } from '../../src/delivery/point-files.ts'
import * as imports from '../../src/delivery/point-imports.ts'
import * as points from '../../src/delivery/points.ts'
import { withoutPurpose } from '../../src/privacy/with-purpose.ts'
import { urlFor } from '../../src/urls.ts'
import { type Office, openOffice } from '../admin/office.ts'
import type { Client } from '../support/client.ts'

let office: Office
let desk: Client

beforeAll(async () => {
  office = await openOffice()
  desk = await office.hire('owner')
})
afterAll(() => office.close())

const address = urlFor('adminDeliveryPoints', { carrier: 'venipak' })
const all = { carrier: 'venipak', compartments: ['S', 'M', 'L'] }
const bytes = (value: unknown) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value))
const within = <T>(work: Parameters<typeof withoutPurpose<T>>[2]) =>
  withoutPurpose(office.shop.database.backoffice, 'command', work)

async function upload(value: unknown) {
  const page = await desk.get(address)
  const form = page.form(address)
  return desk.submit(form, { file: new File([bytes(value)], 'points.json') })
}

const shapes = {
  omniva: [
    {
      ZIP: '9101',
      NAME: 'Āgenskalna pakomāts',
      TYPE: '0',
      A0_NAME: 'LV',
      A1_NAME: 'Rīga',
      A2_NAME: 'Rīga',
      A3_NAME: 'NULL',
      A5_NAME: 'Nometņu iela',
      A7_NAME: '64',
    },
    {
      ZIP: '9102',
      NAME: 'Pasta nodaļa',
      TYPE: '1',
      A0_NAME: 'LV',
      A1_NAME: 'Rīga',
      A2_NAME: 'Rīga',
      A3_NAME: '',
      A5_NAME: '',
      A7_NAME: '',
    },
    {
      ZIP: '9603',
      NAME: 'Tallinn',
      TYPE: '0',
      A0_NAME: 'EE',
      A1_NAME: 'Harju',
      A2_NAME: 'Tallinn',
      A3_NAME: '',
      A5_NAME: 'Viru',
      A7_NAME: '1',
    },
  ],
  dpd: [
    {
      parcelShopId: 'LV90003',
      parcelShopType: 'PickupStation',
      companyName: 'Paku Skapis',
      street: 'Lielā iela 13',
      houseNo: '',
      countryCode: 'LV',
      zipCode: '3401',
      city: 'Liepāja',
    },
  ],
  unisend: {
    content: [
      {
        active: true,
        id: '8560',
        countryCode: 'LV',
        name: 'ELVI',
        city: 'Kuldīga',
        address: 'Gravas iela 1',
        postalCode: 'LV-3301',
        boxes: ['XLarge', 'Small'],
      },
      {
        active: false,
        id: '8561',
        countryCode: 'LV',
        name: 'Slēgts',
        city: 'Kuldīga',
        address: 'x',
        postalCode: 'LV-3301',
        boxes: [],
      },
    ],
  },
  venipak: [
    {
      id: 2342,
      display_name: 'Drogas',
      name: 'Drogas',
      address: 'Rīgas gatve 5',
      city: 'Ādaži',
      zip: '2164',
      country: 'LV',
      type: 3,
    },
    {
      id: 2343,
      display_name: 'Counter',
      name: 'Counter',
      address: 'x',
      city: 'Ādaži',
      zip: '2164',
      country: 'LV',
      type: 1,
    },
  ],
  table: '\ufeffkods;nosaukums;pilsēta;iela;indekss\n1;"Stacija; A, B";Cēsis;Rīgas iela 1;4101\n',
}

test.each([
  [
    'omniva',
    {
      code: '9101',
      town: 'Rīga',
      name: 'Āgenskalna pakomāts',
      street: 'Nometņu iela 64',
      compartments: null,
    },
  ],
  ['dpd', { code: 'LV90003', town: 'Liepāja', street: 'Lielā iela 13', postcode: 'LV-3401' }],
  ['unisend', { code: '8560', town: 'Kuldīga', postcode: 'LV-3301', compartments: ['XL', 'S'] }],
  ['venipak', { code: '2342', town: 'Ādaži', street: 'Rīgas gatve 5', postcode: 'LV-2164' }],
  ['table', { code: '1', name: 'Stacija; A, B', town: 'Cēsis', country: 'LV', postcode: 'LV-4101' }],
] as const)('the list of %s is read: lockers of open countries alone', (shape, expected) => {
  const read = readPoints(bytes(shapes[shape]), ['LV'])
  expect(read.ok && read.points).toHaveLength(1)
  expect(read.ok && read.points[0]).toMatchObject(expected)
})

test.each([
  ['{"a":', [{ line: null, problem: 'unreadable' }]],
  ['code;name;town\n1;"A;Rīga\n', [{ line: 2, problem: 'unreadable' }]],
  ['[]', [{ line: null, problem: 'no-points' }]],
  ['x;y\n1;2\n', [{ line: 1, problem: 'columns' }]],
  [
    'code;name;town\n1;A;Rīga\n1;B;Rīga\n;C;Rīga\n3;D;\n',
    [
      { line: 3, problem: 'twice', value: '1' },
      { line: 4, problem: 'code' },
      { line: 5, problem: 'town' },
    ],
  ],
  ['code;name;town;country\n1;A;Rīga;Latvija\n', [{ line: 2, problem: 'country', value: 'LATVIJA' }]],
])('%j is refused with its lines', (text, problems) => {
  expect(readPoints(bytes(text), ['LV'])).toEqual({ ok: false, problems })
})

test('a file changes nothing before somebody has seen what it would, and is applied once', async () => {
  const first = await desk.follow(await upload(shapes.venipak))
  expect(first.text).toContain('1 locker is new')
  expect(await within((tx) => points.points(tx, [all], { country: 'LV' }))).toEqual([])
  const apply = first.form(/points\/[0-9a-f-]{36}$/)
  expect((await desk.follow(await desk.submit(apply))).text).toContain('up to date')
  expect((await desk.submit(apply)).status).toBe(404)
  expect((await desk.follow(await upload(shapes.venipak))).text).toContain('exactly as in the file')
})

test('a locker that goes is no longer offered, stays for old orders, and may come back', async () => {
  const row = (code: string, name: string) => ({
    code,
    name,
    country: 'LV',
    town: 'Ogre',
    street: 'Skolas iela 1',
    postcode: 'LV-5001',
    compartments: null,
  })
  await within((tx) => imports.replace(tx, 'venipak', [row('1', 'Viens'), row('2', 'Divi')]))
  const [town] = await within((tx) => points.points(tx, [all], { country: 'LV' }))
  const kept = town!.points.find(({ code }) => code === '2')!
  const change = await within((tx) => imports.replace(tx, 'venipak', [row('1', 'Viens'), row('3', 'Trīs')]))
  expect([change.added.length, change.changed.length, change.gone.length, change.same]).toEqual([1, 0, 1, 1])
  expect(await within((tx) => points.offered(tx, kept.id, [all], { country: kept.country }))).toBeUndefined()
  expect(await within((tx) => points.find(tx, kept.id))).toMatchObject({ name: 'Divi' })
  await within((tx) => imports.replace(tx, 'venipak', [row('2', 'Divi')]))
  expect(await within((tx) => points.offered(tx, kept.id, [all], { country: kept.country }))).toMatchObject({
    id: kept.id,
  })
  expect(await within((tx) => points.offered(tx, kept.id, [all], { country: 'NL' }))).toBeUndefined()
})

test('lockers are found by town, name and street, without diacritics, and only where the parcel fits', async () => {
  const asked = [
    { carrier: 'omniva', compartments: ['S'] },
    { carrier: 'latvijas-pasts', compartments: ['XL'] },
  ]
  const found = (search: string) => within((tx) => points.points(tx, asked, { country: 'LV', search }))
  expect((await found('rezekne')).map(({ town }) => town)).toEqual(['Rēzekne'])
  expect((await found('nometnu RIGA')).flatMap((town) => town.points.map(({ street }) => street))).toContain(
    'Nometņu iela 64',
  )
  expect(await found("'; drop table pickup_point; --")).toEqual([])
  const towns = (await found('')).map(({ town }) => town)
  expect(towns).toEqual(towns.toSorted(new Intl.Collator('lv').compare))
  const small = await within((tx) =>
    points.points(tx, [{ carrier: 'latvijas-pasts', compartments: ['XL'] }], { country: 'LV' }),
  )
  const any = await within((tx) =>
    points.points(tx, [{ carrier: 'latvijas-pasts', compartments: ['XS'] }], { country: 'LV' }),
  )
  expect(small.flatMap((town) => town.points).length).toBeLessThan(any.flatMap((town) => town.points).length)
})

test('a wrong file is refused by line, and a script in it is shown as text', async () => {
  const page = await upload('code;name;town\n<script>x</script>;A;Rīga\n<script>x</script>;B;Rīga\n')
  expect(page.status).toBe(422)
  expect(page.text).toContain('Line 3')
  expect(page.body).toContain('&lt;script&gt;x&lt;/script&gt;')
  expect((await desk.submit((await desk.get(address)).form(address))).status).toBe(422)
})

test('five thousand lockers take their place', async () => {
  const many = Array.from({ length: 5000 }, (_, at) => ({
    code: `M${at}`,
    name: `Pakomāts ${at}`,
    country: 'LV',
    town: `Pilsēta ${at % 100}`,
    street: 'Iela 1',
    postcode: 'LV-1000',
    compartments: null,
  }))
  const change = await within((tx) => imports.replace(tx, 'many', many))
  expect(change.added).toHaveLength(5000)
  const towns = await within((tx) =>
    points.points(tx, [{ carrier: 'many', compartments: ['S'] }], { country: 'LV' }),
  )
  expect(towns).toHaveLength(100)
})
