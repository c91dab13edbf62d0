import type { Context } from 'hono'

/** Whether a file was chosen that has no bytes; a browser sends one without a name where none was. */
export async function emptyFileIn(c: Context, name: string): Promise<boolean> {
  const file = (await c.req.formData()).get(name)
  return file instanceof File && file.name !== '' && file.size === 0
}
