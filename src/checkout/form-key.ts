import { randomBytes, timingSafeEqual } from 'node:crypto'
import { keyedHash } from '../platform/keys.ts'

/**
 * A key for one order form, bound to the cart's cookie: it says which sending is a repetition, and nobody else's form
 * can use it. Needs no row until an order is placed with it.
 */
export function makeFormKey(key: Buffer, cartToken: string): string {
  const nonce = randomBytes(16).toString('base64url')
  return `${nonce}.${seal(key, nonce, cartToken)}`
}

/** Whether this form was made for this cart. */
export function isFormKeyOf(key: Buffer, formKey: string, cartToken: string): boolean {
  const [nonce = '', given = ''] = formKey.split('.')
  const expected = Buffer.from(seal(key, nonce, cartToken))
  const offered = Buffer.from(given)
  return offered.length === expected.length && timingSafeEqual(offered, expected)
}

function seal(key: Buffer, nonce: string, cartToken: string): string {
  return keyedHash(key, `${nonce} ${cartToken}`).toString('base64url')
}
