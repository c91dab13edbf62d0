import type { Context } from 'hono'
import type { AdminShop } from '../../admin-shop.ts'
import { Conflict } from '../../platform/errors.ts'
import { deriveKey } from '../../platform/keys.ts'
import { idIn } from '../../platform/web/ids.ts'
import { officePage } from '../../staff/admin-page.ts'
import { actorOf } from '../../staff/auth.ts'
import type { StaffEnv } from '../../staff/guard.ts'
import { urlFor } from '../../urls.ts'
import * as openings from '../accountability/openings.ts'
import * as holdings from '../my-data/holdings.ts'
import { piecesOf } from '../my-data/subject-erasure.ts'
import * as subjectOrders from '../my-data/subject-orders.ts'
import * as recipients from '../my-data/subject-recipients.ts'
import * as erasures from '../retention/erasures.ts'
import { answer, type Tx, withPurpose } from '../with-purpose.ts'
import { requestPage } from './admin-request-page.ts'
import { certificateModel } from './request-words.ts'
import * as requests from './requests.ts'

type C = Context<StaffEnv>

/** What would go now and what stays, before anybody presses the button. */
export async function erasureOfRequest(c: C, shop: AdminShop): Promise<Response> {
  const member = c.get('staff')
  const id = idIn(c, 'id')
  const { request, pieces } = await withPurpose(
    shop.database.backoffice,
    'rights-requests',
    actorOf(member),
    async (tx) => {
      await openings.note(tx, { unit: 'request', ids: [id], page: 'request' })
      return { request: await requests.find(tx, id), pieces: await previewOf(tx, shop, id) }
    },
  )
  if (request.closedAt || !request.identityCheckedAt || request.kind !== 'erasure')
    return c.redirect(urlFor('adminRequest', { id }), 303)
  const { gone, stays } = certificateModel(pieces, shop.t(member.language), shop.known().register.terms)
  return officePage(c, shop, member, 'admin/privacy/request-erasure', { id, gone, stays })
}

/** Ends what gives way; the eraser closes the request when it has taken the rest away. */
export async function eraseForRequest(c: C, shop: AdminShop): Promise<Response> {
  const member = c.get('staff')
  const id = idIn(c, 'id')
  try {
    await withPurpose(shop.database.backoffice, 'rights-requests', actorOf(member), async (tx) => {
      const { address, identityCheckedAt, kind } = await requests.lockOpen(tx, id)
      if (kind !== 'erasure') throw new Conflict('other-kind')
      if (!identityCheckedAt) throw new Conflict('unidentified')
      if ((await requests.stepsOf(tx, id)).some(({ step }) => step === 'erased')) return
      const erased = await previewOf(tx, shop, id)
      await requests.note(tx, id, { step: 'erased', erased, by: member.id })
      await recipients.noteToTell(tx, id)
      const addressKey = deriveKey(shop.secret, 'marketing address')
      await erasures.request(tx, { requestId: id, address, addressKey })
    })
  } catch (error) {
    if (!(error instanceof Conflict)) throw error
    return requestPage(c, shop, { problem: error.code })
  }
  return c.redirect(`${urlFor('adminRequest', { id })}?done=erasing`, 303)
}

async function previewOf(tx: Tx<'rights-requests'>, shop: AdminShop, id: string) {
  await answer(tx, id)
  return piecesOf(await holdings.of(tx, shop.register), await subjectOrders.read(tx))
}
