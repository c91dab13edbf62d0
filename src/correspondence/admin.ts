import { type Context, Hono } from 'hono'
import { z } from 'zod'
import type { AdminShop } from '../admin-shop.ts'
import * as orders from '../orders/orders.ts'
import { Conflict, Forbidden } from '../platform/errors.ts'
import { translator } from '../platform/i18n/messages.ts'
import { idIn } from '../platform/web/ids.ts'
import { pagerOf } from '../platform/web/pager.ts'
import * as openings from '../privacy/accountability/openings.ts'
import { withoutPurpose, withPurpose } from '../privacy/with-purpose.ts'
import { officePage } from '../staff/admin-page.ts'
import { actorOf, type StaffMember } from '../staff/auth.ts'
import type { StaffEnv } from '../staff/guard.ts'
import { pattern, urlFor } from '../urls.ts'
import * as copies from './copies.ts'
import type { MailKind } from './mails.ts'

type C = Context<StaffEnv>

const perPage = 50

/** Mails in the back office; the face guards them. */
export function mailRoutes(shop: AdminShop): Hono<StaffEnv> {
  return new Hono<StaffEnv>()
    .get(pattern('adminMails'), (c) => listPage(c, shop))
    .get(pattern('adminMail'), (c) => mailPage(c, shop))
    .post(pattern('adminMailResend'), (c) => resend(c, shop))
}

async function listPage(c: C, shop: AdminShop) {
  const member = c.get('staff')
  const page = z.coerce.number().int().min(1).max(100_000).catch(1).parse(c.req.query('page'))
  const failed = await failedMails(shop, member)
  const { mails, total } = await withPurpose(
    shop.database.backoffice,
    'service-messages',
    actorOf(member),
    (tx) => copies.list(tx, { limit: perPage, offset: (page - 1) * perPage }, failed),
  )
  const t = translator(member.language)
  return officePage(c, shop, member, 'admin/mails/mails', {
    resent: c.req.query('done') === 'resent',
    mails: mails.map((mail) => ({
      href: mayRead(member, mail.kind) ? urlFor('adminMail', { id: mail.id }) : undefined,
      to: mail.recipient,
      subject: copies.subjectOf(mail, t),
      at: mail.at,
      state: mail.state,
    })),
    pager: pagerOf(page, perPage, total, listHref),
  })
}

async function mailPage(c: C, shop: AdminShop, problem?: string) {
  const member = c.get('staff')
  const mail = await found(c, shop, member, 'opened')
  const { identity } = shop.known().settings
  return officePage(c, shop, member, 'admin/mails/mail', {
    ...(problem && { problem }),
    mail: {
      ...mail,
      again: copies.mayGoAgain(mail),
      to: mail.recipient,
      from: `${identity.name} <${identity.email}>`,
      subject: copies.subjectOf(mail, translator(member.language)),
      links: mail.links.filter((link) => link.startsWith(`${shop.origin}/`)),
      attachments: mail.attachments.map((name) => ({ name })),
      ...(mail.orderId
        ? {
            orderHref: urlFor('adminOrder', { id: mail.orderId }),
            orderNumber: await orderNumber(shop, member, mail.orderId),
          }
        : {}),
    },
  })
}

async function resend(c: C, shop: AdminShop) {
  const member = c.get('staff')
  const mail = await found(c, shop, member)
  try {
    await withPurpose(shop.database.backoffice, 'service-messages', actorOf(member), (tx) =>
      copies.resend(tx, mail.id),
    )
  } catch (error) {
    if (!(error instanceof Conflict)) throw error
    return mailPage(c, shop, error.code)
  }
  const back = mail.orderId
    ? `${urlFor('adminOrder', { id: mail.orderId })}?done=mail-resent`
    : `${urlFor('adminMails')}?done=resent`
  return c.redirect(back, 303)
}

async function found(
  c: C,
  shop: AdminShop,
  member: StaffMember,
  opened?: 'opened',
): Promise<copies.OpenedMail> {
  const id = idIn(c, 'id')
  const failed = await failedMails(shop, member)
  return withPurpose(shop.database.backoffice, 'service-messages', actorOf(member), async (tx) => {
    const mail = await copies.find(tx, id, failed)
    if (!mayRead(member, mail.kind)) throw new Forbidden()
    const unit = mail.orderId ? 'order' : 'mail'
    if (opened) await openings.note(tx, { unit, ids: [mail.orderId ?? mail.id], page: 'mail' })
    return mail
  })
}

/** A kept invitation holds a link that makes somebody staff: only the owner, who sent it, may read it. */
function mayRead(member: StaffMember, kind: MailKind): boolean {
  return kind !== 'staff-invitation' || member.role === 'owner'
}

function failedMails(shop: AdminShop, member: StaffMember) {
  return withoutPurpose(shop.database.backoffice, actorOf(member), copies.failedMails)
}

async function orderNumber(shop: AdminShop, member: StaffMember, id: string): Promise<string | undefined> {
  const numbers = await withPurpose(shop.database.backoffice, 'order-contract', actorOf(member), (tx) =>
    orders.numbersOf(tx, [id]),
  )
  return numbers.get(id)
}

function listHref(page: number): string {
  return `${urlFor('adminMails')}${page > 1 ? `?page=${page}` : ''}`
}
