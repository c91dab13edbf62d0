import type { Client, Fields, Page } from './client.ts'
import { attribute } from './html.ts'

/** What an attacker types wherever a form takes text; the short one is for fields of a few letters. */
export const hostile = `<script>alert(1)</script>"'><img src=x onerror=alert(1)>`
export const briefly = `"><script>x</script>`

export interface FilledIn {
  /** Where it led. */
  readonly page: Page
  /** Names of the fields that took hostile text. */
  readonly taken: readonly string[]
}

/**
 * Types hostile text into every text field of a form but those of `kept`, and sends it; a field that refuses the long
 * one gets the short one, and one that refuses both gets back what stood there. Each answer is checked.
 */
export async function fillIn(
  client: Client,
  at: Page,
  which: string | RegExp,
  { button, ...kept }: Fields & { readonly button?: string } = {},
): Promise<FilledIn> {
  let page = at
  let form = page.form(which)
  const before = form.filled()
  const typed: Record<string, string> = {}
  for (const name of textFields(at, form.names)) if (!(name in kept)) typed[name] = hostile
  for (let pass = 0; pass < 6; pass++) {
    page = harmless(await client.submit(form, { ...typed, ...kept }, button))
    if (page.status !== 422) return { page: harmless(await client.follow(page)), taken: taken(typed) }
    form = page.form(which)
    for (const name of refused(page)) typed[name] = next(typed[name], before[name])
  }
  throw new Error(`${at.path}: refused for good: ${page.texts('.error-summary').join()}`)
}

/** A page on which nothing typed has become markup. Throws where it has. */
export function harmless(page: Page): Page {
  const markup = /<script>|<img src=x/i.exec(page.body)
  if (markup)
    throw new Error(`${page.path}: ${page.body.slice(Math.max(0, markup.index - 200), markup.index + 80)}`)
  return page
}

function textFields(page: Page, names: readonly string[]): string[] {
  const kinds = new Set(['text', 'email', 'tel', 'search'])
  return page
    .all('input, textarea')
    .filter((one) => one.tagName === 'textarea' || kinds.has(attribute(one, 'type') ?? 'text'))
    .map((one) => attribute(one, 'name') ?? '')
    .filter((name) => names.includes(name))
}

function refused(page: Page): string[] {
  const ids = page.all('[id]').map((one) => attribute(one, 'id') ?? '')
  return ids.flatMap((id) => (id.endsWith('-error') ? [id.replace(/-error$/, '')] : []))
}

function next(tried: string | undefined, before: Fields[string] | undefined): string {
  if (tried === hostile) return briefly
  return typeof before === 'string' ? before : ''
}

function taken(typed: Readonly<Record<string, string>>): string[] {
  return Object.keys(typed).filter((name) => typed[name] === hostile || typed[name] === briefly)
}
