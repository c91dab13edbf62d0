import { XMLBuilder } from 'fast-xml-parser'
import { decimal } from '../../platform/money.ts'

/** What stands inside an element, in the order in which the schema wants it; `undefined` is left out. */
export type Content = { readonly [element: string]: Node | readonly Node[] | undefined }
type Node = string | Content

/** Amounts carry their currency, quantities their unit, identifiers their scheme. */
export const attribute = '@_'

const builder = new XMLBuilder({
  attributeNamePrefix: attribute,
  ignoreAttributes: false,
  suppressEmptyNode: true,
  format: true,
  indentBy: '  ',
})

/** An XML document of one element. Texts are escaped; what XML cannot hold (control characters) is left out. */
export function xmlOf(root: string, content: Content): string {
  const declared = `<?xml version="1.0" encoding="UTF-8"?>\n`
  return declared + builder.build({ [root]: cleaned(content) })
}

/** A text with attributes. */
export function text(value: string, attributes: Readonly<Record<string, string>>): Content {
  const named = Object.entries(attributes).map(([name, one]) => [`${attribute}${name}`, one])
  return { ...Object.fromEntries(named), '#text': value }
}

/** Cents as a decimal of euros. */
export function amount(cents: number): Content {
  return text(decimal(cents), { currencyID: 'EUR' })
}

function cleaned(content: Content): Content {
  const kept = Object.entries(content).filter(([, value]) => value !== undefined)
  return Object.fromEntries(kept.map(([name, value]) => [name, cleanedNode(value!)]))
}

function cleanedNode(value: Node | readonly Node[]): Node | readonly Node[] {
  if (typeof value === 'string') return writable(value)
  if (isList(value)) return value.map((one) => cleanedNode(one) as Node)
  return cleaned(value)
}

function isList(value: Node | readonly Node[]): value is readonly Node[] {
  return Array.isArray(value)
}

/** XML 1.0 (2.2): no control characters but tab and line ends, no lone surrogates, no noncharacters. */
function writable(value: string): string {
  return value.toWellFormed().replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
}
