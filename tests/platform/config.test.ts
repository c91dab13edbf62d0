import { expect, test } from 'vitest'
import { readConfig } from '../../src/platform/config.ts'

const long = 'a secret of at least thirty-two characters'

test('nothing configured is a shop on this machine', () => {
  expect(readConfig({})).toMatchObject({
    port: 3000,
    host: '127.0.0.1',
    publicUrl: undefined,
    databaseUrl: undefined,
  })
})

test('an empty variable counts as not set', () => {
  expect(readConfig({ PORT: '', SMTP_URL: '' })).toMatchObject({ port: 3000, smtpUrl: undefined })
})

test.each([
  ['PORT', '70000'],
  ['PORT', '12.5'],
  ['PORT', 'http'],
  ['PUBLIC_URL', 'zimes.lv'],
  ['PUBLIC_URL', 'https://zimes.lv/path'],
  ['DATABASE_URL', 'mysql://localhost/shop'],
  ['SECRET_KEY', 'short'],
  ['SMTP_URL', 'mail.example'],
  ['STRIPE_SECRET_KEY', 'pk_test_1'],
  ['STRIPE_WEBHOOK_SECRET', 'hush'],
  ['STRIPE_API_URL', 'localhost:12111'],
  ['LOG_LEVEL', 'loud'],
])('a wrong %s is named in one sentence, without its value', (name, value) => {
  const attempt = () => readConfig({ [name]: value })
  expect(attempt).toThrow(new RegExp(`^${name} has a wrong value: it must be .+\\.$`))
  expect(attempt).not.toThrow(new RegExp(value.replace(/[.*+?/]/g, '\\$&')))
})

test('an external database demands a secret of its own', () => {
  const address = { DATABASE_URL: 'postgres://owner@db.example/shop' }
  expect(() => readConfig(address)).toThrow(/^SECRET_KEY is missing/)
  expect(readConfig({ ...address, SECRET_KEY: long }).secretKey).toBe(long)
})

test('the public address has no slash at its end', () => {
  expect(readConfig({ PUBLIC_URL: 'https://shop.example/' }).publicUrl).toBe('https://shop.example')
})
