import { timingSafeEqual } from 'node:crypto'
import { deriveKey, keyedHash } from '../platform/keys.ts'

/** What the link of a letter names: a subscription, and the newsletter that carried it. */
export interface Link {
  readonly subscriptionId: string
  readonly newsletterId: string
}

const idBytes = 16
const proofBytes = 32

/** The key of the links; derived, so that no link is stored anywhere. */
export function linkKey(secret: Buffer): Buffer {
  return deriveKey(secret, 'newsletter link')
}

/** A bearer token: both ids, and 256 bits that only this shop can make for them. */
export function linkToken(key: Buffer, { subscriptionId, newsletterId }: Link): string {
  const named = Buffer.concat([bytesOf(subscriptionId), bytesOf(newsletterId)])
  return Buffer.concat([named, proofOf(key, named)]).toString('base64url')
}

/** What a token names; undefined for one that this shop has not made. */
export function linkIn(key: Buffer, token: string): Link | undefined {
  if (!/^[A-Za-z0-9_-]{86}$/.test(token)) return undefined
  const bytes = Buffer.from(token, 'base64url')
  const named = bytes.subarray(0, 2 * idBytes)
  const proof = bytes.subarray(2 * idBytes)
  if (proof.length !== proofBytes || !timingSafeEqual(proof, proofOf(key, named))) return undefined
  return { subscriptionId: idOf(named.subarray(0, idBytes)), newsletterId: idOf(named.subarray(idBytes)) }
}

function proofOf(key: Buffer, named: Buffer): Buffer {
  return keyedHash(key, named.toString('hex'))
}

function bytesOf(id: string): Buffer {
  return Buffer.from(id.replaceAll('-', ''), 'hex')
}

function idOf(bytes: Buffer): string {
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
