import { eq, sql } from 'drizzle-orm'
import type { Transaction } from '../../platform/database/client.ts'
import { languages } from '../../platform/i18n/languages.ts'
import { fieldError } from '../../platform/web/forms.ts'
import { writeWithSlug } from '../slugs.ts'
import { material, materialText } from '../table.ts'
import { type ByLanguage, keyOf } from './edited.ts'
import { Refused, Stale } from './refusals.ts'

/** What goods are made of, for choosing among them. `variants`: how many are of it. */
export interface EditedMaterial {
  readonly key: string
  readonly texts: ByLanguage<{ readonly name: string; readonly slug: string }>
}

export interface StoredMaterial extends EditedMaterial {
  readonly id: string
  readonly variants: number
}

/** All materials in their order. */
export async function readMaterials(tx: Transaction): Promise<StoredMaterial[]> {
  const rows = await tx.execute<Omit<StoredMaterial, 'key'> & Record<string, unknown>>(sql`
    select id, (select count(*)::int from variant where material_id = material.id) as variants,
           (select coalesce(json_object_agg(language, json_build_object('name', name, 'slug', slug)), '{}')
              from material_text where material_id = material.id) as texts
      from material order by position, id`)
  return rows.map((row) => ({ ...row, key: keyOf(row.id) }))
}

/**
 * Keeps all materials in their order; what is not among them goes. `isCurrent` tells whether what is kept is what the
 * form was opened with. Throws Stale, and Refused for one that goods are made of.
 */
export async function saveMaterials(
  tx: Transaction,
  edited: readonly EditedMaterial[],
  isCurrent: (stored: readonly StoredMaterial[]) => boolean,
): Promise<void> {
  await tx.execute(sql`lock table material in share row exclusive mode`)
  const stored = await readMaterials(tx)
  if (!isCurrent(stored)) throw new Stale(stored)
  const kept = new Set(edited.map(({ key }) => key))
  for (const gone of stored.filter(({ key }) => !kept.has(key))) {
    if (gone.variants > 0)
      throw new Refused({
        [`m-${gone.key}-remove`]: fieldError('goods.problem.material-used', { count: gone.variants }),
      })
    await tx.delete(material).where(eq(material.id, gone.id))
  }
  const ids = new Map(stored.map(({ key, id }) => [key, id]))
  for (const [index, one] of edited.entries()) await saveMaterial(tx, one, ids.get(one.key), index + 1)
}

async function saveMaterial(
  tx: Transaction,
  { key, texts }: EditedMaterial,
  known: string | undefined,
  position: number,
): Promise<void> {
  const id = known ?? crypto.randomUUID()
  if (known) await tx.update(material).set({ position }).where(eq(material.id, id))
  else await tx.insert(material).values({ id, position })
  for (const language of languages) {
    const text = texts[language]
    if (!text) continue
    const asked = { table: 'material_text', language, own: id, field: `m-${key}-slug-${language}` } as const
    await writeWithSlug(tx, asked, text, (inner, slug) => {
      const set = { name: text.name, slug }
      return inner
        .insert(materialText)
        .values({ materialId: id, language, ...set })
        .onConflictDoUpdate({ target: [materialText.materialId, materialText.language], set })
    })
  }
}
