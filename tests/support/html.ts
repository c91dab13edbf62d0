import { type DOMNode, type HtmlElement, Parser, StaticConfigLoader } from 'html-validate'

export type { HtmlElement } from 'html-validate'

const parser = new Parser(await new StaticConfigLoader({ extends: [] }).getConfigFor('page.html'))

/** A page as a tree. */
export function parseHtml(html: string): HtmlElement {
  return parser.parseHtml({ data: html, filename: 'page.html', line: 1, column: 1, offset: 0 })
}

/** An attribute's value with its character references resolved; undefined where it is absent. */
export function attribute(element: HtmlElement, name: string): string | undefined {
  if (!element.hasAttribute(name)) return undefined
  return unescaped(element.getAttributeValue(name) ?? '')
}

/** The text that a reader sees, on one line; blocks are set apart by a blank. */
export function textOf(element: HtmlElement): string {
  return unescaped(shown(element))
    .replace(/[\s\u00a0]+/g, ' ')
    .trim()
}

const inline = new Set(['a', 'span', 'strong', 'em', 'b', 'i', 'small', 'code', 'abbr', 'time', 'sup', 'sub'])
const unseen = new Set(['script', 'style', 'template'])

function shown(node: DOMNode): string {
  if (node.nodeName === '#text') return node.textContent
  if (unseen.has(node.nodeName)) return ''
  const text = node.childNodes.map(shown).join('')
  return inline.has(node.nodeName) ? text : ` ${text} `
}

const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' }

/** Character references resolved: those that Handlebars writes, and all numeric ones. */
export function unescaped(text: string): string {
  return text.replace(/&(?:#x([\da-f]+)|#(\d+)|(\w+));/gi, (all, hex, decimal, name) => {
    if (name) return named[name] ?? all
    return String.fromCodePoint(hex ? Number.parseInt(hex, 16) : Number(decimal))
  })
}
