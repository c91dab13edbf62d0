import { type Context, Hono } from 'hono'
import { z } from 'zod'
import type { AdminShop } from '../admin-shop.ts'
import { pdfResponse } from '../invoicing/documents.ts'
import { Conflict } from '../platform/errors.ts'
import { choice } from '../platform/web/fields.ts'
import { parseFields, parseForm } from '../platform/web/forms.ts'
import * as openings from '../privacy/accountability/openings.ts'
import { type Tx, withPurpose } from '../privacy/with-purpose.ts'
import { officePage } from '../staff/admin-page.ts'
import { actorOf } from '../staff/auth.ts'
import type { StaffEnv } from '../staff/guard.ts'
import { pattern, urlFor } from '../urls.ts'
import { type CardJob, numberOf, renderJobCards } from './admin-job-card.ts'
import { listHref } from './admin-list.ts'
import { artworkFile } from './artwork.ts'
import * as proofs from './proofs.ts'
import * as questions from './questions.ts'
import * as workshop from './workshop.ts'

type C = Context<StaffEnv>

/** As many cards as a printer takes at once; their pictures stand in memory together. */
const mostCards = 40

const lineIds = z.array(z.uuid()).max(200).catch([])
const ticksForm = z.object({ 'line[]': lineIds, action: choice(['made', 'cards']) })
const listQuery = z.object({
  by: z.enum(['due', 'material']).catch('due'),
  made: z.coerce.number().int().min(1).max(200).optional().catch(undefined),
})

/** What the workshop has before it; the face guards it. */
export function workshopRoutes(shop: AdminShop): Hono<StaffEnv> {
  return new Hono<StaffEnv>()
    .get(pattern('adminWorkshop'), (c) => workshopPage(c, shop))
    .post(pattern('adminWorkshop'), (c) => takeTicked(c, shop))
    .get(pattern('adminJobCards'), (c) => jobCards(c, shop))
}

type Problem = 'none-ticked' | 'not-all'

async function workshopPage(c: C, shop: AdminShop, problem?: Problem): Promise<Response> {
  const member = c.get('staff')
  const query = parseFields(new URL(c.req.url).searchParams, listQuery)
  const { by, made } = query.ok ? query.value : { by: 'due' as const, made: undefined }
  const { jobs, waiting, asked } = await reading(c, shop, async (tx) => ({
    jobs: await workshop.jobs(tx, member.language, workdayOf(shop)),
    waiting: await workshop.waiting(tx),
    asked: await questions.countWaiting(tx),
  }))
  return officePage(c, shop, member, 'admin/workshop/workshop', {
    ...(problem ? { problem, status: problem === 'not-all' ? 409 : 422 } : { made }),
    rooms: { current: 'workshop', jobs: jobs.length, questions: asked },
    by,
    count: jobs.length,
    late: jobs.filter(({ daysLeft }) => daysLeft < 0).length,
    groups: by === 'material' ? byMaterial(jobs) : [{ jobs: jobs.map(jobModel) }],
    waiting: [
      { kind: 'payment', count: waiting.payment, href: listHref('awaiting-payment') },
      { kind: 'proof', count: waiting.proof, href: listHref('awaiting-proof') },
    ],
  })
}

/** A job as `views/admin/workshop/workshop.hbs` shows it. */
function jobModel({ daysLeft, ...job }: workshop.Job) {
  return {
    ...job,
    number: numberOf(job),
    orderHref: urlFor('adminOrder', { id: job.orderId }),
    cardHref: cardsHref([job.lineId]),
    picture:
      job.proofId === null
        ? undefined
        : urlFor('adminProofPicture', { id: job.orderId, proofId: job.proofId }),
    late: daysLeft < 0 ? -daysLeft : undefined,
    left: daysLeft < 0 ? undefined : daysLeft,
  }
}

/** The same jobs under what they are made of, so that a sheet is cut once. */
function byMaterial(jobs: readonly workshop.Job[]) {
  const groups = new Map<string, { material: string | null; jobs: ReturnType<typeof jobModel>[] }>()
  for (const job of jobs) {
    const key = job.materialId ?? ''
    const group = groups.get(key) ?? { material: job.material, jobs: [] }
    group.jobs.push(jobModel(job))
    groups.set(key, group)
  }
  return [...groups.values()].sort((a, b) => b.jobs.length - a.jobs.length)
}

/** What was ticked is made, or printed: the cards have an address of their own. */
async function takeTicked(c: C, shop: AdminShop): Promise<Response> {
  const form = await parseForm(c, ticksForm)
  if (!form.ok || form.value['line[]'].length === 0) return workshopPage(c, shop, 'none-ticked')
  const { 'line[]': line, action } = form.value
  if (action === 'cards') return c.redirect(cardsHref(line.slice(0, mostCards)), 303)
  const { id } = c.get('staff')
  try {
    const made = await reading(c, shop, (tx) => workshop.makeAll(tx, line, id))
    return c.redirect(`${urlFor('adminWorkshop')}?made=${made}`, 303)
  } catch (error) {
    if (!(error instanceof Conflict)) throw error
    return workshopPage(c, shop, 'not-all')
  }
}

function cardsHref(lines: readonly string[]): string {
  return `${urlFor('adminJobCards')}?${new URLSearchParams(lines.map((line): [string, string] => ['line', line]))}`
}

/** What can no longer be made has no card: an old address leads back to the list. */
async function jobCards(c: C, shop: AdminShop): Promise<Response> {
  const { language } = c.get('staff')
  const asked = lineIds.parse(c.req.queries('line') ?? []).slice(0, mostCards)
  const jobs = await reading(c, shop, async (tx) => {
    const found = asked.length > 0 ? await workshop.jobs(tx, language, workdayOf(shop), asked) : []
    const cards: CardJob[] = []
    for (const job of found) cards.push(await cardOf(tx, job))
    const ids = found.map(({ orderId }) => orderId)
    await openings.note(tx, { unit: 'order', ids, page: 'job-card' })
    return cards
  })
  const [first] = jobs
  if (!first) return c.redirect(urlFor('adminWorkshop'), 303)
  const t = shop.t(language)
  const bytes = await renderJobCards(jobs, {
    language,
    t,
    formats: shop.formats(language),
    shopName: shop.known().settings.identity.name,
    today: shop.clock.today(),
  })
  return pdfResponse(c, `${t('jobCard.fileName')}-${numberOf(first)}`, Buffer.from(bytes), 'inline')
}

async function cardOf(tx: Tx<'order-contract'>, job: workshop.Job): Promise<CardJob> {
  return {
    ...job,
    picture: job.proofId === null ? undefined : await proofs.picture(tx, job.orderId, job.proofId),
    artwork: await artworkFile(tx, job.orderId, job.lineId),
  }
}

function workdayOf(shop: AdminShop): workshop.Workday {
  return { today: shop.clock.today(), closures: shop.known().settings.closures }
}

function reading<T>(c: C, shop: AdminShop, work: (tx: Tx<'order-contract'>) => Promise<T>): Promise<T> {
  return withPurpose(shop.database.backoffice, 'order-contract', actorOf(c.get('staff')), work)
}
