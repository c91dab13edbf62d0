import type { Context } from 'hono'
import type { AdminShop } from '../../admin-shop.ts'
import { Conflict, NotFound } from '../../platform/errors.ts'
import { parseForm } from '../../platform/web/forms.ts'
import { idIn } from '../../platform/web/ids.ts'
import { actorOf } from '../../staff/auth.ts'
import type { StaffEnv } from '../../staff/guard.ts'
import * as copies from '../my-data/request-copy.ts'
import { answer, withPurpose } from '../with-purpose.ts'
import { requestPage } from './admin-request-page.ts'
import { copyForm } from './admin-requests-forms.ts'
import * as requests from './requests.ts'

/** The copy for somebody who asked by letter or telephone, in their language; that it was made is noted. */
export async function copyForRequest(c: Context<StaffEnv>, shop: AdminShop): Promise<Response> {
  const form = await parseForm(c, copyForm)
  if (!form.ok) throw new NotFound()
  const member = c.get('staff')
  const id = idIn(c, 'id')
  try {
    const { read, whose } = await withPurpose(
      shop.database.backoffice,
      'rights-requests',
      actorOf(member),
      async (tx) => {
        const request = await requests.lockOpen(tx, id)
        if (!request.identityCheckedAt) throw new Conflict('unidentified')
        await answer(tx, id)
        await requests.note(tx, id, { step: 'copied', by: member.id })
        return { read: await copies.read(tx, shop), whose: request }
      },
    )
    const made = copies.write(read, form.value.format, shop, whose)
    return c.body(made.body, 200, copies.headersOf(made))
  } catch (error) {
    if (!(error instanceof Conflict)) throw error
    return requestPage(c, shop, { problem: error.code })
  }
}
