import { type Context, Hono } from 'hono'
import { z } from 'zod'
import type { AdminShop } from '../../admin-shop.ts'
import { Conflict } from '../../platform/errors.ts'
import { languageNames, languages } from '../../platform/i18n/languages.ts'
import { keyedHash } from '../../platform/keys.ts'
import { fieldError, type Parsed, parseForm } from '../../platform/web/forms.ts'
import { openCalendar } from '../../settings/working-days.ts'
import { officePage } from '../../staff/admin-page.ts'
import { actorOf } from '../../staff/auth.ts'
import type { StaffEnv } from '../../staff/guard.ts'
import { pattern, urlFor } from '../../urls.ts'
import * as openings from '../accountability/openings.ts'
import { addressKeyOf } from '../address-key.ts'
import { type Tx, withPurpose } from '../with-purpose.ts'
import { copyForRequest } from './admin-request-copy.ts'
import { eraseForRequest, erasureOfRequest } from './admin-request-erasure.ts'
import { letterForPost } from './admin-request-letters.ts'
import { requestPage } from './admin-request-page.ts'
import { takeStep } from './admin-request-steps.ts'
import { newForm, origins, searchForm } from './admin-requests-forms.ts'
import * as byPost from './by-post.ts'
import { daysUntil } from './due-dates.ts'
import { tell } from './mails-telling.ts'
import * as requests from './requests.ts'

type C = Context<StaffEnv>

const perPage = 50
const soon = 7

/** Requests about personal data, for whoever answers them; the face guards it. */
export function requestRoutes(shop: AdminShop): Hono<StaffEnv> {
  return new Hono<StaffEnv>()
    .get(pattern('adminRequests'), (c) => listPage(c, shop))
    .post(pattern('adminRequestSearch'), (c) => search(c, shop))
    .get(pattern('adminRequestNew'), (c) => newPage(c, shop))
    .post(pattern('adminRequestNew'), (c) => receive(c, shop))
    .get(pattern('adminRequest'), (c) => requestPage(c, shop))
    .post(pattern('adminRequestStep'), (c) => takeStep(c, shop))
    .post(pattern('adminRequestCopy'), (c) => copyForRequest(c, shop))
    .get(pattern('adminRequestLetter'), (c) => letterForPost(c, shop))
    .get(pattern('adminRequestErasure'), (c) => erasureOfRequest(c, shop))
    .post(pattern('adminRequestErasure'), (c) => eraseForRequest(c, shop))
}

const listQuery = z.object({
  show: z.enum(['open', 'closed']).catch('open'),
  page: z.coerce.number().int().min(1).max(100_000).catch(1),
  /** A request: all of the same person are shown. */
  like: z.uuid().optional().catch(undefined),
})

async function listPage(c: C, shop: AdminShop): Promise<Response> {
  const { show, page, like } = listQuery.parse(c.req.query())
  const found = await under(c, shop, async (tx) => {
    if (like !== undefined) return ofSamePerson(tx, like)
    if (show === 'open') return requests.open(tx)
    return requests.closed(tx, { limit: perPage + 1, offset: (page - 1) * perPage })
  })
  const today = shop.clock.today()
  return officePage(c, shop, c.get('staff'), 'admin/privacy/requests', {
    show: like === undefined ? show : 'person',
    requests: found.slice(0, like === undefined && show === 'closed' ? perPage : undefined).map((request) => {
      const days = daysUntil(request.dueOn, today)
      return { ...request, who: request.name ?? request.address, days, late: days < 0, soon: days <= soon }
    }),
    nextHref: show === 'closed' && found.length > perPage ? listHref(page + 1) : undefined,
    previousHref: page > 1 ? listHref(page - 1) : undefined,
  })
}

async function ofSamePerson(tx: Tx<'rights-requests'>, id: string): Promise<requests.Request[]> {
  const { address } = await requests.find(tx, id)
  const found = await requests.ofAddress(tx, address)
  await openings.note(tx, { unit: 'request', ids: found.map((each) => each.id), page: 'request' })
  return found
}

/** Looked for by POST; what was typed stands in no address, and no page repeats it where nothing was found. */
async function search(c: C, shop: AdminShop): Promise<Response> {
  const form = await parseForm(c, searchForm)
  const [first] = form.ok ? await under(c, shop, (tx) => requests.ofAddress(tx, form.value.search)) : []
  if (first) return c.redirect(`${urlFor('adminRequests')}?like=${first.id}`, 303)
  return newPage(c, shop, { typed: form.ok ? { email: form.value.search } : {} }, true)
}

function newPage(
  c: C,
  shop: AdminShop,
  { typed, errors }: Partial<Extract<Parsed<unknown>, { ok: false }>> = {},
  nobody = false,
): Promise<Response> {
  const member = c.get('staff')
  const t = shop.t(member.language)
  return officePage(c, shop, member, 'admin/privacy/request-new', {
    ...(errors && { errors }),
    typed: { receivedOn: shop.clock.today(), language: 'lv', ...typed },
    nobody,
    today: shop.clock.today(),
    kinds: requests.requestKinds.map((value) => ({ value, label: t(`myData.kind.${value}`) })),
    origins: origins.map((value) => ({ value, label: t(`requestsRoom.origin.${value}`) })),
    languages: languages.map((value) => ({ value, label: languageNames[value] })),
  })
}

/** Notes a request that came by letter, mail or telephone, and tells whoever asked that it came. */
async function receive(c: C, shop: AdminShop): Promise<Response> {
  const form = await parseForm(c, newForm(shop.clock.today()))
  if (!form.ok) return newPage(c, shop, form)
  try {
    const id = await noted(c, shop, form.value)
    return c.redirect(`${urlFor('adminRequest', { id })}?done=received`, 303)
  } catch (error) {
    if (!(error instanceof Conflict)) throw error
    const errors = { orderNumber: fieldError(`requestsRoom.problem.${error.code}`) }
    return newPage(c, shop, { typed: form.typed, errors })
  }
}

/** Throws Conflict `no-order` for a number that leads to nobody. */
async function noted(
  c: C,
  shop: AdminShop,
  { email, orderNumber, ...asked }: z.infer<ReturnType<typeof newForm>>,
): Promise<string> {
  const calendar = await openCalendar()
  const by = c.get('staff').id
  const addressKey = addressKeyOf(shop)
  const address = email ?? byPost.postalAddress()
  return under(c, shop, async (tx) => {
    const addressHash = keyedHash(addressKey, address)
    const id = await requests.receive(tx, { ...asked, address, addressHash, by }, calendar)
    if (email === undefined && orderNumber !== undefined)
      await byPost.locate(tx, id, { number: orderNumber, addressKey, by })
    await tell(tx, 'request-received', id, { postal: asked.postal ?? null })
    return id
  })
}

function under<T>(c: C, shop: AdminShop, work: (tx: Tx<'rights-requests'>) => Promise<T>): Promise<T> {
  return withPurpose(shop.database.backoffice, 'rights-requests', actorOf(c.get('staff')), work)
}

function listHref(page: number): string {
  return `${urlFor('adminRequests')}?show=closed&page=${page}`
}
