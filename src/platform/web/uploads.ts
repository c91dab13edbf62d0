import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'

/** The bytes of the file that a multipart form carries; undefined where none was chosen. Throws HTTPException 400. */
export async function fileIn(c: Context, name: string): Promise<Uint8Array | undefined> {
  const form = await c.req.formData().catch((cause) => {
    throw new HTTPException(400, { cause })
  })
  const file = form.get(name)
  return file instanceof File && file.size > 0 ? new Uint8Array(await file.arrayBuffer()) : undefined
}
