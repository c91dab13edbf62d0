import { type Context, Hono } from 'hono'
import type { AdminShop } from '../../admin-shop.ts'
import { pdfResponse } from '../../invoicing/documents.ts'
import { Conflict, NotFound } from '../../platform/errors.ts'
import { isLanguage, type Language, languageNames } from '../../platform/i18n/languages.ts'
import { fieldError, parseForm } from '../../platform/web/forms.ts'
import { idIn } from '../../platform/web/ids.ts'
import { type FormState, officePage } from '../../staff/admin-page.ts'
import { actorOf } from '../../staff/auth.ts'
import type { StaffEnv } from '../../staff/guard.ts'
import { pattern, urlFor } from '../../urls.ts'
import { withPurpose } from '../with-purpose.ts'
import { draftForm } from './admin-breaches-forms.ts'
import { draftSource } from './admin-breaches-model.ts'
import { breachPage } from './admin-breaches-page.ts'
import { renderPaper } from './admin-breaches-pdf.ts'
import { draftWords, gap } from './admin-breaches-words.ts'
import * as letters from './breaches-letters.ts'

type C = Context<StaffEnv>

interface Asked {
  readonly kind: letters.DraftKind
  readonly language: Language
}

/** What the authority and the people concerned are told: written from the facts, edited, kept, printed. */
export function draftRoutes(shop: AdminShop): Hono<StaffEnv> {
  return new Hono<StaffEnv>()
    .get(pattern('adminBreachDraft'), (c) => draftPage(c, shop))
    .post(pattern('adminBreachDraft'), (c) => save(c, shop))
    .get(pattern('adminBreachDraftPdf'), (c) => paper(c, shop))
}

async function draftPage(c: C, shop: AdminShop, form: FormState = {}): Promise<Response> {
  const id = idIn(c, 'id')
  const asked = askedIn(c)
  const { title, words, savedAt } = await wordsOf(c, shop, asked, c.req.query('from') === 'facts')
  const draft = String(c.req.param('draft'))
  return officePage(c, shop, c.get('staff'), 'admin/privacy/breach-draft', {
    ...(form.errors && { errors: form.errors }),
    typed: form.typed ?? { draftWords: words },
    saved: !form.errors && c.req.query('done') === 'saved',
    breach: { id, title, href: urlFor('adminBreach', { id }) },
    draft: {
      name: draft,
      kind: asked.kind,
      language: languageNames[asked.language],
      foreign: asked.language !== 'lv',
      savedAt,
      factsHref: `${urlFor('adminBreachDraft', { id, draft })}?from=facts`,
    },
  })
}

/** A text with a gap in it is not ready for anybody. */
async function save(c: C, shop: AdminShop): Promise<Response> {
  const id = idIn(c, 'id')
  const asked = askedIn(c)
  const form = await parseForm(c, draftForm)
  if (!form.ok) return draftPage(c, shop, form)
  const { draftWords: words } = form.value
  if (words.includes(gap))
    return draftPage(c, shop, { ...form, errors: { draftWords: fieldError('breaches.error.gap') } })
  try {
    const member = c.get('staff')
    await withPurpose(shop.database.backoffice, 'accountability', actorOf(member), (tx) =>
      letters.saveDraft(tx, id, { ...asked, words }, { savedBy: member.id, savedAt: shop.clock.now() }),
    )
  } catch (error) {
    if (!(error instanceof Conflict)) throw error
    return breachPage(c, shop, { problem: error.code })
  }
  return c.redirect(`${urlFor('adminBreachDraft', { id, draft: c.req.param('draft')! })}?done=saved`, 303)
}

async function paper(c: C, shop: AdminShop): Promise<Response> {
  const asked = askedIn(c)
  const { words, title } = await wordsOf(c, shop, asked)
  const bytes = await renderPaper({
    title,
    from: shop.known().settings.identity.legalName,
    words,
    language: asked.language,
    day: shop.clock.today(),
  })
  return pdfResponse(c, `breach-${c.req.param('draft')}-${shop.clock.today()}`, Buffer.from(bytes), 'inline')
}

/** As staff saved it, else from the facts. Throws NotFound. */
function wordsOf(
  c: C,
  shop: AdminShop,
  { kind, language }: Asked,
  fromFacts = false,
): Promise<{ title: string; words: string; savedAt: Date | undefined }> {
  const id = idIn(c, 'id')
  return withPurpose(shop.database.backoffice, 'accountability', actorOf(c.get('staff')), async (tx) => {
    const source = await draftSource(shop, tx, id)
    const kept = await letters.draft(tx, id, kind, language)
    const words = kept && !fromFacts ? kept.words : draftWords(kind, language, source)
    return { title: source.breach.title, words, savedAt: kept?.savedAt }
  })
}

/** "notification", or "letter-" and a language. Throws NotFound. */
function askedIn(c: C): Asked {
  const draft = c.req.param('draft') ?? ''
  if (draft === 'notification') return { kind: 'notification', language: 'lv' }
  const language = draft.replace(/^letter-/, '')
  if (!draft.startsWith('letter-') || !isLanguage(language)) throw new NotFound()
  return { kind: 'letter', language }
}
