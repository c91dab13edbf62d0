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
    const made = await withPurpose(
      shop.database.backoffice,
      'rights-requests',
      actorOf(member),
      async (tx) => {
        const { address, language, identityCheckedAt } = await requests.lockOpen(tx, id)
        if (!identityCheckedAt) throw new Conflict('unidentified')
        await answer(tx, id)
        const file = await copies.make(tx, form.value.format, {
          register: shop.register,
          terms: shop.known().register.terms,
          language,
          address,
          at: shop.clock.now(),
          t: shop.t(language),
          formats: shop.formats(language),
          render: shop.views.render,
        })
        await requests.note(tx, id, { step: 'copied', by: member.id })
        return file
      },
    )
    return c.body(made.body, 200, {
      'content-type': made.type,
      'content-disposition': `attachment; filename="${made.name}"`,
    })
  } catch (error) {
    if (!(error instanceof Conflict)) throw error
    return requestPage(c, shop, { problem: error.code })
  }
}
