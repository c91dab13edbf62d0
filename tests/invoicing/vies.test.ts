import { afterAll, beforeAll, expect, test } from 'vitest'
import { askVies } from '../../src/invoicing/evidence/vies-service.ts'
import { openVies } from './vies-double.ts'

let vies: Awaited<ReturnType<typeof openVies>>
beforeAll(async () => {
  vies = await openVies()
})
afterAll(() => vies.close())

const ask = () => askVies('EE100931558', 'LV40003521600', vies.url)

test('a number is asked about in the name of the shop, and the consultation number kept', async () => {
  vies.says({ valid: true, requestIdentifier: 'WAPIAAAAZ1' })
  expect(await ask()).toEqual({ outcome: 'valid', consultationNumber: 'WAPIAAAAZ1' })
  expect(vies.asked.at(-1)).toEqual({
    countryCode: 'EE',
    vatNumber: '100931558',
    requesterMemberStateCode: 'LV',
    requesterNumber: '40003521600',
  })
})

test('a clear no is a no', async () => {
  vies.says({ valid: false, requestIdentifier: '' })
  expect(await ask()).toEqual({ outcome: 'invalid', consultationNumber: null })
})

test.each([
  [
    'a member state that is down',
    { actionSucceed: false, errorWrappers: [{ error: 'MS_UNAVAILABLE' }] },
    200,
  ],
  ['a state that is down behind a no', { valid: false, userError: 'MS_UNAVAILABLE' }, 200],
  ['a broken answer', '<html>', 200],
  ['an error', { valid: true }, 500],
  ['an answer without a word about it', {}, 200],
])('%s is no answer', async (_, body, status) => {
  vies.says(body, status)
  expect(await ask()).toEqual({ outcome: 'unavailable', consultationNumber: null })
})

test('no network is no answer', async () => {
  expect(await askVies('EE100931558', null, 'http://127.0.0.1:1/rest-api')).toMatchObject({
    outcome: 'unavailable',
  })
})
