import type { IOptions } from 'sanitize-html'

/** What a text may contain; pictures, scripts, styles and frames are not among it. */
const allowed: IOptions = {
  allowedTags: [
    ...['h2', 'h3', 'h4', 'h5', 'h6', 'p', 'br', 'hr', 'blockquote', 'ul', 'ol', 'li', 'strong', 'em', 'del'],
    ...['code', 'pre', 'a', 'table', 'thead', 'tbody', 'tr', 'th', 'td'],
  ],
  allowedAttributes: {
    a: ['href', 'rel'],
    ol: ['start'],
    th: ['scope'],
    ...sameFor(['h2', 'h3', 'h4', 'h5', 'h6'], ['id']),
  },
  allowedSchemes: ['https', 'http', 'mailto', 'tel'],
  allowProtocolRelative: false,
  // What is not a tag of ours is left out with what stands in it.
  nonTextTags: ['script', 'style', 'textarea', 'option', 'noscript', 'iframe', 'object', 'svg', 'math'],
  transformTags: {
    a: (tagName, attributes) => ({
      tagName,
      attribs: leavesHere(attributes.href) ? { ...attributes, rel } : attributes,
    }),
    th: (tagName, attributes) => ({ tagName, attribs: { ...attributes, scope: 'col' } }),
  },
}
const rel = 'nofollow noopener noreferrer'

/**
 * Markdown (GitHub's kind) as clean HTML for a page that has its own h1: the highest headings become h2, and each
 * has an id; `{#withdrawal}` at a heading's end gives it one by name. The parser is loaded at the first call.
 */
export async function html(markdown: string): Promise<string> {
  const [{ Marked }, { default: sanitize }] = await Promise.all([import('marked'), import('sanitize-html')])
  const marked = new Marked({ gfm: true, async: false })
  const depths = marked
    .lexer(markdown)
    .flatMap((token) => (token.type === 'heading' ? [token.depth as number] : []))
  const shift = 2 - Math.min(...depths, 6)
  const taken = new Map<string, number>()
  marked.use({
    renderer: {
      heading({ tokens, depth }) {
        const { text, id } = named(this.parser.parseInline(tokens), taken)
        const level = Math.min(depth + shift, 6)
        return `<h${level} id="${id}">${text}</h${level}>\n`
      },
    },
  })
  return sanitize(marked.parse(markdown) as string, allowed)
}

function named(heading: string, taken: Map<string, number>): { text: string; id: string } {
  const [, text = heading, name] = /^(.*?)\s*\{#([a-z][a-z0-9-]{0,40})\}$/.exec(heading) ?? []
  // A name made of the words begins with "part-", lest it meet an id of the page's frame.
  const id = name ?? `part-${slug(text)}`
  const times = (taken.get(id) ?? 0) + 1
  taken.set(id, times)
  return { text, id: times === 1 ? id : `${id}-${times}` }
}

function slug(text: string): string {
  const letters = text
    .replace(/<[^>]*>|&\w+;/g, '')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
  return (
    letters
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '') || 'x'
  )
}

function leavesHere(href: string | undefined): boolean {
  return href !== undefined && /^https?:/i.test(href)
}

function sameFor(tags: string[], attributes: string[]): Record<string, string[]> {
  return Object.fromEntries(tags.map((tag) => [tag, attributes]))
}
