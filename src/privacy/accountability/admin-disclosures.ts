import { type Context, Hono } from 'hono'
import { z } from 'zod'
import type { AdminShop } from '../../admin-shop.ts'
import * as fields from '../../platform/web/fields.ts'
import { parseFields } from '../../platform/web/forms.ts'
import { pagerOf } from '../../platform/web/pager.ts'
import { officePage } from '../../staff/admin-page.ts'
import { actorOf } from '../../staff/auth.ts'
import type { StaffEnv } from '../../staff/guard.ts'
import { pattern, urlFor } from '../../urls.ts'
import { dataIn } from '../register/record-words.ts'
import { withPurpose } from '../with-purpose.ts'
import * as disclosures from './disclosures.ts'

type C = Context<StaffEnv>

const perPage = 50
const day = fields.day().optional().catch(undefined)
const listQuery = z.object({
  to: z
    .string()
    .regex(/^[a-z-]{2,40}$/)
    .optional()
    .catch(undefined),
  from: day,
  until: day,
  page: z.coerce.number().int().min(1).max(100_000).catch(1),
})

/** Who received personal data, day by day (Art. 30(1)(d)); the face guards it. */
export function disclosureRoutes(shop: AdminShop): Hono<StaffEnv> {
  return new Hono<StaffEnv>().get(pattern('adminDisclosures'), (c) => listPage(c, shop))
}

async function listPage(c: C, shop: AdminShop): Promise<Response> {
  const member = c.get('staff')
  const query = parseFields(new URL(c.req.url).searchParams, listQuery)
  const { to, from, until, page } = query.ok ? query.value : listQuery.parse({})
  const read = await withPurpose(shop.database.backoffice, 'accountability', actorOf(member), async (tx) => ({
    ...(await disclosures.byDay(
      tx,
      { recipientKind: to, from, until },
      { limit: perPage, offset: (page - 1) * perPage },
    )),
    kinds: await disclosures.recipientKinds(tx),
  }))
  const t = shop.t(member.language)
  return officePage(c, shop, member, 'admin/privacy/disclosures', {
    typed: { to: to ?? '', from: from ?? '', until: until ?? '' },
    narrowed: Boolean(to || from || until),
    lines: read.days.map(({ categories, ...line }) => ({
      ...line,
      categories: categories.map((category) => dataIn(category, t)).join('; '),
    })),
    kinds: read.kinds.map((kind) => ({ value: kind, label: t(`privacy.recipient.${kind}`) })),
    pager: pagerOf(page, perPage, read.total, (at) => listHref({ to, from, until }, at)),
  })
}

function listHref(narrowed: Readonly<Record<string, string | undefined>>, page: number): string {
  const query = new URLSearchParams(
    Object.entries({ ...narrowed, ...(page > 1 ? { page: String(page) } : {}) }).filter(
      (entry): entry is [string, string] => Boolean(entry[1]),
    ),
  )
  return query.size > 0 ? `${urlFor('adminDisclosures')}?${query}` : urlFor('adminDisclosures')
}
