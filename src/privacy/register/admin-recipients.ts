import { type Context, Hono } from 'hono'
import type { AdminShop } from '../../admin-shop.ts'
import type { Transaction } from '../../platform/database/client.ts'
import { type Translate, translator } from '../../platform/i18n/messages.ts'
import { countries } from '../../platform/web/country-codes.ts'
import { parseForm } from '../../platform/web/forms.ts'
import { idIn } from '../../platform/web/ids.ts'
import { type FormState, officePage } from '../../staff/admin-page.ts'
import { requireConfirmed, requireStaff, type StaffEnv } from '../../staff/guard.ts'
import type { StaffLanguage } from '../../staff/table.ts'
import { pattern, urlFor } from '../../urls.ts'
import { countryIn } from '../notices/notice-recipients.ts'
import { inUseIn, namesOf, readState, within } from './admin-purposes-state.ts'
import { endForm, recipientForm, recipientValues } from './admin-recipients-form.ts'
import * as recipients from './recipients.ts'
import { note } from './versions.ts'

type C = Context<StaffEnv>

/** Who receives personal data from the shop: every administrator reads it, the owner changes and signs off. */
export function recipientRoutes(shop: AdminShop): Hono<StaffEnv> {
  const routes = new Hono<StaffEnv>()
  const back = urlFor('adminRecipients')
  for (const name of ['New', '', 'SignOff', 'End'] as const)
    routes.use(pattern(`adminRecipient${name}`), requireStaff(shop, ['owner']), requireConfirmed(shop, back))
  routes.get(pattern('adminRecipients'), (c) => listPage(c, shop))
  routes.get(pattern('adminRecipientNew'), (c) => editor(c, shop, undefined))
  routes.post(pattern('adminRecipientNew'), (c) => save(c, shop, undefined))
  routes.get(pattern('adminRecipient'), (c) => editor(c, shop, idIn(c, 'id')))
  routes.post(pattern('adminRecipient'), (c) => save(c, shop, idIn(c, 'id')))
  routes.post(pattern('adminRecipientSignOff'), (c) => signOff(c, shop))
  routes.post(pattern('adminRecipientEnd'), (c) => end(c, shop))
  return routes
}

async function listPage(c: C, shop: AdminShop): Promise<Response> {
  const member = c.get('staff')
  const state = await readState(shop, member)
  const names = await namesOf(shop, member)
  const rows = state.recipients.map((one) => ({
    ...rowModel(one, member.language),
    inUse: recipients.isInUse(one, inUseIn(state)),
    signedOffBy: one.signedOffBy ? names.get(one.signedOffBy) : undefined,
  }))
  return officePage(c, shop, member, 'admin/privacy/recipients', {
    today: rows.filter(({ endedOn }) => endedOn === null),
    former: rows.filter(({ endedOn }) => endedOn !== null),
    warnings: recipients.warnings(state.recipients, inUseIn(state)),
    done: ['saved', 'signed-off', 'ended'].find((what) => what === c.req.query('done')),
  })
}

function rowModel(one: recipients.Recipient, language: StaffLanguage) {
  const t = translator(language)
  return {
    ...one,
    kind: t(`privacy.recipient.${one.kind}`),
    named: one.name !== '' && one.name !== t(`privacy.recipient.${one.kind}`),
    roleKey: one.role,
    role: t(`privacy.role.${one.role}`),
    countryName: countryIn(language, one.country),
    safeguardName: one.safeguard && t(`privacy.safeguard.${one.safeguard}`),
    problems: recipients.problemsOf(one),
  }
}

async function editor(
  c: C,
  shop: AdminShop,
  id: string | undefined,
  form: FormState = {},
): Promise<Response> {
  const member = c.get('staff')
  const found = id === undefined ? undefined : await within(shop, member, (tx) => recipients.find(tx, id))
  return officePage(c, shop, member, 'admin/privacy/recipient', {
    ...(form.errors && { errors: form.errors }),
    typed: { ...(found ? recipientValues(found) : blank), ...form.typed },
    known: found && rowModel(found, member.language),
    ...choices(member.language),
  })
}

const blank = { recipientCountry: 'LV', recipientRole: 'processor' }

function choices(language: StaffLanguage) {
  const t: Translate = translator(language)
  const named = countries.map((value) => ({ value, label: countryIn(language, value) }))
  return {
    kinds: Object.keys(recipients.recipientKinds).map((value) => ({
      value,
      label: t(`privacy.recipient.${value}`),
    })),
    countries: named.sort((one, other) => one.label.localeCompare(other.label, language)),
    safeguards: recipients.safeguards.map((value) => ({ value, label: t(`privacy.safeguard.${value}`) })),
  }
}

async function save(c: C, shop: AdminShop, id: string | undefined): Promise<Response> {
  const form = await parseForm(c, recipientForm(shop.clock.today()))
  if (!form.ok) return editor(c, shop, id, form)
  const { kind, name } = form.value
  await changed(c, shop, async (tx, by) => {
    if (id === undefined) await recipients.add(tx, form.value, by)
    else await recipients.change(tx, (await recipients.find(tx, id)).id, form.value, by)
    await note(tx, { what: 'recipient', how: id === undefined ? 'added' : 'changed', kind, name }, by)
  })
  return done(c, 'saved')
}

async function signOff(c: C, shop: AdminShop): Promise<Response> {
  await changed(c, shop, async (tx, by) => {
    const { id, kind, name } = await recipients.find(tx, idIn(c, 'id'))
    await recipients.signOff(tx, id, by)
    await note(tx, { what: 'recipient', how: 'signed-off', kind, name }, by)
  })
  return done(c, 'signed-off')
}

async function end(c: C, shop: AdminShop): Promise<Response> {
  const id = idIn(c, 'id')
  const form = await parseForm(c, endForm(shop.clock.today()))
  if (!form.ok) return editor(c, shop, id, form)
  await changed(c, shop, async (tx, by) => {
    const { kind, name } = await recipients.find(tx, id)
    await recipients.end(tx, id, form.value, by)
    const { endedOn, returnConfirmedOn } = form.value
    const how = returnConfirmedOn !== null ? 'returned' : endedOn !== null ? 'ended' : 'changed'
    await note(tx, { what: 'recipient', how, kind, name }, by)
  })
  return done(c, 'ended')
}

function changed(c: C, shop: AdminShop, work: (tx: Transaction, by: string) => Promise<void>): Promise<void> {
  const member = c.get('staff')
  return within(shop, member, (tx) => work(tx, member.id))
}

function done(c: C, what: string): Response {
  return c.redirect(`${urlFor('adminRecipients')}?done=${what}`, 303)
}
