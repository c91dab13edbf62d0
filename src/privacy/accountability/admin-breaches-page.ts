import type { Context } from 'hono'
import { z } from 'zod'
import type { AdminShop } from '../../admin-shop.ts'
import { formats } from '../../platform/i18n/format.ts'
import { idIn } from '../../platform/web/ids.ts'
import { type FormState, officePage } from '../../staff/admin-page.ts'
import type { StaffEnv } from '../../staff/guard.ts'
import { filingsModel } from './admin-breaches-filings.ts'
import { breachModel, openBreach } from './admin-breaches-model.ts'
import { momentText } from './breaches-moments.ts'

/** What the page says about the form that came back, or about a step that a rule refused. */
export type ReturnedStep = FormState & { readonly problem?: string }

const done = z
  .enum(['noted', 'changed', 'counted', 'filed', 'decided', 'queued', 'saved', 'closed'])
  .optional()
  .catch(undefined)
const query = z.object({ done, count: z.coerce.number().int().min(0).optional().catch(undefined) })

/** The page of a breach; 422 for a form that came back, 409 for what a rule refused. */
export async function breachPage(
  c: Context<StaffEnv>,
  shop: AdminShop,
  { problem, typed, errors }: ReturnedStep = {},
): Promise<Response> {
  const member = c.get('staff')
  const opened = await openBreach(shop, member, idIn(c, 'id'))
  const [now, t] = [shop.clock.now(), shop.t(member.language)]
  return officePage(c, shop, member, 'admin/privacy/breach', {
    typed: typed ?? { filedAt: momentText(shop.clock.zone, now) },
    ...(errors && { errors }),
    ...(problem ? { problem, status: 409 } : {}),
    ...(problem || errors ? {} : query.parse(c.req.query())),
    breach: {
      ...breachModel(opened, now, t),
      ...filingsModel(opened, t, formats(member.language, shop.clock.zone)),
    },
    facts: opened.breach,
  })
}
