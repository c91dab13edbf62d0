import type { Context } from 'hono'
import type { z } from 'zod'
import type { AdminShop } from '../../admin-shop.ts'
import { Conflict, NotFound } from '../../platform/errors.ts'
import { type Language, languageNames, languages } from '../../platform/i18n/languages.ts'
import type { Translate } from '../../platform/i18n/messages.ts'
import { fieldError, parseFields, type Typed } from '../../platform/web/forms.ts'
import { idIn } from '../../platform/web/ids.ts'
import { withoutPurpose } from '../../privacy/with-purpose.ts'
import { type FormState, officePage } from '../../staff/admin-page.ts'
import { actorOf } from '../../staff/auth.ts'
import type { StaffEnv } from '../../staff/guard.ts'
import { urlFor } from '../../urls.ts'
import { doneIn, problemsOf } from '../admin-list.ts'
import { roomLinks } from '../rooms.ts'
import { byLanguage, readSent } from './admin-form-sent.ts'
import {
  type EditedCategory,
  nextPlace,
  readCategory,
  removeCategory,
  type StoredCategory,
  saveCategory,
  tree,
} from './categories.ts'
import { categoryForm } from './forms-categories.ts'
import { type NewPicture, prepared } from './pictures.ts'
import { Refused, Stale } from './refusals.ts'
import { differences, fingerprintOf, readPrint, reconciled, type StalePart, written } from './two-editors.ts'

type C = Context<StaffEnv>

/** The categories as a tree. */
export async function categoriesPage(c: C, shop: AdminShop): Promise<Response> {
  const member = c.get('staff')
  const rows = await withoutPurpose(shop.database.backoffice, actorOf(member), (tx) =>
    tree(tx, member.language),
  )
  return officePage(c, shop, member, 'admin/catalogue/categories', {
    rooms: roomLinks('categories'),
    done: doneIn(c),
    categories: rows.map((row) => ({
      ...row,
      under: row.parentId !== null,
      picture: row.pictureId ? { id: row.pictureId, alt: '' } : undefined,
      lacks: languages.filter((code) => !row.spoken.includes(code)).join(', '),
    })),
  })
}

/** A category's form; `id` is null for a new one. */
export async function categoryPage(
  c: C,
  shop: AdminShop,
  id: string | null,
  form: FormState & { seen?: string; stale?: readonly StalePart[] } = {},
): Promise<Response> {
  const member = c.get('staff')
  const { stored, rows, place } = await withoutPurpose(
    shop.database.backoffice,
    actorOf(member),
    async (tx) => ({
      stored: id === null ? undefined : await readCategory(tx, id, member.language),
      rows: await tree(tx, member.language),
      place: await nextPlace(tx),
    }),
  )
  const t = shop.t(member.language)
  const name = stored?.texts[member.language]?.name ?? stored?.texts.lv?.name
  const values = stored ? valuesOf(stored) : { order: String(place) }
  return officePage(c, shop, member, 'admin/catalogue/category', {
    typed: values,
    ...form,
    ...(form.stale && { status: 422 as const }),
    seen: form.seen ?? written(fingerprintOf(values, partOf)),
    stale: form.stale?.map(({ part, both }) => ({ both, name: partName(part, t) })),
    rooms: roomLinks('categories'),
    problems: problemsOf(form, shop, member.language),
    category: {
      id,
      name: name ?? t('goods.category.new'),
      empty: (stored?.goods ?? 0) + (stored?.children ?? 0) === 0,
      goods: stored?.goods ?? 0,
    },
    pictures: stored?.pictures.map(({ id: pictureId, alt }) => ({ id: pictureId, alt: alt ?? '' })) ?? [],
    // A category that others stand under stays at the top.
    parents: (stored?.children ? [] : rows)
      .filter((row) => row.parentId === null && row.id !== id)
      .map((row) => ({ value: row.id, label: row.name })),
    texts: languages.map((code) => ({ code, name: languageNames[code] })),
    codes: languages,
  })
}

