import { type Context, Hono } from 'hono'
import { NotFound } from '../platform/errors.ts'
import { pictureWidths } from '../platform/files/pictures.ts'
import { idIn } from '../platform/web/ids.ts'
import type { StorefrontShop } from '../storefront-shop.ts'
import { pattern } from '../urls.ts'
import * as catalogue from './catalogue.ts'

/** A picture's bytes never change under its id. */
const forever = 'public, max-age=31536000, immutable'
/** The drawing stands in until the worker has rendered the file. */
const shortly = 'public, max-age=30'

/** The pictures of the goods. */
export function pictureRoutes(shop: StorefrontShop): Hono {
  // Hono would take `.webp` as a part of the parameter's name.
  const path = pattern('picture').replace(':width.webp', ':file')
  return new Hono().get(path, (c) => picture(c, shop))
}

async function picture(c: Context, shop: StorefrontShop): Promise<Response> {
  const { id, width } = asked(c)
  const etag = `"${id}-${width}"`
  const headers = { 'cache-control': forever, etag }
  if (c.req.header('if-none-match')?.includes(etag)) return c.body(null, 304, headers)
  const reader = shop.database.storefront.client.orm
  const file = await catalogue.pictureFile(reader, id, width)
  if (file) return c.body(new Uint8Array(file), 200, { ...headers, 'content-type': 'image/webp' })
  const spec = await catalogue.pictureDrawing(reader, id)
  const { drawGoods } = await import('./drawing/drawing.ts')
  const svg = drawGoods(spec)
  return c.body(svg, 200, { 'cache-control': shortly, 'content-type': 'image/svg+xml' })
}

function asked(c: Context): { id: string; width: number } {
  const id = idIn(c, 'id')
  const width = Number(/^(\d{3,4})\.webp$/.exec(c.req.param('file') ?? '')?.[1])
  if (!(pictureWidths as readonly number[]).includes(width)) throw new NotFound()
  return { id, width }
}
