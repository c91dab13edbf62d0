import { desc, eq } from 'drizzle-orm'
import type { Reader, Transaction } from '../platform/database/client.ts'
import type { Language } from '../platform/i18n/languages.ts'
import type { Settings } from './settings.ts'
import { termsVersion } from './table.ts'

type Identity = Settings['identity']

/** Terms of sale as they were published: what buyers read of them no longer changes. */
export interface Terms {
  readonly id: string
  /** As staff wrote it, with places for the shop's own facts. */
  readonly template: string
  /** As buyers read it. */
  readonly markdown: string
  readonly publishedAt: Date
}

/**
 * Publishes terms of sale with the shop's facts of today in them; former versions stay, since orders point to what
 * their buyers were shown.
 */
export async function publishTerms(
  tx: Transaction,
  language: Language,
  template: string,
  identity: Identity,
  by: string | null,
): Promise<void> {
  const markdown = fillIn(template, identity)
  await tx.insert(termsVersion).values({ language, template, markdown, publishedBy: by })
}

/** Publishes the terms in force anew where they name something that has changed. */
export async function refillTerms(tx: Transaction, identity: Identity, by: string | null): Promise<void> {
  const inForce = Object.entries(await termsInForce(tx)) as [Language, Terms][]
  for (const [language, { template, markdown }] of inForce) {
    if (fillIn(template, identity) !== markdown) await publishTerms(tx, language, template, identity, by)
  }
}

/** A version of the terms as an order's buyer was shown it. */
export async function termsOf(
  reader: Reader,
  id: string,
): Promise<{ language: Language; markdown: string; publishedAt: Date } | undefined> {
  const [row] = await reader
    .select({
      language: termsVersion.language,
      markdown: termsVersion.markdown,
      publishedAt: termsVersion.publishedAt,
    })
    .from(termsVersion)
    .where(eq(termsVersion.id, id))
  return row as { language: Language; markdown: string; publishedAt: Date } | undefined
}

/** The newest version in each language that has one. */
export async function termsInForce(reader: Reader): Promise<Partial<Record<Language, Terms>>> {
  const rows = await reader
    .selectDistinctOn([termsVersion.language], {
      id: termsVersion.id,
      language: termsVersion.language,
      template: termsVersion.template,
      markdown: termsVersion.markdown,
      publishedAt: termsVersion.publishedAt,
    })
    .from(termsVersion)
    .orderBy(termsVersion.language, desc(termsVersion.publishedAt))
  return Object.fromEntries(rows.map(({ language, ...terms }) => [language, terms]))
}

/** Puts the shop's own facts where a text says `{legalName}`; any other word in braces stays as it is. */
export function fillIn(markdown: string, identity: Identity): string {
  return filled(markdown, identity, plain)
}

/** The same in a text that is no Markdown. */
export function fillInPlain(text: string, identity: Identity): string {
  return filled(text, identity, (fact) => fact)
}

function filled(text: string, identity: Identity, written: (fact: string) => string): string {
  const { name, legalName, registrationNumber, street, town, postcode, email, phone } = identity
  const facts: Record<string, string> = {
    name,
    legalName,
    registrationNumber,
    address: [street, town, postcode].join(', '),
    email,
    phone,
  }
  return text.replace(/\{(\w+)\}/g, (whole, key: string) =>
    Object.hasOwn(facts, key) ? written(facts[key]!) : whole,
  )
}

/** A fact is a text, not Markdown. */
function plain(text: string): string {
  return text.replace(/[\\`*[\]<>#|~]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\$&')
}
