import type { Context } from 'hono'
import type { AdminShop } from '../../admin-shop.ts'
import { pdfResponse } from '../../invoicing/documents.ts'
import { NotFound } from '../../platform/errors.ts'
import { idIn } from '../../platform/web/ids.ts'
import { actorOf } from '../../staff/auth.ts'
import type { StaffEnv } from '../../staff/guard.ts'
import { urlFor } from '../../urls.ts'
import { renderPaper } from '../accountability/admin-breaches-pdf.ts'
import * as openings from '../accountability/openings.ts'
import { withPurpose } from '../with-purpose.ts'
import { onPaper } from './mails.ts'
import { type LetterKind, letterKinds } from './mails-telling.ts'
import type { Step } from './request-steps.ts'
import * as requests from './requests.ts'

/** The steps that a letter tells of by themselves; the others are told of when the request is done. */
const toldAlone: readonly (readonly [LetterKind, readonly Step[]])[] = [
  ['request-extended', ['extended']],
  ['request-refused', ['refused', 'objection-declined']],
  ['request-lifting', ['lift-told']],
]

/** The letters of a request that goes by post, as far as it has come: each with what it is about. */
export function lettersOf(
  request: requests.Request,
  steps: readonly requests.NotedStep[],
): { kind: LetterKind; about: string; href: string }[] {
  if (request.postal === null) return []
  const alone = toldAlone.flatMap(([kind, told]) => {
    const step = steps.findLast((each) => told.includes(each.step))
    return step ? [{ kind, about: step.id }] : []
  })
  const done = request.outcome === 'done' ? [{ kind: 'request-done' as const, about: request.id }] : []
  return [{ kind: 'request-received' as const, about: request.id }, ...alone, ...done].map((letter) => ({
    ...letter,
    href: urlFor('adminRequestLetter', { id: request.id, kind: letter.kind }),
  }))
}

/** A letter to print, its address where the window of the envelope is. Throws NotFound. */
export async function letterForPost(c: Context<StaffEnv>, shop: AdminShop): Promise<Response> {
  const id = idIn(c, 'id')
  const kind = letterKinds.find((known) => known === c.req.param('kind'))
  const made = await withPurpose(
    shop.database.backoffice,
    'rights-requests',
    actorOf(c.get('staff')),
    async (tx) => {
      const request = await requests.find(tx, id)
      const letter = lettersOf(request, await requests.stepsOf(tx, id)).find((each) => each.kind === kind)
      const paper = letter && (await onPaper(tx, shop, letter.kind, letter.about))
      if (!paper) throw new NotFound()
      await openings.note(tx, { unit: 'request', ids: [id], page: 'request' })
      return { ...paper, to: [request.name ?? '', ...request.postal!.split('\n')].filter(Boolean) }
    },
  )
  const { identity } = shop.known().settings
  const bytes = await renderPaper({
    title: made.subject,
    from: identity.legalName,
    sender: [identity.legalName, identity.street, identity.town, identity.postcode].join(', '),
    to: made.to,
    dated: shop.formats(made.language).date(shop.clock.today()),
    words: `${made.words.trim()}\n\n${identity.legalName}\n${identity.phone}, ${identity.email}`,
    language: made.language,
    day: shop.clock.today(),
  })
  return pdfResponse(c, kind!, Buffer.from(bytes), 'inline')
}
