import type { Context, Hono } from 'hono'
import { z } from 'zod'
import type { AdminShop } from '../../admin-shop.ts'
import type { Transaction } from '../../platform/database/client.ts'
import { translator } from '../../platform/i18n/messages.ts'
import { parseForm } from '../../platform/web/forms.ts'
import { officePage } from '../../staff/admin-page.ts'
import { requireConfirmed, requireStaff, type StaffEnv } from '../../staff/guard.ts'
import { pattern, urlFor } from '../../urls.ts'
import { termModels } from './admin-purposes-model.ts'
import { inUseIn, readState, within } from './admin-purposes-state.ts'
import { titleIn } from './record-words.ts'
import { type KeptTerm, read, sign } from './terms.ts'
import { note } from './versions.ts'

type C = Context<StaffEnv>

/** All proposed terms of the purposes in use on one page: read, and signed off together as they are. */
export function addTermsToSign(routes: Hono<StaffEnv>, shop: AdminShop): void {
  const at = pattern('adminTermsToSign')
  routes.use(at, requireStaff(shop, ['owner']), requireConfirmed(shop, urlFor('adminTermsToSign')))
  routes.get(at, (c) => termsPage(c, shop))
  routes.post(at, (c) => signAll(c, shop))
}

async function termsPage(c: C, shop: AdminShop): Promise<Response> {
  const member = c.get('staff')
  const state = await readState(shop, member)
  const t = translator(member.language)
  const rows = inUseIn(state).flatMap((purpose) =>
    termModels(purpose, state, t)
      .filter((term) => term.state === 'proposed')
      .map(({ fact, words }) => ({
        title: titleIn(purpose.id, t),
        words,
        href: urlFor('adminPurposeChange', { id: purpose.id }),
        value: sealOf(state.terms.find((term) => term.purpose === purpose.id && term.fact === fact)!),
      })),
  )
  return officePage(c, shop, member, 'admin/privacy/purpose-terms', { rows })
}

function sealOf({ purpose, fact, period }: KeptTerm): string {
  return `${purpose} ${fact} ${period}`
}

const seenForm = z.object({ 'terms[]': z.array(z.string().max(100)).default([]) })

async function signAll(c: C, shop: AdminShop): Promise<Response> {
  const form = await parseForm(c, seenForm)
  if (!form.ok) return termsPage(c, shop)
  const { id } = c.get('staff')
  await within(shop, c.get('staff'), (tx) => signSeen(tx, new Set(form.value['terms[]']), id))
  return c.redirect(`${urlFor('adminPurposes')}?done=terms`, 303)
}

/** Only what the owner saw: a term that somebody changed meanwhile stays open. */
async function signSeen(tx: Transaction, seen: ReadonlySet<string>, by: string): Promise<void> {
  const own = (await read(tx)).filter(
    (term) => term.proposed && term.signedAt === null && seen.has(sealOf(term)),
  )
  for (const term of own) await sign(tx, term, by)
  if (own.length > 0) await note(tx, { what: 'terms', count: own.length }, by)
}
