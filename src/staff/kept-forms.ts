import type { Context } from 'hono'
import { localPath } from './urls.ts'

/** What somebody had typed into a form whose session ended meanwhile. */
export type KeptForm = {
  /** Where the form goes: a path inside the back office. */
  readonly to: string
  readonly multipart: boolean
  readonly fields: readonly { readonly name: string; readonly value: string }[]
  /** Files cannot be put back into a page. */
  readonly filesLost: boolean
}

/** What the page that keeps a form may hold, in bytes: texts in four languages, no files. */
export const mostKeptBytes = 1024 * 1024
const mostFields = 2000

/** The fields of that page's own; no other form of the back office has such names. */
const own = /^again-/
/** Never sent back into a page: such a form is typed anew. */
const secrets = new Set(['password', 'newPassword', 'again', 'code', 'recoveryCode', 'personalCode'])

/**
 * What a form says that cannot be taken now; undefined where nothing was typed, and where it holds secrets. A large
 * one is read only for somebody who is `known`: files of strangers are not taken into memory.
 */
export async function keptForm(
  c: Context,
  known: boolean,
  to: string = c.req.path,
): Promise<KeptForm | undefined> {
  const path = localPath(to)
  const tooLarge = Number(c.req.header('content-length') ?? 0) > mostKeptBytes
  if (c.req.method !== 'POST' || !path || (tooLarge && !known)) return undefined
  const body = await c.req.formData().catch(() => undefined)
  const said = [...(body ?? [])].filter(([name]) => !own.test(name))
  if (said.length === 0 || said.length > mostFields || said.some(([name]) => secrets.has(name)))
    return undefined
  const multipart = c.req.header('content-type')?.toLowerCase().startsWith('multipart/') ?? false
  return { to: path, multipart, fields: said.flatMap(textOf), filesLost: said.some(isFile) }
}

function textOf([name, value]: [string, string | File]) {
  return typeof value === 'string' ? [{ name: printable(name), value: printable(value) }] : []
}

/** A field of files that was left empty sends one without a name. */
function isFile([, value]: [string, string | File]): boolean {
  return typeof value !== 'string' && (value.name !== '' || value.size > 0)
}

function printable(text: string): string {
  return text.toWellFormed().replace(/(?![\t\n\r])\p{Cc}/gu, '')
}
