import { Hono } from 'hono'
import type { Shop } from '../shop.ts'
import { accountantFace } from './accountant.ts'
import { adminFace } from './admin.ts'

/** What staff see: the back office and the accountant's rooms. */
export function staffFaces(shop: Shop): Hono {
  return new Hono().route('/', adminFace(shop)).route('/', accountantFace(shop))
}
