import { eq, inArray, type SQL, sql } from 'drizzle-orm'
import { sqlState, type Transaction } from '../../platform/database/client.ts'
import { languages } from '../../platform/i18n/languages.ts'
import { fieldError } from '../../platform/web/forms.ts'
import { spoken } from '../publishing.ts'
import { priceTier, variant, variantText } from '../table.ts'
import type { Goods, GoodsVariant, Stored } from './edited.ts'
import { Refused } from './refusals.ts'

/** Keeps the variants in their order. Throws Refused for an article number of another, and for one to remove that was ordered. */
export async function saveVariants(tx: Transaction, stored: Stored, goods: Goods): Promise<void> {
  await dropVariants(tx, stored, goods)
  await refuseForeignNumbers(tx, stored, goods)
  for (const [index, edited] of goods.variants.entries()) {
    const known = stored.ids[edited.key]
    const id = known ?? crypto.randomUUID()
    await saveVariant(tx, stored.id, id, edited, { position: index + 1, isNew: known === undefined })
    await saveLabels(tx, id, edited, goods)
    await saveTiers(tx, id, edited)
  }
}

async function dropVariants(tx: Transaction, stored: Stored, goods: Goods): Promise<void> {
  const kept = new Set(goods.variants.map(({ key }) => key))
  const gone = stored.variants.filter(({ key }) => !kept.has(key))
  const ordered = gone.find(({ key }) => stored.ordered.includes(key))
  if (ordered) throw refusal(ordered)
  if (gone.length === 0) return
  const ids = gone.map(({ key }) => stored.ids[key]!)
  try {
    await tx.transaction((inner) => inner.delete(variant).where(inArray(variant.id, ids)))
  } catch (error) {
    // Somebody ordered it a moment ago.
    if (sqlState(error) === '23503') throw refusal(gone[0]!)
    throw error
  }
}

function refusal({ key, sku }: GoodsVariant): Refused {
  return new Refused({ [`v-${key}-remove`]: fieldError('goods.problem.ordered', { sku }) })
}

async function refuseForeignNumbers(tx: Transaction, { id }: Stored, { variants }: Goods): Promise<void> {
  const numbers = variants.map(({ sku }) => sku)
  const [taken] = await tx.execute<{ sku: string; name: string | null }>(sql`
    select sku, (select name from product_text where product_text.product_id = variant.product_id
                  order by array_position(array['lv', 'en', 'sv', 'nl'], language) limit 1) as name
      from variant where sku = any(${sql.param(numbers)}) and product_id <> ${id} limit 1`)
  const twice = numbers.find((sku, index) => numbers.indexOf(sku) < index)
  const wrong = variants.findLast(({ sku }) => sku === (taken?.sku ?? twice))
  if (wrong)
    throw new Refused({
      [`v-${wrong.key}-sku`]: taken?.name
        ? fieldError('goods.problem.sku-taken', { name: taken.name })
        : fieldError('goods.problem.sku-twice'),
    })
}

async function saveVariant(
  tx: Transaction,
  productId: string,
  id: string,
  edited: GoodsVariant,
  { position, isNew }: { position: number; isNew: boolean },
): Promise<void> {
  const { key: _, label, tiers, stock, seenStock, withdrawn, ...values } = edited
  if (isNew) {
    await tx.insert(variant).values({ ...values, id, productId, position, stock })
    return
  }
  await tx
    .update(variant)
    .set({
      ...values,
      position,
      ...stockChange(edited),
      withdrawnAt: withdrawn ? sql`coalesce(${variant.withdrawnAt}, now())` : null,
    })
    .where(eq(variant.id, id))
}

/** Whoever counts pieces counts what they saw: what was sold meanwhile stays sold. */
function stockChange({ stock, seenStock }: GoodsVariant): { stock?: number | null | SQL } {
  if (stock === seenStock) return {}
  if (stock === null || seenStock === null) return { stock }
  return { stock: sql`greatest(0, coalesce(${variant.stock}, 0) + ${stock - seenStock}::int)` }
}

/** Each language in which the product is offered needs a label; measures are the same in all. */
async function saveLabels(tx: Transaction, id: string, edited: GoodsVariant, goods: Goods): Promise<void> {
  const measures = `${edited.widthMm} × ${edited.heightMm} mm`
  const speaks = new Set(spoken(goods))
  const rows = languages
    .map((language) => ({
      language,
      label: edited.label[language] || (speaks.has(language) ? measures : ''),
    }))
    .filter(({ label }) => label !== '')
    .map((row) => ({ ...row, variantId: id }))
  await tx.delete(variantText).where(eq(variantText.variantId, id))
  if (rows.length > 0) await tx.insert(variantText).values(rows)
}

async function saveTiers(tx: Transaction, id: string, { tiers }: GoodsVariant): Promise<void> {
  await tx.delete(priceTier).where(eq(priceTier.variantId, id))
  if (tiers.length > 0) await tx.insert(priceTier).values(tiers.map((tier) => ({ ...tier, variantId: id })))
}
