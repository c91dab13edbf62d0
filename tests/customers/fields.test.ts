import { expect, test } from 'vitest'
import { z } from 'zod'
import { phone, postcode, postcodeIn, registrationNumberIn } from '../../src/customers/fields.ts'

const schema = z.object({ phone: phone(), postcode: postcode() })

test.each([
  ['+46 (70) 123-45 67', '+46701234567'],
  ['0037120000001', '+37120000001'],
  ['371 2000 0001', '+37120000001'],
  ['67 123 456', '+37167123456'],
])('the telephone number "%s" is kept as %s', (typed, kept) => {
  expect(schema.parse({ phone: typed, postcode: 'lv 3001' })).toEqual({ phone: kept, postcode: 'LV-3001' })
})

test.each([
  ['123', 'LV-3001', ['errors.phone']],
  ['+371 123', 'LV-3001', ['errors.phone']],
  ['+371 10000001', '101', ['errors.phone', 'errors.postcode']],
  ['20000001', 'LV-9999', ['errors.postcode']],
  ['', '', ['errors.required', 'errors.required']],
])('"%s" and "%s" are refused as %j', (typed, code, messages) => {
  const refused = schema.safeParse({ phone: typed, postcode: code })
  expect(refused.error?.issues.map(({ message }) => message)).toEqual(messages)
})

test.each([
  ['LV', '4000 3032 949', '40003032949'],
  ['LV', '40003032940', 'errors.registrationNumber'],
  ['NL', 'KvK 99999991', 'KvK 99999991'],
  ['DE', 'HRB 12345 B', 'HRB 12345 B'],
  ['HR', '01010112345', '01010112345'],
  ['NL', '1'.repeat(41), 'errors.tooLong'],
  ['EE', '', 'errors.required'],
])('a company of %s with the number "%s": %s', (country, typed, expected) => {
  const read = registrationNumberIn(country).safeParse(typed)
  expect(read.success ? read.data : read.error.issues[0]!.message).toBe(expected)
})

test('a postcode is held by the country of its own address', () => {
  expect(postcodeIn('LV').safeParse('111 22').success).toBe(false)
  expect(postcodeIn('SE').parse('111 22')).toBe('111 22')
})
