import { createHash } from 'node:crypto'
import type { Context } from 'hono'
import type { AdminShop } from '../../admin-shop.ts'
import { parseForm, type Typed } from '../../platform/web/forms.ts'
import { withoutPurpose } from '../../privacy/with-purpose.ts'
import { type FormState, officePage } from '../../staff/admin-page.ts'
import { actorOf } from '../../staff/auth.ts'
import type { StaffEnv } from '../../staff/guard.ts'
import { urlFor } from '../../urls.ts'
import { problemsOf } from '../admin-list.ts'
import { type Choices, choices } from '../goods-lists.ts'
import { carryOut, plan, type Step } from './bulk.ts'
import { bulkForm, changes } from './forms-lists.ts'

type C = Context<StaffEnv>

/** Many goods at once: first what would change, from what to what; then, when it was seen, the change itself. */
export async function changeGoods(c: C, shop: AdminShop): Promise<Response> {
  const member = c.get('staff')
  const form = await parseForm(c, bulkForm)
  if (!form.ok)
    return form.typed['goods[]'] ? bulkPage(c, shop, form, []) : c.redirect(nothingTicked(form.typed), 303)
  const { goods, asked, confirmed, print } = form.value
  if (!asked) return bulkPage(c, shop, { typed: form.typed }, [])
  const { steps, changed } = await withoutPurpose(shop.database.backoffice, actorOf(member), async (tx) => {
    const found = await plan(tx, goods, asked, { zone: shop.clock.zone, lock: confirmed })
    const seen = confirmed && print === printOf(found)
    return { steps: found, changed: seen ? await carryOut(tx, found) : undefined }
  })
  if (changed !== undefined) return c.redirect(`${urlFor('adminGoods')}?done=changed&count=${changed}`, 303)
  return bulkPage(c, shop, { typed: form.typed }, steps, confirmed)
}

/** Back to the list as it was narrowed, which says what is missing. */
function nothingTicked({ list = '' }: Typed): string {
  const at = /^\/admin\/goods\?[\w=&%+.-]{1,300}$/.test(String(list))
    ? `${list}&`
    : `${urlFor('adminGoods')}?`
  return `${at}done=none-ticked`
}

async function bulkPage(
  c: C,
  shop: AdminShop,
  form: FormState,
  steps: readonly Step[],
  moved = false,
): Promise<Response> {
  const member = c.get('staff')
  const offered = await withoutPurpose(shop.database.backoffice, actorOf(member), (tx) =>
    choices(tx, member.language),
  )
  const { language } = member
  const real = steps.filter(({ stays }) => stays === undefined).length
  return officePage(c, shop, member, 'admin/catalogue/bulk', {
    ...form,
    ...(moved ? { status: 409 } : {}),
    moved,
    problems: problemsOf(form, shop, language),
    goods: [(form.typed as Typed | undefined)?.['goods[]'] ?? []].flat(),
    categories: offered.categories,
    changes: changes.map((value) => ({ value, label: shop.t(language)(`goods.change.${value}`) })),
    print: printOf(steps),
    real,
    steps: steps.map((step) => rowModel(step, shop, language, offered)),
  })
}

/** What was seen: the change is made only while it is still the same. */
function printOf(steps: readonly Step[]): string {
  const lines = steps.map(({ productId, variantId, before, after }) =>
    JSON.stringify([productId, variantId, before, after]),
  )
  return createHash('sha256').update(lines.sort().join()).digest('hex').slice(0, 32)
}

function rowModel(step: Step, shop: AdminShop, language: 'lv' | 'en', offered: Choices) {
  const t = shop.t(language)
  const { names, stays } = step
  const known = names[language] ?? names.lv ?? names.en ?? names.sv ?? names.nl
  return {
    id: step.productId,
    name: known?.name ?? t('goods.unnamed'),
    sku: step.sku,
    before: said(step.before, shop, language, offered),
    after: said(step.after, shop, language, offered),
    stays:
      stays && (typeof stays === 'string' ? t(`goods.stays.${stays}`) : t(`goods.missing.${stays.what}`)),
  }
}

function said(
  value: Step['before'],
  shop: AdminShop,
  language: 'lv' | 'en',
  { categories }: Choices,
): string {
  const t = shop.t(language)
  const { money, number } = shop.formats(language)
  if ('cents' in value) return money(value.cents)
  if ('pieces' in value) return value.pieces === null ? t('goods.made') : number(value.pieces)
  if ('state' in value) return t(`goods.state.${value.state}`)
  return categories.find((one) => one.value === value.categoryId)?.label.replace(/^– /, '') ?? ''
}
