import { type Context, Hono } from 'hono'
import type { AdminShop } from '../admin-shop.ts'
import * as mails from '../correspondence/mails.ts'
import type { Transaction } from '../platform/database/client.ts'
import { Conflict } from '../platform/errors.ts'
import { type FieldErrors, fieldError, parseForm } from '../platform/web/forms.ts'
import { idIn } from '../platform/web/ids.ts'
import { withoutPurpose, withPurpose } from '../privacy/with-purpose.ts'
import { officePage } from '../staff/admin-page.ts'
import { actorOf, type StaffMember } from '../staff/auth.ts'
import type { StaffEnv } from '../staff/guard.ts'
import { pattern, urlFor } from '../urls.ts'
import * as addressees from './addressees.ts'
import { editor, newsletterPage } from './admin-newsletter.ts'
import { letterAlone, previewPage } from './admin-preview.ts'
import { send, sendingPage } from './admin-sending.ts'
import { draftForm, draftOf, testForm } from './forms.ts'
import { unknownNumbers } from './goods.ts'
import * as newsletters from './newsletters.ts'
import { audiences, newsletterTest } from './table.ts'

type C = Context<StaffEnv>

/** Newsletters in the back office; the face guards them. Numbers are all that is told of their readers. */
export function newsRoutes(shop: AdminShop): Hono<StaffEnv> {
  return new Hono<StaffEnv>()
    .get(pattern('adminNews'), (c) => listPage(c, shop))
    .get(pattern('adminNewsletterNew'), (c) => c.redirect(urlFor('adminNews'), 303))
    .post(pattern('adminNewsletterNew'), (c) => begin(c, shop))
    .get(pattern('adminNewsletter'), (c) => newsletterPage(c, shop))
    .post(pattern('adminNewsletter'), (c) => save(c, shop))
    .get(pattern('adminNewsletterPreview'), (c) => previewPage(c, shop))
    .get(pattern('adminNewsletterLetter'), (c) => letterAlone(c, shop))
    .post(pattern('adminNewsletterTest'), (c) => test(c, shop))
    .get(pattern('adminNewsletterSending'), (c) => sendingPage(c, shop))
    .post(pattern('adminNewsletterSending'), (c) => send(c, shop))
    .post(pattern('adminNewsletterCopy'), (c) => copy(c, shop))
    .post(pattern('adminNewsletterRemoval'), (c) => remove(c, shop))
}

async function listPage(c: C, shop: AdminShop): Promise<Response> {
  const member = c.get('staff')
  const { all, counted } = await within(shop, member, async (tx) => ({
    all: await newsletters.list(tx),
    counted: await addressees.count(tx),
  }))
  return officePage(c, shop, member, 'admin/news/newsletters', {
    newsletters: all.map((one) => ({
      id: one.id,
      subject: newsletters.titleOf(one, member.language),
      state: `news-${one.state}`,
      languages: newsletters.writtenIn(one).join(', '),
      at: one.queuedAt ?? one.createdAt,
      counts: one.state === 'draft' ? undefined : one.counts,
      notAllowed: one.counts['not-allowed'],
    })),
    people: audiences.map((audience) => ({
      audience,
      on: shop.known().purposesOn.has(audience),
      count: counted.filter((one) => one.audience === audience).reduce((sum, { people }) => sum + people, 0),
    })),
    removed: c.req.query('done') === 'removed',
  })
}

async function begin(c: C, shop: AdminShop): Promise<Response> {
  const member = c.get('staff')
  const id = await within(shop, member, (tx) => newsletters.begin(tx, member.id))
  return c.redirect(urlFor('adminNewsletter', { id }), 303)
}

async function save(c: C, shop: AdminShop): Promise<Response> {
  const member = c.get('staff')
  const id = idIn(c, 'id')
  const form = await parseForm(c, draftForm)
  if (!form.ok) return editor(c, shop, id, form)
  const draft = draftOf(form.value)
  const errors = await within(shop, member, async (tx): Promise<FieldErrors> => {
    const unknown = await unknownNumbers(tx, draft.articleNumbers)
    if (unknown.length === 0) return saved(tx, id, form.value.seen, draft)
    return { articleNumbers: fieldError('errors.newsUnknown', { numbers: unknown.join(', ') }) }
  })
  if (Object.keys(errors).length > 0) return editor(c, shop, id, { typed: form.typed, errors })
  return c.redirect(`${urlFor('adminNewsletter', { id })}?done=saved`, 303)
}

/** Whoever was overtaken keeps what was typed, and is told. */
async function saved(
  tx: Transaction,
  id: string,
  seen: number,
  draft: newsletters.Draft,
): Promise<FieldErrors> {
  try {
    await newsletters.save(tx, id, seen, draft)
    return {}
  } catch (error) {
    if (!(error instanceof Conflict)) throw error
    return { form: fieldError(`adminNews.refused.${error.code}`) }
  }
}

/** A letter to whoever asks, as the mail programs of customers show it. */
async function test(c: C, shop: AdminShop): Promise<Response> {
  const member = c.get('staff')
  const id = idIn(c, 'id')
  const back = urlFor('adminNewsletter', { id })
  const form = await parseForm(c, testForm)
  const found = await within(shop, member, (tx) => newsletters.find(tx, id))
  if (!form.ok || !newsletters.writtenIn(found).includes(form.value.language)) return c.redirect(back, 303)
  const { language } = form.value
  const testId = crypto.randomUUID()
  await withPurpose(shop.database.backoffice, 'service-messages', actorOf(member), async (tx) => {
    await tx.insert(newsletterTest).values({ id: testId, newsletterId: id, language, staffId: member.id })
    await mails.queue(tx, 'newsletter-test', { id: testId })
  })
  return c.redirect(`${back}?done=tested`, 303)
}

async function copy(c: C, shop: AdminShop): Promise<Response> {
  const member = c.get('staff')
  const from = idIn(c, 'id')
  const id = await within(shop, member, (tx) => newsletters.copy(tx, from, member.id))
  return c.redirect(`${urlFor('adminNewsletter', { id })}?done=copied`, 303)
}

async function remove(c: C, shop: AdminShop): Promise<Response> {
  const id = idIn(c, 'id')
  try {
    await within(shop, c.get('staff'), (tx) => newsletters.remove(tx, id))
  } catch (error) {
    if (!(error instanceof Conflict)) throw error
    return c.redirect(urlFor('adminNewsletter', { id }), 303)
  }
  return c.redirect(`${urlFor('adminNews')}?done=removed`, 303)
}

function within<T>(shop: AdminShop, member: StaffMember, work: (tx: Transaction) => Promise<T>): Promise<T> {
  return withoutPurpose(shop.database.backoffice, actorOf(member), work)
}
