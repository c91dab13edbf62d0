import type { Context, Hono } from 'hono'
import { z } from 'zod'
import type { AdminShop } from '../../admin-shop.ts'
import type { IsoDate } from '../../platform/time.ts'
import { dayUntil, text } from '../../platform/web/fields.ts'
import { parseForm, type Typed } from '../../platform/web/forms.ts'
import { idIn } from '../../platform/web/ids.ts'
import { type FormState, officePage } from '../../staff/admin-page.ts'
import * as agreements from '../../staff/agreements.ts'
import { actorOf } from '../../staff/auth.ts'
import { requireConfirmed, requireStaff, type StaffEnv } from '../../staff/guard.ts'
import { pattern, urlFor } from '../../urls.ts'

type C = Context<StaffEnv>

/** Who of the staff works with the data, by which agreement, under which undertaking (seed 003, paragraph 5): for owners. */
export function addStaffRoutes(routes: Hono<StaffEnv>, shop: AdminShop): void {
  const back = urlFor('adminRecordStaff')
  for (const name of ['adminRecordStaff', 'adminStaffAgreement'] as const)
    routes.use(pattern(name), requireStaff(shop, ['owner']), requireConfirmed(shop, back))
  routes.get(pattern('adminRecordStaff'), (c) => staffPage(c, shop))
  routes.post(pattern('adminStaffAgreement'), (c) => noteAgreement(c, shop))
}

async function staffPage(c: C, shop: AdminShop, form: FormState = {}): Promise<Response> {
  const member = c.get('staff')
  const people = await shop.staffAuth.under('staff-accounts', actorOf(member), (tx) => agreements.list(tx))
  return officePage(c, shop, member, 'admin/privacy/record-staff', {
    ...(form.errors && { errors: form.errors }),
    typed: { ...valuesOf(people), ...form.typed },
    people,
    done: c.req.query('done') === 'agreement' && !form.errors,
  })
}

function valuesOf(people: readonly agreements.AgreedMember[]): Typed {
  return Object.fromEntries(
    people.flatMap(({ id, reference, agreedOn }) => [
      [`reference-${id}`, reference ?? ''],
      [`agreedOn-${id}`, agreedOn ?? ''],
    ]),
  )
}

async function noteAgreement(c: C, shop: AdminShop): Promise<Response> {
  const id = idIn(c, 'id')
  const form = await parseForm(c, agreementForm(id, shop.clock.today()))
  if (!form.ok) return staffPage(c, shop, form)
  const member = c.get('staff')
  await shop.staffAuth.under('staff-accounts', actorOf(member), (tx) =>
    agreements.note(tx, id, form.value, member.id),
  )
  return c.redirect(`${urlFor('adminRecordStaff')}?done=agreement`, 303)
}

/** Each person has a form of their own on the page, and its fields their names. */
function agreementForm(id: string, today: IsoDate) {
  const [reference, agreedOn] = [`reference-${id}`, `agreedOn-${id}`]
  return z
    .object({ [reference]: text(120), [agreedOn]: dayUntil(today) })
    .transform((typed) => ({ reference: String(typed[reference]), agreedOn: typed[agreedOn] as IsoDate }))
}
