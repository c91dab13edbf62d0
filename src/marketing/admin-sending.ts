import type { Context } from 'hono'
import type { AdminShop } from '../admin-shop.ts'
import { Conflict } from '../platform/errors.ts'
import { languageNames, languages } from '../platform/i18n/languages.ts'
import { parseForm } from '../platform/web/forms.ts'
import { idIn } from '../platform/web/ids.ts'
import { withoutPurpose } from '../privacy/with-purpose.ts'
import { officePage } from '../staff/admin-page.ts'
import { actorOf } from '../staff/auth.ts'
import type { StaffEnv } from '../staff/guard.ts'
import { urlFor } from '../urls.ts'
import * as addressees from './addressees.ts'
import { seenForm } from './forms.ts'
import * as newsletters from './newsletters.ts'

type C = Context<StaffEnv>

/** The last look before a newsletter goes out: to how many, in which languages, and to whom not. */
export async function sendingPage(c: C, shop: AdminShop): Promise<Response> {
  const member = c.get('staff')
  const id = idIn(c, 'id')
  const { found, counted } = await withoutPurpose(shop.database.backoffice, actorOf(member), async (tx) => ({
    found: await newsletters.find(tx, id),
    counted: await addressees.count(tx),
  }))
  if (found.state !== 'draft') return c.redirect(urlFor('adminNewsletter', { id }), 303)
  const plan = planOf(found, counted)
  return officePage(c, shop, member, 'admin/news/sending', {
    newsletter: {
      id,
      version: found.version,
      title: newsletters.titleOf(found, member.language),
      toConsented: found.toConsented,
      toCustomers: found.toCustomers,
    },
    ...plan,
    lacks: lacksOf(found, plan.letters),
    overtaken: c.req.query('overtaken') !== undefined,
  })
}

function planOf(found: newsletters.Newsletter, counted: readonly addressees.Addressees[]) {
  const asked = newsletters.audiencesOf(found)
  const written = newsletters.writtenIn(found)
  const all = languages.map((code) => ({
    name: languageNames[code],
    subject: found.texts[code].subject,
    letters: addressees.lettersTo(counted, asked, code),
    written: written.includes(code),
  }))
  return {
    rows: all.filter((row) => row.written),
    passedOver: all.filter((row) => !row.written && row.letters > 0),
    letters: all.filter((row) => row.written).reduce((sum, row) => sum + row.letters, 0),
  }
}

/** Why it cannot go: `audience`, `text` or `people` is missing. */
function lacksOf(found: newsletters.Newsletter, letters: number): string[] {
  const lacks = [
    newsletters.audiencesOf(found).length === 0 && 'audience',
    newsletters.writtenIn(found).length === 0 && 'text',
  ].filter((one) => one !== false)
  return lacks.length === 0 && letters === 0 ? ['people'] : lacks
}

/** Sends what was seen, once: with the fact goes the job. */
export async function send(c: C, shop: AdminShop): Promise<Response> {
  const member = c.get('staff')
  const id = idIn(c, 'id')
  const page = urlFor('adminNewsletter', { id })
  const sending = urlFor('adminNewsletterSending', { id })
  const form = await parseForm(c, seenForm)
  if (!form.ok) return c.redirect(sending, 303)
  try {
    const sent = await withoutPurpose(shop.database.backoffice, actorOf(member), async (tx) => {
      const found = await newsletters.find(tx, id)
      const { letters } = planOf(found, await addressees.count(tx))
      if (lacksOf(found, letters).length > 0) return false
      await newsletters.queue(tx, id, form.value.seen, member.id)
      return true
    })
    return c.redirect(sent ? `${page}?done=queued` : sending, 303)
  } catch (error) {
    if (!(error instanceof Conflict)) throw error
    return c.redirect(error.code === 'sent' ? page : `${sending}?overtaken`, 303)
  }
}
