import { eq, inArray } from 'drizzle-orm'
import type { Transaction } from '../../platform/database/client.ts'
import { NotFound } from '../../platform/errors.ts'
import type { Language } from '../../platform/i18n/languages.ts'
import { productDocument } from '../table.ts'
import type { Goods, Stored } from './edited.ts'

/** A PDF about a product. */
export interface NewDocument {
  readonly name: string
  readonly language: Language | null
  readonly bytes: Buffer
}

const maxBytes = 10 * 1024 * 1024

/** Why a file cannot be kept as a document; undefined where it can. What a PDF is, its first bytes say. */
export function documentProblem(bytes: Uint8Array): 'empty' | 'too-large' | 'not-a-pdf' | undefined {
  if (bytes.length === 0) return 'empty'
  if (bytes.length > maxBytes) return 'too-large'
  const start = Buffer.from(bytes.subarray(0, 5)).toString('latin1')
  const end = Buffer.from(bytes.subarray(-2048)).toString('latin1')
  return start === '%PDF-' && end.includes('%%EOF') ? undefined : 'not-a-pdf'
}

/** Keeps the documents in their order, the new ones behind. */
export async function saveDocuments(
  tx: Transaction,
  stored: Stored,
  goods: Goods,
  added: readonly NewDocument[],
): Promise<void> {
  const kept = new Set(goods.documents.map(({ key }) => key))
  const gone = stored.documents.filter(({ key }) => !kept.has(key)).map(({ key }) => stored.ids[key]!)
  if (gone.length > 0) await tx.delete(productDocument).where(inArray(productDocument.id, gone))
  for (const [index, { key, name, language }] of goods.documents.entries())
    await tx
      .update(productDocument)
      .set({ name, language, position: index + 1 })
      .where(eq(productDocument.id, stored.ids[key]!))
  const rows = added.map((one, index) => ({
    ...one,
    productId: stored.id,
    position: goods.documents.length + index + 1,
  }))
  if (rows.length > 0) await tx.insert(productDocument).values(rows)
}

/** A document's name and bytes, also of a draft. Throws NotFound. */
export async function documentFile(
  tx: Transaction,
  productId: string,
  id: string,
): Promise<{ name: string; bytes: Buffer }> {
  const [row] = await tx
    .select({
      productId: productDocument.productId,
      name: productDocument.name,
      bytes: productDocument.bytes,
    })
    .from(productDocument)
    .where(eq(productDocument.id, id))
  if (row?.productId !== productId) throw new NotFound()
  return row
}
