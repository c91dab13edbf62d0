import type { Context, Hono } from 'hono'
import type { AdminShop } from '../../admin-shop.ts'
import type { Transaction } from '../../platform/database/client.ts'
import { NotFound } from '../../platform/errors.ts'
import { translator } from '../../platform/i18n/messages.ts'
import { type Parsed, parseForm, type Typed } from '../../platform/web/forms.ts'
import { type FormState, officePage } from '../../staff/admin-page.ts'
import { requireConfirmed, requireStaff, type StaffEnv } from '../../staff/guard.ts'
import { pattern, urlFor } from '../../urls.ts'
import { type Named, periodOf, weighed } from '../notices/notice-words.ts'
import { balanceForm, balanceValues, lengthForm, lengthValues, switchForm } from './admin-purposes-forms.ts'
import { stateOf, termModels } from './admin-purposes-model.ts'
import { purposeIn, type RegisterState, readState, within } from './admin-purposes-state.ts'
import { balancingParts, registerLanguages, write } from './balancing.ts'
import { titleIn, whyIn } from './record-words.ts'
import * as switches from './switches.ts'
import { limitsOf, sign } from './terms.ts'
import { type Change, note } from './versions.ts'

type C = Context<StaffEnv>

/** What the owner changes of a purpose: each change is a version of the register, and soon one of the notice. */
export function addPurposeChanges(routes: Hono<StaffEnv>, shop: AdminShop): void {
  for (const name of [
    'adminPurposeChange',
    'adminPurposeTerm',
    'adminPurposeSwitch',
    'adminPurposeBalance',
  ] as const)
    routes.use(pattern(name), requireStaff(shop, ['owner']), (c, next) =>
      requireConfirmed(shop, urlFor('adminPurposeChange', { id: c.req.param('id') ?? '' }))(c, next),
    )
  routes.get(pattern('adminPurposeChange'), (c) => changePage(c, shop))
  routes.post(pattern('adminPurposeTerm'), (c) => signTerm(c, shop))
  routes.post(pattern('adminPurposeSwitch'), (c) => turn(c, shop))
  routes.post(pattern('adminPurposeBalance'), (c) => writeBalance(c, shop))
}

async function changePage(c: C, shop: AdminShop, form: FormState = {}): Promise<Response> {
  const member = c.get('staff')
  const state = await readState(shop, member)
  const purpose = purposeIn(c, state)
  const t = translator(member.language)
  const terms = proposedIn(purpose).map(({ from }) => {
    const { least, most } = limitsOf(purpose.id, from)
    const [model] = termModels(purpose, state, t).filter(({ fact }) => fact === from)
    return { ...model, least: periodOf(least, t), most: periodOf(most, t) }
  })
  return officePage(c, shop, member, 'admin/privacy/purpose-change', {
    purpose: { id: purpose.id, title: titleIn(purpose.id, t), why: whyIn(purpose.id, t) },
    state: switches.isOptional(purpose) ? stateOf(purpose, state) : undefined,
    terms,
    balance: weighed(purpose) ? balancingParts : undefined,
    units: ['D', 'M', 'Y'].map((value) => ({ value, label: t(`purposes.unit.${value}`) })),
    labels: labelsFor(purpose, t),
    typed: { ...lengthValues(proposedIn(purpose)), ...balanceTyped(purpose, state), ...form.typed },
    ...(form.errors && { errors: form.errors }),
  })
}

function proposedIn({ retention }: Named): Named['retention'] {
  return retention.filter(({ proposed }) => proposed)
}

function balanceTyped(purpose: Named, state: RegisterState): Typed {
  return weighed(purpose) ? balanceValues(purpose.id, state.texts) : {}
}

/** The error summary names fields as the page does. */
function labelsFor(purpose: Named, t: ReturnType<typeof translator>): Record<string, string> {
  return Object.fromEntries([
    ...purpose.retention.map(({ from }) => [`count-${from}`, t('purposes.term.length')]),
    ...balancingParts.flatMap((part) =>
      registerLanguages.map((code) => [`${part}-${code}`, `${t(`purposes.balance.${part}`)} (${code})`]),
    ),
  ])
}

async function signTerm(c: C, shop: AdminShop): Promise<Response> {
  const purpose = purposeIn(c, await readState(shop, c.get('staff')))
  const fact = c.req.param('fact') ?? ''
  if (!proposedIn(purpose).some(({ from }) => from === fact)) throw new NotFound()
  const form = await parseForm(c, lengthForm(purpose.id, fact))
  return keep(c, shop, form, 'term', async (tx, period, by) => {
    const { before } = await sign(tx, { purpose: purpose.id, fact, period }, by)
    return { what: 'term', purpose: purpose.id, fact, from: before, to: period }
  })
}

async function turn(c: C, shop: AdminShop): Promise<Response> {
  const purpose = purposeIn(c, await readState(shop, c.get('staff')))
  const form = await parseForm(c, switchForm)
  return keep(c, shop, form, 'switch', async (tx, on, by) => {
    await switches.turn(tx, purpose.id, on, by)
    return { what: 'switch', purpose: purpose.id, on }
  })
}

async function writeBalance(c: C, shop: AdminShop): Promise<Response> {
  const purpose = purposeIn(c, await readState(shop, c.get('staff')))
  if (!weighed(purpose)) throw new NotFound()
  const form = await parseForm(c, balanceForm)
  return keep(c, shop, form, 'balance', async (tx, texts, by) => {
    for (const text of texts) await write(tx, { subject: purpose.id, ...text }, by)
    return { what: 'balance', purpose: purpose.id }
  })
}

/** Keeps a change and the version that it makes, or shows the form again. */
async function keep<T>(
  c: C,
  shop: AdminShop,
  form: Parsed<T>,
  done: string,
  change: (tx: Transaction, value: T, by: string) => Promise<Change>,
): Promise<Response> {
  if (!form.ok) return changePage(c, shop, form)
  const member = c.get('staff')
  await within(shop, member, async (tx) => note(tx, await change(tx, form.value, member.id), member.id))
  return c.redirect(`${urlFor('adminPurpose', { id: c.req.param('id') ?? '' })}?done=${done}`, 303)
}
