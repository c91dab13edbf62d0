import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { z } from 'zod'
import type { Translate } from '../i18n/messages.ts'

/** What is wrong with a field, as a message key and its values; translated when the page is rendered. */
type FieldError = { readonly key: string; readonly values: Readonly<Record<string, unknown>> }

/** The first error of each field, in the order of the form. Errors of the whole form stand under `form`. */
export type FieldErrors = Readonly<Record<string, FieldError>>

/** What was typed, for showing the form again. */
export type Typed = Readonly<Record<string, string | string[]>>

export type Parsed<T> =
  | { ok: true; value: T; typed: Typed }
  | { ok: false; errors: FieldErrors; typed: Typed }

const maxFields = 500

/**
 * Parses a urlencoded body, or the texts of a multipart one, with a zod schema. Fields that the schema does not know
 * are ignored; of a field sent twice the last counts, unless the schema takes a list. Throws HTTPException 400 for an
 * absurd number of fields and for a body that is broken or cut off.
 */
export async function parseForm<T extends z.ZodType>(c: Context, schema: T): Promise<Parsed<z.output<T>>> {
  return parseFields(await readFields(c), schema)
}

/** The same for fields that came another way (a multipart body, a query). */
export function parseFields<T extends z.ZodType>(fields: URLSearchParams, schema: T): Parsed<z.output<T>> {
  if (fields.size > maxFields) throw new HTTPException(400)
  const typed = gather(fields, listFields(schema))
  const result = schema.safeParse(typed, { error: keyOf })
  return result.success
    ? { ok: true, value: result.data, typed: printable(typed) }
    : { ok: false, errors: errorsOf(result.error), typed: printable(typed) }
}

/** One more error, found by the shop's own rules after parsing (a VAT number that does not exist). */
export function fieldError(key: string, values: Record<string, unknown> = {}): FieldError {
  return { key, values }
}

/** The errors as texts for the templates' `form.errors`. */
export function errorTexts(errors: FieldErrors, t: Translate): Record<string, string> {
  return Object.fromEntries(Object.entries(errors).map(([field, { key, values }]) => [field, t(key, values)]))
}

async function readFields(c: Context): Promise<URLSearchParams> {
  if (!c.req.header('content-type')?.toLowerCase().startsWith('multipart/form-data')) {
    return new URLSearchParams(await readBody(() => c.req.text()))
  }
  const fields = new URLSearchParams()
  for (const [name, value] of await readBody(() => c.req.formData())) {
    if (typeof value === 'string') fields.append(name, value)
  }
  return fields
}

async function readBody<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (cause) {
    throw new HTTPException(400, { cause })
  }
}

function gather(fields: URLSearchParams, lists: ReadonlySet<string>): Record<string, string | string[]> {
  const record: Record<string, string | string[]> = Object.create(null)
  for (const name of new Set(fields.keys())) {
    const all = fields.getAll(name)
    record[name] = lists.has(name) ? all : (all.at(-1) as string)
  }
  return { ...record }
}

/** Names of the fields of a schema (or of any variant of it) that take a list. */
function listFields(schema: z.ZodType): ReadonlySet<string> {
  const lists = new Set<string>()
  for (const shape of shapesOf(schema)) {
    for (const [name, field] of Object.entries(shape)) if (takesList(field)) lists.add(name)
  }
  return lists
}

type Definition = {
  type: string
  shape?: Record<string, z.ZodType>
  options?: z.ZodType[]
  innerType?: z.ZodType
  in?: z.ZodType
  out?: z.ZodType
  left?: z.ZodType
  right?: z.ZodType
}

function parts(schema: z.ZodType): z.ZodType[] {
  const { options = [], innerType, in: before, out: after, left, right } = schema.def as Definition
  return [...options, innerType, before, after, left, right].filter((part) => part !== undefined)
}

function shapesOf(schema: z.ZodType): Record<string, z.ZodType>[] {
  const { shape } = schema.def as Definition
  return shape ? [shape] : parts(schema).flatMap(shapesOf)
}

function takesList(schema: z.ZodType): boolean {
  return (schema.def as Definition).type === 'array' || parts(schema).some(takesList)
}

/** Message keys for what zod finds by itself; the pieces in `fields.ts` name their own. */
function keyOf(issue: { code?: string; input?: unknown; origin?: string }): string {
  if (issue.input === undefined || issue.input === '') return 'errors.required'
  if (issue.code === 'too_big' && issue.origin === 'string') return 'errors.tooLong'
  if (issue.code === 'invalid_value' || issue.code === 'invalid_union') return 'errors.choice'
  return 'errors.invalid'
}

function errorsOf(error: z.ZodError): FieldErrors {
  const errors: Record<string, FieldError> = {}
  for (const issue of error.issues) {
    errors[String(issue.path[0] ?? 'form')] ??= { key: issue.message, values: valuesOf(issue) }
  }
  return errors
}

function valuesOf(issue: z.core.$ZodIssue): Record<string, unknown> {
  if (issue.code === 'custom') return issue.params ?? {}
  if (issue.code === 'too_big') return { max: Number(issue.maximum) }
  if (issue.code === 'too_small') return { min: Number(issue.minimum) }
  return {}
}

/** Control characters that a browser cannot have sent from our fields are not sent back to it either. */
function printable(typed: Typed): Typed {
  return Object.fromEntries(
    Object.entries(typed).map(([name, value]) => [
      name,
      typeof value === 'string' ? withoutControls(value) : value.map(withoutControls),
    ]),
  )
}

function withoutControls(text: string): string {
  return text.toWellFormed().replace(/(?![\t\n\r])\p{Cc}/gu, '')
}
