import { afterAll, beforeAll, expect, test } from 'vitest'
import * as corrections from '../../src/orders/corrections.ts'
import { parcelCsv } from '../../src/orders/parcel-file.ts'
import type { ParcelFacts } from '../../src/orders/parcels.ts'
import { knownCarriers } from '../../src/settings/carriers.ts'
import { urlFor } from '../../src/urls.ts'
import { type Office, openOffice } from '../admin/office.ts'
import type { Client } from '../support/client.ts'
import { attribute } from '../support/html.ts'
import { contract, sendable } from './ground.ts'

let office: Office
let desk: Client & { id: string }

beforeAll(async () => {
  office = await openOffice()
  desk = await office.hire('owner')
})
afterAll(() => office.close())

const file = knownCarriers[0]!.file
const around = { packagingGrams: 100, services: { courier: 'courier', locker: 'locker' } }
const facts: ParcelFacts = {
  orderId: '',
  number: 'Z-1',
  method: 'locker',
  name: 'Anna Bērziņa',
  company: '',
  phone: '+37120000101',
  email: 'anna@example.com',
  street: '',
  town: '',
  postcode: '',
  country: 'LV',
  pointCode: '98001',
  pointName: 'Centrāltirgus',
  weightGrams: 1_234,
}

const tickOnly = (ids: readonly string[]) => ({ 'order[]': ids })

test('a carrier’s columns, separator and decimal sign are those of its setting', () => {
  const csv = parcelCsv(file, [facts], around).toString()
  expect(csv.split('\r\n')).toEqual([
    'Reference;Name;Company;Phone;E-mail;Street;Town;Postcode;Country;Locker;Weight;Parcels',
    'Z-1;Anna Bērziņa;;+37120000101;anna@example.com;;;;LV;98001;1,34;1',
    '',
  ])
  const other = {
    ...file,
    separator: 'tab',
    decimal: 'point',
    titles: false,
    columns: file.columns.slice(9, 11),
  } as const
  expect(parcelCsv(other, [facts], around).toString()).toBe('98001\t1.34\r\n')
})

test('what a buyer typed is no formula in anybody’s spreadsheet, and a telephone number keeps its plus', () => {
  for (const name of ['=1+1', '@SUM(A1)', '-2+3', '+cmd|calc', '\t=1']) {
    const [, line] = parcelCsv(file, [{ ...facts, name }], around)
      .toString()
      .split('\r\n')
    expect(line!.split(';')[1]!.replaceAll('"', '')).toMatch(/^'/)
    expect(line).toContain(';+37120000101;')
  }
  const quoted = parcelCsv(file, [{ ...facts, name: 'A;"B"\nC' }], around).toString()
  expect(quoted).toContain('"A;""B""\nC"')
})

test('older programs get their own letters', () => {
  const bytes = parcelCsv(
    { ...file, encoding: 'windows-1257', titles: false },
    [{ ...facts, name: 'Ķēniņš 字' }],
    around,
  )
  expect(new TextDecoder('windows-1257').decode(bytes)).toContain('Z-1;Ķēniņš ?;')
})

test('a file tells a carrier of the ticked parcels, and each making of it is noted', async () => {
  const first = await sendable(office.shop)
  const second = await sendable(office.shop, { party: { name: '<script>x</script>' } })
  const unpaid = await sendable(office.shop, { until: 'placed' })
  const page = await desk.get(`${urlFor('adminParcels')}?carrier=omniva`)
  expect(page.body).toContain('&lt;script&gt;x&lt;/script&gt;')
  expect(page.text).not.toContain(unpaid.number)

  const ids = [first.id, second.id, unpaid.id]
  const answer = await desk.post(urlFor('adminParcelFile'), { 'order[]': ids, carrier: 'omniva' })
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-disposition')).toMatch(
    /^attachment; filename="parcels-omniva-\d{4}-\d\d-\d\d\.csv"$/,
  )
  expect(answer.headers.get('cache-control')).toBe('no-store')
  expect(answer.body.trim().split('\r\n')).toHaveLength(3)
  // The buyer's own address is none of a locker's business.
  expect(answer.body).not.toContain('Ģertrūdes')

  const after = await desk.get(urlFor('adminParcels'))
  const again = after.forms.filter(({ action }) => action.startsWith('/admin/orders/parcels/files/'))
  expect(again).toHaveLength(1)
  expect((await desk.submit(again[0]!)).body).toBe(answer.body)
  const rows = await office.sql<{ files: number; orders: number }>(
    'select (select count(*)::int from parcel_file) as files, (select count(*)::int from parcel_file_order) as orders',
  )
  expect(rows).toEqual([{ files: 2, orders: 4 }])
})

test('only the carrier that was chosen is told, and told again of what was put right since', async () => {
  const chosen = await sendable(office.shop, { until: 'paid' })
  const other = await sendable(office.shop, { carrier: 'dpd', method: 'courier', until: 'paid' })
  const form = { 'order[]': [chosen.id, other.id], carrier: 'omniva' }
  const told = await desk.post(urlFor('adminParcelFile'), form)
  expect(told.body).toContain(chosen.number)
  expect(told.body).not.toContain(other.number)
  const isTicked = async () =>
    attribute((await desk.get(urlFor('adminParcels'))).find(`#order-${chosen.id}`), 'checked') !== undefined
  expect(await isTicked()).toBe(false)
  await contract(office.shop, (tx) =>
    corrections.correct(tx, chosen.id, { phone: '+37120000999' }, { staff: desk.id }),
  )
  expect(await isTicked()).toBe(true)
})

test('without a tick, and for parcels that have left, nothing is told to anybody', async () => {
  const before = await office.sql('select id from parcel_file')
  expect((await desk.post(urlFor('adminParcelFile'), { carrier: 'omniva' })).status).toBe(422)
  expect((await desk.post(urlFor('adminPackingSlips'), {})).status).toBe(422)
  const collected = await sendable(office.shop, { method: 'collection' })
  const form = { ...tickOnly([collected.id]), carrier: 'omniva' }
  expect((await desk.post(urlFor('adminParcelFile'), form)).status).toBe(409)
  expect((await desk.post(urlFor('adminParcelFile'), { ...form, carrier: 'nobody' })).status).toBe(404)
  expect(await office.sql('select id from parcel_file')).toEqual(before)
})
