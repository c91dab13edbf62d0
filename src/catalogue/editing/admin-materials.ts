import type { Context } from 'hono'
import type { AdminShop } from '../../admin-shop.ts'
import { languageNames, languages } from '../../platform/i18n/languages.ts'
import type { Translate } from '../../platform/i18n/messages.ts'
import type { FieldErrors } from '../../platform/web/forms.ts'
import { withoutPurpose } from '../../privacy/with-purpose.ts'
import { type FormState, officePage } from '../../staff/admin-page.ts'
import { actorOf } from '../../staff/auth.ts'
import type { StaffEnv } from '../../staff/guard.ts'
import { urlFor } from '../../urls.ts'
import { doneIn, problemsOf } from '../admin-list.ts'
import { roomLinks } from '../rooms.ts'
import { byLanguage, ordered, readSent, rowsOf } from './admin-form-sent.ts'
import { materialForm } from './forms-categories.ts'
import { type EditedMaterial, readMaterials, type StoredMaterial, saveMaterials } from './materials.ts'
import { Refused, Stale } from './refusals.ts'
import { differences, fingerprintOf, readPrint, reconciled, type StalePart, written } from './two-editors.ts'

type C = Context<StaffEnv>

const spares = ['n1', 'n2'] as const

/** The materials in one form. */
export async function materialsPage(
  c: C,
  shop: AdminShop,
  form: FormState & { seen?: string; stale?: readonly StalePart[] } = {},
): Promise<Response> {
  const member = c.get('staff')
  const t = shop.t(member.language)
  const stored = await withoutPurpose(shop.database.backoffice, actorOf(member), readMaterials)
  return officePage(c, shop, member, 'admin/catalogue/materials', {
    ...form,
    ...(form.stale ? { status: 422 } : {}),
    typed: { ...valuesOf(stored), ...form.typed },
    seen: form.seen ?? written(fingerprintOf(valuesOf(stored), partOf)),
    stale: form.stale?.map(({ part, both }) => ({ both, name: partName(part, stored, member.language, t) })),
    rooms: roomLinks('materials'),
    problems: problemsOf(form, shop, member.language),
    done: form.typed ? undefined : doneIn(c),
    materials: stored.map(({ key, texts, variants }) => ({
      key,
      variants,
      name: nameOf(texts, member.language),
    })),
    spares,
    texts: languages.map((code) => ({ code, name: languageNames[code] })),
  })
}

/** Keeps all materials. */
export async function keepMaterials(c: C, shop: AdminShop): Promise<Response> {
  const { fields } = await readSent(c)
  const seen = fields.get('seen') ?? ''
  const rows = rowsOf(fields, 'm', 'order', materialForm, isBlank)
  const typed = Object.assign({}, ...rows.map((row) => row.typed))
  const errors: FieldErrors = Object.assign({}, ...rows.map((row) => row.errors))
  if (Object.keys(errors).length > 0) return materialsPage(c, shop, { typed, errors, seen })
  const edited = ordered(rows).map((row): EditedMaterial => {
    const [names, slugs] = [byLanguage(row, 'name'), byLanguage(row, 'slug')]
    const spoken = languages.filter((code) => names[code])
    return {
      key: row.key,
      texts: Object.fromEntries(
        spoken.map((code) => [code, { name: names[code] ?? '', slug: slugs[code] ?? '' }]),
      ),
    }
  })
  try {
    await withoutPurpose(shop.database.backoffice, actorOf(c.get('staff')), (tx) =>
      saveMaterials(tx, edited, (stored) => {
        const now = fingerprintOf(valuesOf(stored), partOf)
        return differences(readPrint(seen), now).length === 0
      }),
    )
  } catch (error) {
    if (error instanceof Refused) return materialsPage(c, shop, { typed, errors: error.errors, seen })
    if (!(error instanceof Stale)) throw error
    return materialsPage(c, shop, reconciled(typed, valuesOf(error.stored as StoredMaterial[]), seen, partOf))
  }
  return c.redirect(`${urlFor('adminMaterials')}?done=saved`, 303)
}

/** The parts by which two editors are told apart: each material's words, and the order of all. */
function partOf(name: string): string | undefined {
  const [, key, field] = /^m-([0-9a-f]{8})-(\w+)/.exec(name) ?? []
  return field === 'order' ? 'order' : key && `m-${key}`
}

function partName(
  part: string,
  stored: readonly StoredMaterial[],
  language: 'lv' | 'en',
  t: Translate,
): string {
  if (part === 'order') return t('goods.part.order')
  const found = stored.find(({ key }) => part === `m-${key}`)
  return found
    ? t('goods.part.material', { name: nameOf(found.texts, language) })
    : t('goods.part.gone-material')
}

function nameOf(texts: StoredMaterial['texts'], language: 'lv' | 'en'): string {
  return texts[language]?.name ?? texts.lv?.name ?? ''
}

function isBlank(own: URLSearchParams): boolean {
  return languages.every((code) => !own.get(`name-${code}`)?.trim())
}

function valuesOf(stored: readonly StoredMaterial[]): Record<string, string> {
  const rows = stored.map(({ key, texts }, index) => ({
    [`m-${key}-order`]: String(index + 1),
    ...Object.fromEntries(
      languages.flatMap((code) => [
        [`m-${key}-name-${code}`, texts[code]?.name ?? ''],
        [`m-${key}-slug-${code}`, texts[code]?.slug ?? ''],
      ]),
    ),
  }))
  const begun = spares.map((key, index) => ({ [`m-${key}-order`]: String(stored.length + index + 1) }))
  return Object.assign({}, ...rows, ...begun)
}
