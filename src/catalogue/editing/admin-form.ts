import type { Context } from 'hono'
import type { AdminShop } from '../../admin-shop.ts'
import { sqlState } from '../../platform/database/client.ts'
import { type FieldErrors, fieldError } from '../../platform/web/forms.ts'
import { idIn } from '../../platform/web/ids.ts'
import { withoutPurpose } from '../../privacy/with-purpose.ts'
import { officePage } from '../../staff/admin-page.ts'
import { actorOf } from '../../staff/auth.ts'
import type { StaffEnv } from '../../staff/guard.ts'
import { urlFor } from '../../urls.ts'
import { doneIn } from '../admin-list.ts'
import { choices } from '../goods-lists.ts'
import { roomLinks } from '../rooms.ts'
import { editorModel, type Returned } from './admin-form-model.ts'
import { type Read, readGoods, readSent, type Sent } from './admin-form-sent.ts'
import { fingerprint, partOf, valuesOf } from './admin-form-values.ts'
import { documentProblem, type NewDocument } from './documents.ts'
import type { Goods, Stored } from './edited.ts'
import { type Change, save } from './editing.ts'
import { type NewPicture, prepared } from './pictures.ts'
import { read } from './reading.ts'
import { Refused, Stale } from './refusals.ts'
import { differences, readPrint, reconciled } from './two-editors.ts'

type C = Context<StaffEnv>

/** The page of a product; with a form that came back, as the answer to it. */
export async function editorPage(c: C, shop: AdminShop, returned?: Returned): Promise<Response> {
  const member = c.get('staff')
  const { stored, offered } = await withoutPurpose(shop.database.backoffice, actorOf(member), async (tx) => ({
    stored: await read(tx, idIn(c, 'id'), { zone: shop.clock.zone }),
    offered: await choices(tx, member.language),
  }))
  const model = editorModel(stored, offered, member.language, shop.t(member.language), returned)
  return officePage(c, shop, member, 'admin/catalogue/product', {
    ...model,
    rooms: roomLinks('goods'),
    ...(returned ? {} : { done: doneIn(c) }),
    status: returned ? 422 : 200,
  })
}

/** Keeps what was typed; what cannot be kept comes back with its reasons. */
export async function saveProduct(c: C, shop: AdminShop): Promise<Response> {
  const sent = await readSent(c)
  const form = readGoods(sent)
  const files = await readFiles(sent, form)
  const errors = { ...form.errors, ...files.errors }
  const seen = sent.fields.get('seen') ?? ''
  const again = (more: Partial<Returned>) =>
    editorPage(c, shop, { typed: form.typed, errors, seen, filesLost: hasFiles(sent), ...more })
  if (!form.goods || Object.keys(errors).length > 0) return again({})
  try {
    const outcome = await keep(c, shop, form.goods, { ...files, seen })
    const anchor = outcome === 'incomplete' ? '#publishing' : ''
    return c.redirect(`${urlFor('adminProduct', { id: idIn(c, 'id') })}?done=${outcome}${anchor}`, 303)
  } catch (error) {
    if (error instanceof Refused) return again({ errors: error.errors })
    // What was there when the page was opened has gone, or somebody else took an address or number this very moment.
    if (/^23(503|505|514)$/.test(sqlState(error) ?? ''))
      return again({ errors: { category: fieldError('goods.problem.race') } })
    if (!(error instanceof Stale)) throw error
    const current = valuesOf(error.stored as Stored, c.get('staff').language)
    return again({ errors: {}, seen: undefined, ...reconciled(form.typed, current, seen, partOf) })
  }
}

function keep(
  c: C,
  shop: AdminShop,
  goods: Goods,
  { pictures, documents, seen }: { pictures: NewPicture[]; documents: NewDocument[]; seen: string },
) {
  const member = c.get('staff')
  const before = readPrint(seen)
  const change: Change = {
    goods,
    newPictures: pictures,
    newDocuments: documents,
    isCurrent: (stored) => differences(before, fingerprint(valuesOf(stored, member.language))).length === 0,
  }
  return withoutPurpose(shop.database.backoffice, actorOf(member), (tx) =>
    save(tx, idIn(c, 'id'), change, shop.clock.zone),
  )
}

interface Files {
  readonly pictures: NewPicture[]
  readonly documents: NewDocument[]
  readonly errors: FieldErrors
}

/** Looks into the files that were sent: each is what its first bytes say, and pictures are encoded anew. */
async function readFiles(sent: Sent, { upload, goods }: Read): Promise<Files> {
  const errors: Record<string, FieldErrors[string]> = {}
  const pictures: NewPicture[] = []
  const documents: NewDocument[] = []
  const refuse = (field: string, problem: string, file: File) => {
    errors[field] ??= fieldError(`goods.file.${problem}`, { name: file.name })
  }
  // A form that comes back loses its files: decoding them would be for nothing.
  if (!goods) return { pictures, documents, errors }
  for (const file of sent.pictures) {
    const found = await prepared(await file.bytes())
    if ('refused' in found) refuse('pictures', found.refused, file)
    else pictures.push({ ...found, alt: upload.alt })
  }
  for (const file of sent.documents) {
    const bytes = Buffer.from(await file.arrayBuffer())
    const problem = documentProblem(bytes)
    if (problem) refuse('documents', problem, file)
    else documents.push({ bytes, name: titleOf(file.name), language: upload.language })
  }
  return { pictures, documents, errors }
}

/** What customers read, until somebody writes better words. */
function titleOf(fileName: string): string {
  const plain = fileName
    .replace(/\.pdf$/i, '')
    .replace(/[_\p{C}]+/gu, ' ')
    .trim()
  return plain.slice(0, 120) || 'PDF'
}

function hasFiles({ pictures, documents }: Sent): boolean {
  return pictures.length + documents.length > 0
}
