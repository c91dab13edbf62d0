import { type Context, Hono } from 'hono'
import type { AdminShop } from '../admin-shop.ts'
import { Conflict } from '../platform/errors.ts'
import type { Language } from '../platform/i18n/languages.ts'
import { idIn } from '../platform/web/ids.ts'
import { withoutPurpose } from '../privacy/with-purpose.ts'
import { officePage } from '../staff/admin-page.ts'
import { actorOf } from '../staff/auth.ts'
import type { StaffEnv } from '../staff/guard.ts'
import { pattern, urlFor } from '../urls.ts'
import { beginPage, beginProduct, goodsPage } from './admin-list.ts'
import { changeGoods } from './editing/admin-bulk.ts'
import { categoriesPage, categoryPage, dropCategory, keepCategory } from './editing/admin-categories.ts'
import { editorPage, saveProduct } from './editing/admin-form.ts'
import { keepMaterials, materialsPage } from './editing/admin-materials.ts'
import { documentFile } from './editing/documents.ts'
import { copy } from './editing/drafts.ts'
import { remove } from './editing/editing.ts'
import { read } from './editing/reading.ts'
import { history } from './price-history.ts'

type C = Context<StaffEnv>

/** The goods room; the face guards it. Its `/admin/goods/:id` comes after every other page there. */
export function goodsRoutes(shop: AdminShop): Hono<StaffEnv> {
  return new Hono<StaffEnv>()
    .get(pattern('adminGoods'), (c) => goodsPage(c, shop))
    .get(pattern('adminGoodsNew'), (c) => beginPage(c, shop))
    .post(pattern('adminGoodsNew'), (c) => beginProduct(c, shop))
    .post(pattern('adminGoodsBulk'), (c) => changeGoods(c, shop))
    .get(pattern('adminCategories'), (c) => categoriesPage(c, shop))
    .get(pattern('adminCategoryNew'), (c) => categoryPage(c, shop, null))
    .post(pattern('adminCategoryNew'), (c) => keepCategory(c, shop, null))
    .get(pattern('adminCategory'), (c) => categoryPage(c, shop, idIn(c, 'id')))
    .post(pattern('adminCategory'), (c) => keepCategory(c, shop, idIn(c, 'id')))
    .post(pattern('adminCategoryRemoval'), (c) => dropCategory(c, shop))
    .get(pattern('adminMaterials'), (c) => materialsPage(c, shop))
    .post(pattern('adminMaterials'), (c) => keepMaterials(c, shop))
    .get(pattern('adminProductPrices'), (c) => pricesPage(c, shop))
    .get(pattern('adminProductDocument'), (c) => document(c, shop))
    .post(pattern('adminProductCopy'), (c) => copyProduct(c, shop))
    .post(pattern('adminProductRemoval'), (c) => removeProduct(c, shop))
    .get(pattern('adminProduct'), (c) => editorPage(c, shop))
    .post(pattern('adminProduct'), (c) => saveProduct(c, shop))
}

async function pricesPage(c: C, shop: AdminShop): Promise<Response> {
  const member = c.get('staff')
  const id = idIn(c, 'id')
  const { stored, variants } = await withoutPurpose(
    shop.database.backoffice,
    actorOf(member),
    async (tx) => ({
      stored: await read(tx, id, { zone: shop.clock.zone }),
      variants: await history(tx, id, member.language),
    }),
  )
  const t = shop.t(member.language)
  return officePage(c, shop, member, 'admin/catalogue/prices', {
    product: { id, name: nameOf(stored.texts, member.language) ?? t('goods.unnamed') },
    variants,
  })
}

function nameOf(texts: Partial<Record<Language, { name: string }>>, language: Language): string | undefined {
  return (texts[language] ?? texts.lv ?? texts.en ?? texts.sv ?? texts.nl)?.name
}

async function document(c: C, shop: AdminShop): Promise<Response> {
  const [id, documentId] = [idIn(c, 'id'), idIn(c, 'documentId')]
  const { bytes } = await withoutPurpose(shop.database.backoffice, actorOf(c.get('staff')), (tx) =>
    documentFile(tx, id, documentId),
  )
  return c.body(new Uint8Array(bytes), 200, {
    'content-type': 'application/pdf',
    'content-disposition': 'inline; filename="document.pdf"',
  })
}

async function copyProduct(c: C, shop: AdminShop): Promise<Response> {
  const id = await withoutPurpose(shop.database.backoffice, actorOf(c.get('staff')), (tx) =>
    copy(tx, idIn(c, 'id'), shop.clock.zone),
  )
  return c.redirect(`${urlFor('adminProduct', { id })}?done=copied`, 303)
}

async function removeProduct(c: C, shop: AdminShop): Promise<Response> {
  const id = idIn(c, 'id')
  try {
    await withoutPurpose(shop.database.backoffice, actorOf(c.get('staff')), (tx) =>
      remove(tx, id, shop.clock.zone),
    )
  } catch (error) {
    if (!(error instanceof Conflict)) throw error
    return c.redirect(`${urlFor('adminProduct', { id })}?done=${error.code}`, 303)
  }
  return c.redirect(`${urlFor('adminGoods')}?done=removed`, 303)
}
