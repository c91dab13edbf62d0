import { deriveKey } from '../platform/keys.ts'

/** The key under which an address is hashed: by that hash objections, restrictions and links are found. */
export function addressKeyOf({ secret }: { readonly secret: Buffer }): Buffer {
  return deriveKey(secret, 'marketing address')
}
