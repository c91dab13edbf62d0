import { type Context, Hono } from 'hono'
import type { AdminShop } from '../../admin-shop.ts'
import { translator } from '../../platform/i18n/messages.ts'
import { officePage } from '../../staff/admin-page.ts'
import type { StaffEnv } from '../../staff/guard.ts'
import { pattern, urlFor } from '../../urls.ts'
import { type Named, weighed } from '../notices/notice-words.ts'
import { addPurposeChanges } from './admin-purposes-change.ts'
import { balanceModel, factsModel, stateOf, termModels } from './admin-purposes-model.ts'
import { inUseIn, namesOf, purposeIn, purposesIn, readState, termsToSign } from './admin-purposes-state.ts'
import { addTermsToSign } from './admin-purposes-terms.ts'
import { warnings } from './recipients.ts'
import { titleIn } from './record-words.ts'
import { isOptional } from './switches.ts'

type C = Context<StaffEnv>

/** The register as the shop lives it: every administrator reads it, the owner changes it. */
export function purposeRoutes(shop: AdminShop): Hono<StaffEnv> {
  const routes = new Hono<StaffEnv>()
  routes.get(pattern('adminPurposes'), (c) => listPage(c, shop))
  // Before the purposes: "terms" is nobody's id.
  addTermsToSign(routes, shop)
  routes.get(pattern('adminPurpose'), (c) => purposePage(c, shop))
  addPurposeChanges(routes, shop)
  return routes
}

async function listPage(c: C, shop: AdminShop): Promise<Response> {
  const member = c.get('staff')
  const state = await readState(shop, member)
  const t = translator(member.language)
  const rows = purposesIn(state).map((purpose) => ({
    id: purpose.id,
    href: urlFor('adminPurpose', { id: purpose.id }),
    title: titleIn(purpose.id, t),
    letters: [...new Set(Object.values(purpose.basis))],
    state: stateOf(purpose, state),
    terms: termModels(purpose, state, t),
    ownBalance: weighed(purpose) && state.texts.some(({ subject }) => subject === purpose.id),
    weighed: weighed(purpose),
  }))
  return officePage(c, shop, member, 'admin/privacy/purposes', {
    groups: (['use', 'off', 'later'] as const).map((key) => ({
      key,
      rows: rows.filter(({ state: own }) => groupOf(own) === key),
    })),
    toSign: termsToSign(state),
    recipientWarnings: warnings(state.recipients, inUseIn(state)),
    version: state.version,
    noContact: state.settings.privacy.contact === null,
    done: c.req.query('done') === 'terms',
  })
}

function groupOf(state: ReturnType<typeof stateOf>): 'use' | 'off' | 'later' {
  return state === 'core' || state === 'on' ? 'use' : state
}

async function purposePage(c: C, shop: AdminShop): Promise<Response> {
  const member = c.get('staff')
  const state = await readState(shop, member)
  const purpose = purposeIn(c, state)
  const t = translator(member.language)
  const names = await namesOf(shop, member)
  const switched = state.switches.find(({ purpose: id }) => id === purpose.id)
  return officePage(c, shop, member, 'admin/privacy/purpose', {
    purpose: {
      id: purpose.id,
      ...factsModel(purpose, state, t),
      state: stateOf(purpose, state),
      switchedBy: switched?.by ? { name: names.get(switched.by), at: switched.at } : undefined,
    },
    terms: termModels(purpose, state, t).map((term) => ({
      ...term,
      signedBy: term.signedBy === null ? undefined : names.get(term.signedBy),
    })),
    balance: balanceModel(purpose, state, member.language, names),
    changeable: changeable(purpose),
    done: ['term', 'switch', 'balance'].find((what) => what === c.req.query('done')),
  })
}

/** Whether there is anything that the owner could change. */
function changeable(purpose: Named): boolean {
  return isOptional(purpose) || weighed(purpose) || purpose.retention.some(({ proposed }) => proposed)
}
