import { html as cleanHtml } from '../settings/markdown.ts'

/** A newsletter's Markdown as clean HTML for a letter: links of our own lead to the shop from anywhere. */
export async function letterHtml(markdown: string, origin: string): Promise<string> {
  return (await cleanHtml(markdown)).replaceAll('href="/', `href="${origin}/`)
}

/** The same as words alone: no marks, and each link's address behind what it is called. */
export function letterText(markdown: string, origin: string): string {
  return markdown
    .replace(/!?\[([^\]\n]*)\]\(([^)\s]+)[^)\n]*\)/g, (_, words: string, href: string) =>
      called(words, href, origin),
    )
    .replace(/^#{1,6}\s+(.*?)\s*(\{#[a-z0-9-]+\})?\s*$/gm, '$1\n')
    .replace(/(\*\*|__)(\S(?:.*?\S)?)\1/g, '$2')
    .replace(/^\s*[*+]\s+/gm, '- ')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

function called(words: string, href: string, origin: string): string {
  const address = href.startsWith('/') && !href.startsWith('//') ? origin + href : href
  return words === '' || words === address ? address : `${words} (${address})`
}
