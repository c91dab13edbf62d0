import { type Context, Hono } from 'hono'
import type { AdminShop } from '../admin-shop.ts'
import { roomLinks } from '../catalogue/rooms.ts'
import type { Transaction } from '../platform/database/client.ts'
import { Conflict } from '../platform/errors.ts'
import { amountText } from '../platform/web/amounts.ts'
import { fieldError, parseForm, type Typed } from '../platform/web/forms.ts'
import { idIn } from '../platform/web/ids.ts'
import { withoutPurpose, withPurpose } from '../privacy/with-purpose.ts'
import { type FormState, officePage } from '../staff/admin-page.ts'
import { actorOf, type StaffMember } from '../staff/auth.ts'
import type { StaffEnv } from '../staff/guard.ts'
import { pattern, urlFor } from '../urls.ts'
import * as discounts from './discount-codes.ts'
import { discountCodeForm, kindForm } from './discount-form.ts'

type C = Context<StaffEnv>

/** Discount codes: a part of the goods room; the face guards it. */
export function discountRoutes(shop: AdminShop): Hono<StaffEnv> {
  return new Hono<StaffEnv>()
    .get(pattern('adminDiscounts'), (c) => listPage(c, shop))
    .get(pattern('adminDiscountNew'), (c) => codePage(c, shop, undefined))
    .post(pattern('adminDiscountNew'), (c) => keep(c, shop, undefined))
    .get(pattern('adminDiscount'), (c) => codePage(c, shop, idIn(c, 'id')))
    .post(pattern('adminDiscount'), (c) => keep(c, shop, idIn(c, 'id')))
    .post(pattern('adminDiscountEnd'), (c) => end(c, shop))
}

async function listPage(c: C, shop: AdminShop): Promise<Response> {
  const member = c.get('staff')
  const all = await within(shop, member, discounts.codes)
  return officePage(c, shop, member, 'admin/discounts/discounts', {
    rooms: roomLinks('discounts'),
    codes: all.map((code) => ({ ...code, state: stateOf(code), restricted: code.categoryIds !== null })),
  })
}

function stateOf({ problem }: discounts.KeptCode): string {
  return `discount-${problem ?? 'open'}`
}

async function codePage(
  c: C,
  shop: AdminShop,
  id: string | undefined,
  form: FormState = {},
): Promise<Response> {
  const member = c.get('staff')
  const { known, categories } = await within(shop, member, async (tx) => ({
    known: id === undefined ? undefined : await discounts.codeAt(tx, id),
    categories: await discounts.categoryChoices(tx, member.language),
  }))
  const values = known ? valuesOf(known, member.language) : { discountFrom: shop.clock.today(), ...usual }
  const typed = form.typed ?? values
  return officePage(c, shop, member, 'admin/discounts/discount', {
    ...(form.errors && { errors: form.errors }),
    typed,
    rooms: roomLinks('discounts'),
    saved: !form.errors && c.req.query('done') === 'saved',
    categories: categories.map((category) => ({
      ...category,
      chosen: [typed['discountCategories[]'] ?? []].flat().includes(category.id),
    })),
    ...(known && {
      known: { ...known, state: stateOf(known) },
      orders: await withPurpose(shop.database.backoffice, 'order-contract', actorOf(member), (tx) =>
        discounts.usedFor(tx, known.id),
      ),
    }),
  })
}

const usual = { discountKind: 'share', discountGoods: 'all' }

/** A code as its form holds it. */
function valuesOf(code: discounts.KeptCode, language: string): Typed {
  const money = (cents: number | null) => (cents ? amountText(cents, language) : '')
  return {
    discountCode: code.code,
    discountKind: code.share === null ? 'amount' : 'share',
    discountShare: code.share === null ? '' : amountText(code.share, language).replace(/[.,]00$/, ''),
    discountAmount: money(code.amountCents),
    discountMinimum: money(code.minimumCents),
    discountFrom: code.validFrom,
    discountUntil: code.validUntil ?? '',
    discountLimit: code.useLimit === null ? '' : String(code.useLimit),
    discountGoods: code.categoryIds === null ? 'all' : 'some',
    'discountCategories[]': [...(code.categoryIds ?? [])],
  }
}

async function keep(c: C, shop: AdminShop, id: string | undefined): Promise<Response> {
  const member = c.get('staff')
  const kind = await parseForm(c, kindForm)
  const form = await parseForm(c, discountCodeForm(kind.ok ? kind.value.discountKind : 'share'))
  if (!form.ok) return codePage(c, shop, id, form)
  try {
    const kept = await within(shop, member, async (tx) => {
      if (id === undefined) return discounts.addCode(tx, form.value, member.id)
      await discounts.changeCode(tx, id, form.value)
      return id
    })
    return c.redirect(`${urlFor('adminDiscount', { id: kept })}?done=saved`, 303)
  } catch (error) {
    if (!(error instanceof Conflict)) throw error
    const field = error.code === 'code-taken' ? 'discountCode' : 'discountLimit'
    return codePage(c, shop, id, {
      typed: form.typed,
      errors: { [field]: fieldError(`discounts.error.${error.code}`) },
    })
  }
}

async function end(c: C, shop: AdminShop): Promise<Response> {
  const id = idIn(c, 'id')
  const member = c.get('staff')
  await within(shop, member, async (tx) => {
    await discounts.codeAt(tx, id)
    await discounts.endCode(tx, id, member.id)
  })
  return c.redirect(`${urlFor('adminDiscount', { id })}?done=saved`, 303)
}

function within<T>(shop: AdminShop, member: StaffMember, work: (tx: Transaction) => Promise<T>): Promise<T> {
  return withoutPurpose(shop.database.backoffice, actorOf(member), work)
}
