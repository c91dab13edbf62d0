import { makePgArray } from 'drizzle-orm/pg-core'

type Parser = (text: string) => unknown
type Serializer = (value: unknown) => string

type Items = (string | null)[]

const texts: Parser = (text) => itemsOf(text)
const numbers: Parser = (text) => itemsOf(text).map((item) => (item === null ? null : Number(item)))

// Object identifiers of array types (pg_type.dat). The package would ask the server for them on each connection.
/** How arrays come out of raw statements; drizzle's array columns accept both forms. */
export const arrayParsers: Record<number, Parser> = {
  1005: numbers, // int2
  1007: numbers, // int4
  1009: texts, // text
  1015: texts, // varchar
  1016: texts, // int8
  2951: texts, // uuid
}

/** So that `= any(${sql.param(list)})` takes a JavaScript list: text, whole numbers, uuid, dates, amounts. */
export const arraySerializers: Record<number, Serializer> = Object.fromEntries(
  [1000, 1005, 1007, 1009, 1015, 1016, 1022, 1182, 1185, 1231, 2951].map((oid) => [oid, listed]),
)

function listed(value: unknown): string {
  return Array.isArray(value) ? makePgArray(value) : String(value)
}

const item = /"((?:[^"\\]|\\.)*)"|([^{},"]+)/gs

/** Lists of one dimension. Not drizzle's own parser, which loses every backslash. */
function itemsOf(text: string): Items {
  return Array.from(text.matchAll(item), ([, quoted, bare]) => {
    if (quoted !== undefined) return quoted.replace(/\\(.)/gs, '$1')
    return bare === undefined || bare === 'NULL' ? null : bare
  })
}
