import { Hono } from 'hono'
import type { Shop } from '../../shop.ts'
import { pattern, urlFor } from '../../urls.ts'
import { publishedSchema } from './record-schema.ts'

/** The schema that each record of processing names: public, since it says nothing of anybody. */
export function recordSchemaRoute(shop: Shop): Hono {
  return new Hono().get(pattern('recordSchema'), (c) => {
    c.header('cache-control', 'public, max-age=86400')
    return c.json(publishedSchema(shop.origin + urlFor('recordSchema')), 200, {
      'content-type': 'application/schema+json',
    })
  })
}
