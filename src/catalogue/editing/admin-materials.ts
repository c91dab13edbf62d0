import type { Context } from 'hono'
import type { AdminShop } from '../../admin-shop.ts'
import { languageNames, languages } from '../../platform/i18n/languages.ts'
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
import { Refused } from './refusals.ts'

type C = Context<StaffEnv>

const spares = ['n1', 'n2'] as const

/** The materials in one form. */
export async function materialsPage(c: C, shop: AdminShop, form: FormState = {}): Promise<Response> {
  const member = c.get('staff')
  const stored = await withoutPurpose(shop.database.backoffice, actorOf(member), readMaterials)
  return officePage(c, shop, member, 'admin/catalogue/materials', {
    ...form,
    typed: { ...valuesOf(stored), ...form.typed },
    rooms: roomLinks('materials'),
    problems: problemsOf({ errors: bare(form.errors) }, shop, member.language).map((one, index) => ({
      ...one,
      field: Object.keys(form.errors ?? {})[index],
    })),
    done: form.errors ? undefined : doneIn(c),
    materials: stored.map(({ key, texts, variants }) => ({
      key,
      variants,
      name: texts[member.language]?.name ?? texts.lv?.name ?? '',
    })),
    spares,
    texts: languages.map((code) => ({ code, name: languageNames[code] })),
  })
}

/** The errors by the names of their fields alone. */
function bare(errors: FieldErrors = {}): FieldErrors {
  return Object.fromEntries(
    Object.entries(errors).map(([field, error]) => [field.replace(/^m-\w+?-/, ''), error]),
  )
}

/** Keeps all materials. */
export async function keepMaterials(c: C, shop: AdminShop): Promise<Response> {
  const { fields } = await readSent(c)
  const rows = rowsOf(fields, 'm', 'order', materialForm, isBlank)
  const typed = Object.assign({}, ...rows.map((row) => row.typed))
  const errors: FieldErrors = Object.assign({}, ...rows.map((row) => row.errors))
  if (Object.keys(errors).length > 0) return materialsPage(c, shop, { typed, errors })
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
    await withoutPurpose(shop.database.backoffice, actorOf(c.get('staff')), (tx) => saveMaterials(tx, edited))
  } catch (error) {
    if (error instanceof Refused) return materialsPage(c, shop, { typed, errors: error.errors })
    throw error
  }
  return c.redirect(`${urlFor('adminMaterials')}?done=saved`, 303)
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
