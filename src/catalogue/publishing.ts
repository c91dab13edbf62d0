import { sql } from 'drizzle-orm'
import type { Transaction } from '../platform/database/client.ts'
import { type Language, languages } from '../platform/i18n/languages.ts'
import { enqueueAt } from '../platform/jobs/jobs.ts'
import type { Goods } from './editing/edited.ts'

/** What a product still needs before customers may see it: the field of its form, and the language where it has one. */
export interface Missing {
  readonly field: string
  readonly what:
    | 'text'
    | 'variant'
    | 'picture'
    | 'alt'
    | 'maker'
    | 'identifier'
    | 'responsible'
    | 'warnings'
    | 'authority'
  readonly language?: Language
}

/** The member states of the European Economic Area, as the database's own rule has them. */
const eea = new Set(
  'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK'.split(' '),
)

const textParts = ['name', 'summary', 'description', 'material'] as const

/** Whether a maker there needs nobody else in the Union (Regulation (EU) 2023/988 Art. 19(b)). */
export function isInEea(country: string): boolean {
  return eea.has(country)
}

/** The languages in which a product has a name: there it is offered. */
export function spoken(goods: Pick<Goods, 'texts'>): Language[] {
  return languages.filter((language) => goods.texts[language])
}

/** What is to be offered, as far as a form and a file of goods both say it. */
export interface Offered {
  /** The languages in which it has a name. */
  readonly spoken: readonly Language[]
  says(language: Language, part: TextPart): boolean
  readonly needsAuthority: boolean
  readonly maker: { readonly name: string; readonly address: string; readonly email: string }
  readonly makerCountry: string
  readonly identified: boolean
  readonly responsible: boolean
}

export type TextPart = (typeof textParts)[number] | 'warnings' | 'authority'

/** What it lacks: `part` names the text, or what is not said of the maker. */
export type Gap =
  | { readonly what: 'text' | 'warnings' | 'authority'; readonly part: TextPart; readonly language: Language }
  | { readonly what: 'maker'; readonly part: 'name' | 'address' | 'email' }
  | { readonly what: 'identifier' }
  | { readonly what: 'responsible' }

/** May it be offered? The one answer for the editor, bulk changes and files of goods: nothing where it may. */
export function gapsIn(offered: Offered): Gap[] {
  return [...textGaps(offered), ...authorityGaps(offered), ...safetyGaps(offered), ...warningGaps(offered)]
}

/** Latvian is needed; another language is offered when it has a name, and then whole. */
function textGaps({ spoken, says }: Offered): Gap[] {
  return languages
    .filter((language) => language === 'lv' || spoken.includes(language))
    .flatMap((language) =>
      textParts
        .filter((part) => !says(language, part))
        .map((part): Gap => ({ what: 'text', part, language })),
    )
}

function authorityGaps(offered: Offered): Gap[] {
  return offered.needsAuthority ? unsaid(offered, 'authority') : []
}

/** Warnings stand in every language or in none (Regulation (EU) 2023/988 Art. 19(d)). */
function warningGaps(offered: Offered): Gap[] {
  const warned = offered.spoken.some((language) => offered.says(language, 'warnings'))
  return warned ? unsaid(offered, 'warnings') : []
}

function unsaid({ spoken, says }: Offered, part: 'warnings' | 'authority'): Gap[] {
  return spoken
    .filter((language) => !says(language, part))
    .map((language) => ({ what: part, part, language }))
}

/** Regulation (EU) 2023/988 Art. 19(a)–(c). */
function safetyGaps({ maker, makerCountry, identified, responsible }: Offered): Gap[] {
  const unknown = (['name', 'address', 'email'] as const).filter((part) => !maker[part])
  return [
    ...unknown.map((part): Gap => ({ what: 'maker', part })),
    ...(identified ? [] : [{ what: 'identifier' } as const]),
    ...(isInEea(makerCountry) || responsible ? [] : [{ what: 'responsible' } as const]),
  ]
}

/** What is missing before it may be published, in the order of the form; nothing where it may. */
export function missing(goods: Goods): Missing[] {
  const gaps = gapsIn(offeredOf(goods)).map(besideField)
  const isText = ({ what }: Missing) => what === 'text'
  return [
    ...gaps.filter(isText),
    ...missingPictures(goods),
    ...missingVariants(goods),
    ...gaps.filter((gap) => !isText(gap)),
  ]
}

function offeredOf(goods: Goods): Offered {
  const { texts, needsAuthority, maker, identifier, responsible, variants } = goods
  return {
    spoken: spoken(goods),
    says: (language, part) => Boolean(texts[language]?.[part]),
    needsAuthority,
    maker,
    makerCountry: maker.country,
    // The first article number will do, once there is one.
    identified: identifier !== '' || variants.length === 0,
    responsible: responsible !== null,
  }
}

const makerFields = { name: 'makerName', address: 'makerAddress', email: 'makerEmail' } as const

function besideField(gap: Gap): Missing {
  if (gap.what === 'maker') return { field: makerFields[gap.part], what: gap.what }
  if (gap.what === 'identifier') return { field: 'identifier', what: gap.what }
  if (gap.what === 'responsible') return { field: 'responsibleName', what: gap.what }
  const { what, part, language } = gap
  return { field: `${part}-${language}`, what, language }
}

function missingPictures(goods: Goods): Missing[] {
  const [first] = goods.pictures
  if (!first) return [{ field: 'pictures', what: 'picture' }]
  return spoken(goods)
    .filter((language) => !first.alt[language])
    .map((language) => ({ field: altField(first.key, language), what: 'alt', language }))
}

/** The field that describes a picture; one that is just being uploaded shares it with its companions. */
function altField(key: string, language: Language): string {
  return key === 'new' ? `alt-${language}` : `p-${key}-alt-${language}`
}

function missingVariants({ variants }: Goods): Missing[] {
  const offered = variants.some(({ withdrawn }) => !withdrawn)
  return offered ? [] : [{ field: `v-${variants[0]?.key ?? 'n1'}-sku`, what: 'variant' }]
}

/** Lets every process show a product when its hour comes: `at` is an ISO moment. */
export async function announce(tx: Transaction, productId: string, at: string): Promise<void> {
  await enqueueAt(tx, 'show-product', { product: productId }, `show-product:${productId}`, at)
}

/** The moment of a day and hour in the shop's zone, as ISO text; undefined where it is not to come. */
export async function momentToCome(tx: Transaction, at: string, zone: string): Promise<string | undefined> {
  const [row] = await tx.execute<{ moment: string; later: boolean }>(sql`
    select to_json(moment) #>> '{}' as moment, moment > now() as later
      from (select ${at}::timestamp at time zone ${zone} as moment) asked`)
  return row?.later ? row.moment : undefined
}
