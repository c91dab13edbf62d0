import { expect, test } from 'vitest'
import { type Buying, buyingOf, vatOfGoods } from '../../src/checkout/cart-vat.ts'
import { isoDate } from '../../src/platform/time.ts'
import { settings } from '../invoicing/sample-orders.ts'

const today = isoDate('2026-11-22')
const shop = { ...settings, vat: { periods: [], oneStopShop: false } }
const oss = { ...settings, vat: { periods: [], oneStopShop: true } }

function taxed(
  at: Buying['settings'],
  party: { kind: 'person' | 'company'; country: string; deliveryCountry?: string },
  delivery: 'courier' | 'collection',
) {
  const buying = buyingOf({ ...party, name: 'X', email: 'x@example.com' }, delivery, { settings: at, today })
  const { category, rate, country } = vatOfGoods('standard', buying)
  return `${category} ${rate} ${country}`
}

test.each([
  ['a Swede below the threshold', shop, 'person', 'SE', 'courier', 'S 2100 LV'],
  ['a Swede under One-Stop-Shop', oss, 'person', 'SE', 'courier', 'S 2500 SE'],
  ['a Swede who collects', oss, 'person', 'SE', 'collection', 'S 2100 LV'],
  ['a Swedish company, until VIES has answered', oss, 'company', 'SE', 'courier', 'S 2100 LV'],
  ['a Norwegian', oss, 'person', 'NO', 'courier', 'G 0 LV'],
] as const)('%s is taxed so when ordering', (_, at, kind, country, delivery, expected) => {
  expect(taxed(at, { kind, country }, delivery)).toBe(expected)
})

test('where the goods go decides, not where the buyer is at home', () => {
  expect(taxed(oss, { kind: 'person', country: 'LV', deliveryCountry: 'SE' }, 'courier')).toBe('S 2500 SE')
  expect(taxed(oss, { kind: 'person', country: 'SE', deliveryCountry: 'LV' }, 'courier')).toBe('S 2100 LV')
})

test('a shop that leaves the register charges no VAT from that day, whatever its number', () => {
  const periods = [
    { from: '2020-01-01', registered: true },
    { from: '2026-11-22', registered: false },
  ]
  const at = { ...settings, vat: { periods, oneStopShop: true } }
  expect(taxed(at, { kind: 'person', country: 'LV' }, 'courier')).toBe('O 0 LV')
})