/** Keeps a category. */
export async function keepCategory(c: C, shop: AdminShop, id: string | null): Promise<Response> {
  const sent = await readSent(c)
  const seen = sent.fields.get('seen') ?? ''
  const form = parseFields(sent.fields, categoryForm)
  if (!form.ok) return categoryPage(c, shop, id, { ...form, seen })
  const found = await uploaded(sent.pictures[0], byLanguage(form.value, 'alt'))
  if (found && 'refused' in found)
    return categoryPage(c, shop, id, {
      typed: form.typed,
      seen,
      errors: { pictures: fieldError(`goods.file.${found.refused}`, { name: found.name }) },
    })
  const isCurrent = (stored: StoredCategory) =>
    differences(readPrint(seen), fingerprintOf(valuesOf(stored), partOf)).length === 0
  try {
    await withoutPurpose(shop.database.backoffice, actorOf(c.get('staff')), (tx) =>
      saveCategory(tx, id, { edited: editedOf(form.value), added: found, isCurrent }),
    )
  } catch (error) {
    return unkept(c, shop, { id, typed: form.typed, seen }, error)
  }
  return c.redirect(`${urlFor('adminCategories')}?done=saved`, 303)
}

/** The form again with what stood in its way. Throws what is not for staff to mend. */
function unkept(
  c: C,
  shop: AdminShop,
  { id, typed, seen }: { id: string | null; typed: Typed; seen: string },
  error: unknown,
): Promise<Response> {
  if (error instanceof Refused) return categoryPage(c, shop, id, { typed, seen, errors: error.errors })
  if (error instanceof Stale)
    return categoryPage(
      c,
      shop,
      id,
      reconciled(typed, valuesOf(error.stored as StoredCategory), seen, partOf),
    )
  // Somebody has removed it: what was typed may begin a new one.
  if (error instanceof NotFound)
    return categoryPage(c, shop, null, {
      typed,
      errors: { 'name-lv': fieldError('goods.problem.category-gone') },
    })
  throw error
}

/** The parts by which two editors of a category are told apart. */
function partOf(name: string): string | undefined {
  const text = /^(?:name|slug|summary)-(lv|en|sv|nl)$/.exec(name)
  if (text) return `text-${text[1]}`
  return { parent: 'place', order: 'place', picture: 'picture' }[name]
}

function partName(part: string, t: Translate): string {
  const [, code] = /^text-(\w\w)$/.exec(part) ?? []
  return code ? t('goods.part.text', { name: languageNames[code as Language] }) : t(`goods.part.${part}`)
}

async function uploaded(
  file: File | undefined,
  alt: NewPicture['alt'],
): Promise<NewPicture | { refused: string; name: string } | undefined> {
  if (!file) return undefined
  const found = await prepared(await file.bytes())
  return 'refused' in found ? { ...found, name: file.name } : { ...found, alt }
}

function editedOf(typed: z.output<typeof categoryForm>): EditedCategory {
  return {
    parentId: typed.parent || null,
    position: typed.order,
    pictureId: typed.picture || null,
    texts: Object.fromEntries(
      languages
        .filter((code) => typed[`name-${code}`])
        .map((code) => [
          code,
          { name: typed[`name-${code}`], slug: typed[`slug-${code}`], summary: typed[`summary-${code}`] },
        ]),
    ),
  }
}

function valuesOf({ texts, parentId, position, pictureId }: StoredCategory): Typed {
  const words = languages.flatMap((code) => [
    [`name-${code}`, texts[code]?.name ?? ''],
    [`slug-${code}`, texts[code]?.slug ?? ''],
    [`summary-${code}`, texts[code]?.summary ?? ''],
  ])
  return {
    ...Object.fromEntries(words),
    parent: parentId ?? '',
    order: String(position),
    picture: pictureId ?? '',
  }
}

/** Removes an empty category; one with goods stays, and says so. */
export async function dropCategory(c: C, shop: AdminShop): Promise<Response> {
  const id = idIn(c, 'id')
  try {
    await withoutPurpose(shop.database.backoffice, actorOf(c.get('staff')), (tx) => removeCategory(tx, id))
  } catch (error) {
    if (error instanceof Conflict) return categoryPage(c, shop, id, { problem: error.code })
    throw error
  }
  return c.redirect(`${urlFor('adminCategories')}?done=removed`, 303)
}
