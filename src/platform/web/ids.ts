import type { Context } from 'hono'
import { z } from 'zod'
import { NotFound } from '../errors.ts'

/** An id in the address. Throws NotFound for what is none: it names nothing. */
export function idIn(c: Context, name: string): string {
  const id = z.uuid().safeParse(c.req.param(name))
  if (!id.success) throw new NotFound()
  return id.data
}
