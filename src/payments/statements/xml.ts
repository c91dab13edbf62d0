import { XMLParser, XMLValidator } from 'fast-xml-parser'

/** Why a file is no statement that can be read: a code under `statements.problem.`, with what its sentence names. */
export class Unreadable extends Error {
  readonly code: string
  readonly values: Readonly<Record<string, string | number>>
  constructor(code: string, values: Readonly<Record<string, string | number>> = {}) {
    super(`unreadable: ${code}`)
    this.name = 'Unreadable'
    this.code = code
    this.values = values
  }
}

/** An element: its children and attributes (`@Ccy`) by name, whatever namespace prefix they carry. */
export type Element = Readonly<Record<string, unknown>>

/** Largest statement in bytes: about 10,000 entries of a talkative bank. */
export const mostStatementBytes = 16 * 1024 * 1024

const reading = {
  removeNSPrefix: true,
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
  parseAttributeValue: false,
  // Numbered characters (&#257;) are read with these only.
  htmlEntities: true,
  processEntities: { enabled: true, maxTotalExpansions: 100_000, maxExpandedLength: 1_000_000 },
  maxNestedTags: 40,
}
/** Entries are left as text at first, so that a long statement never stands in memory as a whole tree. */
const outline = new XMLParser({ ...reading, stopNodes: ['..Ntry'] })
const whole = new XMLParser(reading)

/** The outline of a document, in which each entry is the text within it, and its own tag. Throws Unreadable. */
export function parseOutline(bytes: Uint8Array): { outline: Element; tag: string } {
  if (bytes.length === 0) throw new Unreadable('empty')
  if (bytes.length > mostStatementBytes)
    throw new Unreadable('too-large', { megabytes: mostStatementBytes / 1024 / 1024 })
  const text = textOf(bytes)
  // No bank writes one; entities and files of others come in by it (XXE).
  if (/<!(DOCTYPE|ENTITY)/i.test(text)) throw new Unreadable('doctype')
  if (!/^\s*</.test(text)) throw new Unreadable('not-xml')
  const valid = XMLValidator.validate(text)
  if (valid !== true) throw new Unreadable('broken', { line: valid.err.line })
  return { outline: parsed(outline, text), tag: /<(?![?!])[^>]{0,4000}>/.exec(text)?.[0] ?? '' }
}

/** An entry from the outline, read. Throws Unreadable. */
export function parseEntry(text: string): Element {
  return child(parsed(whole, `<Ntry>${text}</Ntry>`), 'Ntry') ?? {}
}

function parsed(parser: XMLParser, text: string): Element {
  try {
    return parser.parse(text) as Element
  } catch {
    throw new Unreadable('broken', { line: 1 })
  }
}

/** The first element at the end of this path. */
export function child(element: Element | undefined, ...path: readonly string[]): Element | undefined {
  let found: unknown = element
  for (const name of path) found = first((found as Element | undefined)?.[name])
  return typeof found === 'object' && found !== null ? (found as Element) : undefined
}

/** All elements of a name; those that hold text alone are not among them. */
export function children(element: Element | undefined, name: string): Element[] {
  return all(element?.[name]).filter((each) => typeof each === 'object' && each !== null) as Element[]
}

/** The text at the end of this path, its blanks made single; null where there is none. */
export function text(element: Element | undefined, ...path: readonly string[]): string | null {
  return texts(element, ...path)[0] ?? null
}

/** The texts of all elements at the end of this path. */
export function texts(element: Element | undefined, ...path: readonly string[]): string[] {
  const parent = path.length > 1 ? child(element, ...path.slice(0, -1)) : element
  return all(parent?.[path.at(-1)!]).flatMap((each) => {
    const found = typeof each === 'string' ? each : (each as Element | undefined)?.['#text']
    const clean = typeof found === 'string' ? tidy(found) : ''
    return clean === '' ? [] : [clean]
  })
}

function tidy(found: string): string {
  return found
    .toWellFormed()
    .normalize('NFC')
    .replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069\ufeff]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}

function all(found: unknown): unknown[] {
  if (found === undefined) return []
  return Array.isArray(found) ? found : [found]
}

function first(found: unknown): unknown {
  return Array.isArray(found) ? found[0] : found
}

/** The bytes as the byte order mark, or else the first line, says that they are written; UTF-8 where neither does. */
function textOf(bytes: Uint8Array): string {
  const encoding = markOf(bytes) ?? declared(bytes) ?? 'utf-8'
  let decoder: InstanceType<typeof TextDecoder>
  try {
    decoder = new TextDecoder(encoding, { fatal: true })
  } catch {
    throw new Unreadable('encoding', { encoding })
  }
  try {
    return decoder.decode(bytes)
  } catch {
    throw new Unreadable('not-that-encoding', { encoding: encoding.toUpperCase() })
  }
}

function markOf(bytes: Uint8Array): string | undefined {
  const [one, two] = bytes
  if ((one === 0xff && two === 0xfe) || (one === 0x3c && two === 0)) return 'utf-16le'
  if ((one === 0xfe && two === 0xff) || (one === 0 && two === 0x3c)) return 'utf-16be'
  return one === 0xef && two === 0xbb ? 'utf-8' : undefined
}

function declared(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.subarray(0, 200)).toString('latin1')
  return /^\s*<\?xml[^>]*\bencoding\s*=\s*["']([^"']{1,40})["']/.exec(head)?.[1]
}
