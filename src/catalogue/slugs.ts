import { sql } from 'drizzle-orm'
import { sqlState, type Transaction } from '../platform/database/client.ts'
import type { Language } from '../platform/i18n/languages.ts'
import { fieldError } from '../platform/web/forms.ts'
import { Refused } from './editing/refusals.ts'
import { longest } from './limits.ts'

/** Letters that Unicode does not take apart. */
const letters: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ł: 'l',
  ı: 'i',
}

/** Tables whose rows have an address of their own in each language, and the column that names their owner. */
const owners = {
  product_text: 'product_id',
  category_text: 'category_id',
  material_text: 'material_id',
} as const
type Addressed = keyof typeof owners

/** A name as an address carries it: "Misiņa durvju plāksnīte" is `misina-durvju-plaksnite`. Empty where no letter is left. */
export function slugOf(name: string): string {
  return name
    .toLowerCase()
    .replace(/[ßæœøđłı]/g, (letter) => letters[letter] ?? letter)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, longest.slug)
    .replace(/^-+|-+$/g, '')
}

interface Asked {
  readonly table: Addressed
  readonly language: Language
  /** The id of what is addressed. */
  readonly own: string
  /** The field of the form in which the slug was typed. */
  readonly field: string
}

type Words = { readonly name: string; readonly slug: string }

/**
 * Writes what has an address: the slug that was typed, or where none was one made from the name. Throws Refused for
 * one that another has. Who takes the same one at this very moment is waited for, and then it is settled anew.
 */
export async function writeWithSlug(
  tx: Transaction,
  asked: Asked,
  words: Words,
  write: (inner: Transaction, slug: string) => Promise<unknown>,
): Promise<string> {
  for (let tries = 1; ; tries++) {
    const slug = await settledSlug(tx, asked, words)
    try {
      await tx.transaction((inner) => write(inner, slug))
      return slug
    } catch (error) {
      if (sqlState(error) !== '23505' || tries === mostTries) throw error
    }
  }
}

const mostTries = 5

async function settledSlug(
  tx: Transaction,
  { table, language, own, field }: Asked,
  { name, slug }: Words,
): Promise<string> {
  if (!slug) return freeSlug(tx, table, language, name, own)
  const other = await takenBy(tx, table, language, slug, own)
  if (other === undefined) return slug
  throw new Refused({ [field]: fieldError('goods.problem.slug-taken', { name: other }) })
}

/** Who else has this slug in a language; undefined where it is free. */
async function takenBy(
  tx: Transaction,
  table: Addressed,
  language: Language,
  slug: string,
  own: string,
): Promise<string | undefined> {
  const [row] = await tx.execute<{ name: string }>(sql`
    select name from ${sql.identifier(table)}
     where language = ${language} and slug = ${slug} and ${sql.identifier(owners[table])} <> ${own}`)
  return row?.name
}

/** A slug for a name that nobody else has: the name itself, or with a number behind. */
async function freeSlug(
  tx: Transaction,
  table: Addressed,
  language: Language,
  name: string,
  own: string,
): Promise<string> {
  const wanted = slugOf(name) || own.slice(0, 8)
  for (let number = 1; ; number++) {
    const slug = number === 1 ? wanted : `${wanted.slice(0, longest.slug - 5)}-${number}`
    if ((await takenBy(tx, table, language, slug, own)) === undefined) return slug
  }
}
