import type { Context } from 'hono'
import type { AdminShop } from '../../admin-shop.ts'
import { Conflict } from '../../platform/errors.ts'
import { idIn } from '../../platform/web/ids.ts'
import { officePage } from '../../staff/admin-page.ts'
import { actorOf } from '../../staff/auth.ts'
import type { StaffEnv } from '../../staff/guard.ts'
import { urlFor } from '../../urls.ts'
import * as openings from '../accountability/openings.ts'
import { addressKeyOf } from '../address-key.ts'
import * as erasure from '../my-data/subject-erasure.ts'
import * as subjectOrders from '../my-data/subject-orders.ts'
import { dataIn } from '../register/record-words.ts'
import * as restrictions from '../restrictions.ts'
import { answer, type Tx, withPurpose } from '../with-purpose.ts'
import { requestPage } from './admin-request-page.ts'
import { certificateModel } from './request-words.ts'
import * as requests from './requests.ts'

type C = Context<StaffEnv>

/** What would go now and what stays, before anybody presses the button. */
export async function erasureOfRequest(c: C, shop: AdminShop): Promise<Response> {
  const member = c.get('staff')
  const id = idIn(c, 'id')
  const { request, pieces, placed } = await withPurpose(
    shop.database.backoffice,
    'rights-requests',
    actorOf(member),
    async (tx) => {
      await openings.note(tx, { unit: 'request', ids: [id], page: 'request' })
      const request = await requests.find(tx, id)
      return { request, pieces: await previewOf(tx, shop, id), placed: await subjectOrders.placed(tx) }
    },
  )
  if (request.closedAt || !request.identityCheckedAt || request.kind !== 'erasure')
    return c.redirect(urlFor('adminRequest', { id }), 303)
  const model = certificateModel(pieces, shop.t(member.language), shop.known().register.terms, {
    placed,
    data: dataIn,
  })
  return officePage(c, shop, member, 'admin/privacy/request-erasure', { id, ...model })
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
      await refuseHeld(tx, address)
      const erased = await previewOf(tx, shop, id)
      const addressKey = addressKeyOf(shop)
      await erasure.begin(tx, { id, address }, { erased, by: member.id, addressKey })
    })
  } catch (error) {
    if (!(error instanceof Conflict)) throw error
    return requestPage(c, shop, { problem: error.code })
  }
  return c.redirect(`${urlFor('adminRequest', { id })}?done=erasing`, 303)
}

/** What is restricted, or asked about and not yet answered, the eraser leaves alone. Throws Conflict. */
async function refuseHeld(tx: Tx<'rights-requests'>, address: string): Promise<void> {
  if (await restrictions.current(tx, address)) throw new Conflict('restricted-first')
  const others = await requests.ofAddress(tx, address)
  if (others.some(({ closedAt, kind }) => !closedAt && kind !== 'erasure')) throw new Conflict('others-open')
}

async function previewOf(tx: Tx<'rights-requests'>, shop: AdminShop, id: string) {
  await answer(tx, id)
  return erasure.preview(tx, shop.register)
}
