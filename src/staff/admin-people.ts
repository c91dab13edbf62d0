import { type Context, Hono } from 'hono'
import * as mails from '../correspondence/mails.ts'
import { Conflict } from '../platform/errors.ts'
import { fieldError, parseForm } from '../platform/web/forms.ts'
import { idIn } from '../platform/web/ids.ts'
import { doneOf } from './admin-account.ts'
import { type FormState, officePage, type StaffShop } from './admin-page.ts'
import { actorOf, type StaffTx } from './auth.ts'
import * as forms from './forms.ts'
import { requireConfirmed, requireStaff, type StaffEnv } from './guard.ts'
import * as staff from './staff.ts'
import { staffUrls } from './urls.ts'

/** Who works here: the owner invites, gives rights and takes them. */
export function peopleRoutes(shop: StaffShop): Hono<StaffEnv> {
  const routes = new Hono<StaffEnv>()
  const owner = requireStaff(shop, ['owner'])
  const confirmed = requireConfirmed(shop, staffUrls.staffPeople)
  const { staffAuth } = shop

  routes.get(staffUrls.staffPeople, owner, confirmed, (c) => peoplePage(c, shop))

  routes.post(staffUrls.staffPeople, owner, confirmed, async (c) => {
    const form = await parseForm(c, forms.inviteForm)
    if (!form.ok) return peoplePage(c, shop, form)
    const invite = async (tx: StaffTx) => {
      const { invitationId } = await staff.invite(staffAuth, tx, c.get('staff'), form.value)
      await mails.queue(tx, 'staff-invitation', { id: invitationId })
    }
    const refused = await attempt(c, shop, invite)
    if (refused)
      return peoplePage(c, shop, { typed: form.typed, errors: { email: fieldError('staff.people.exists') } })
    return c.redirect(`${staffUrls.staffPeople}?done=invited`, 303)
  })

  routes.post(staffUrls.staffRole, owner, confirmed, async (c) => {
    const form = await parseForm(c, forms.roleForm)
    if (!form.ok) return peoplePage(c, shop, form)
    const refused = await attempt(c, shop, (tx) =>
      staff.changeRole(staffAuth, tx, idIn(c, 'id'), form.value.role),
    )
    return refused ? lastOwnerPage(c, shop) : c.redirect(`${staffUrls.staffPeople}?done=role`, 303)
  })

  routes.post(staffUrls.staffRemoval, owner, confirmed, async (c) => {
    const refused = await attempt(c, shop, (tx) => staff.remove(staffAuth, tx, c.get('staff'), idIn(c, 'id')))
    return refused ? lastOwnerPage(c, shop) : c.redirect(`${staffUrls.staffPeople}?done=removed`, 303)
  })

  routes.post(staffUrls.staffLink, owner, confirmed, async (c) => {
    await attempt(c, shop, async (tx) => {
      const invitationId = await staff.sendLinkAgain(staffAuth, tx, c.get('staff'), idIn(c, 'id'))
      await mails.queue(tx, 'staff-invitation', { id: invitationId })
    })
    return c.redirect(`${staffUrls.staffPeople}?done=link`, 303)
  })
  return routes
}

/** Whether the rules of the house refused it; everything else is thrown on. */
async function attempt(
  c: Context<StaffEnv>,
  shop: StaffShop,
  act: (tx: StaffTx) => Promise<unknown>,
): Promise<boolean> {
  try {
    await shop.staffAuth.under('staff-accounts', actorOf(c.get('staff')), act)
    return false
  } catch (error) {
    if (error instanceof Conflict) return true
    throw error
  }
}

async function peoplePage(c: Context<StaffEnv>, shop: StaffShop, form: FormState = {}) {
  const member = c.get('staff')
  const people = await shop.staffAuth.under('staff-accounts', actorOf(member), (tx) => staff.list(tx))
  return officePage(c, shop, member, 'admin/staff/people', {
    ...form,
    // Each person's own form shows that person's rights, whatever was typed into the invitation.
    blank: { values: {}, errors: {} },
    people: people.map((person) => ({ ...person, isSelf: person.id === member.id })),
    done: doneOf(c, ['invited', 'role', 'removed', 'link']),
  })
}

function lastOwnerPage(c: Context<StaffEnv>, shop: StaffShop) {
  return peoplePage(c, shop, { errors: { people: fieldError('staff.people.lastOwner') } })
}
