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

/** What is missing before it may be published, in the order of the form; nothing where it may. */
export function missing(goods: Goods): Missing[] {
  return [
    ...missingTexts(goods),
    ...missingPictures(goods),
    ...missingVariants(goods),
    ...inEveryLanguage(goods, 'authority', goods.needsAuthority),
    ...missingSafety(goods),
    ...inEveryLanguage(
      goods,
      'warnings',
      spoken(goods).some((one) => goods.texts[one]?.warnings),
    ),
  ]
}

/** Latvian is needed; another language is offered when it has a name, and then whole. */
function missingTexts({ texts }: Goods): Missing[] {
  return languages
    .filter((language) => language === 'lv' || texts[language])
    .flatMap((language) =>
      textParts
        .filter((part) => !texts[language]?.[part])
        .map((part): Missing => ({ field: `${part}-${language}`, what: 'text', language })),
    )
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

/** Regulation (EU) 2023/988 Art. 19(a)–(c). */
function missingSafety({ maker, identifier, responsible, variants }: Goods): Missing[] {
  const fields: Missing[] = [
    ...(maker.name ? [] : [{ field: 'makerName', what: 'maker' } as const]),
    ...(maker.address ? [] : [{ field: 'makerAddress', what: 'maker' } as const]),
    ...(maker.email ? [] : [{ field: 'makerEmail', what: 'maker' } as const]),
    // The first article number will do, once there is one.
    ...(identifier || variants.length === 0 ? [] : [{ field: 'identifier', what: 'identifier' } as const]),
  ]
  if (!isInEea(maker.country) && !responsible) fields.push({ field: 'responsibleName', what: 'responsible' })
  return fields
}

function inEveryLanguage(goods: Goods, what: 'warnings' | 'authority', needed: boolean): Missing[] {
  if (!needed) return []
  return spoken(goods)
    .filter((language) => !goods.texts[language]?.[what])
    .map((language) => ({ field: `${what}-${language}`, what, language }))
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
