import { z } from 'zod'
import { askAbout } from '../customers/email-slips.ts'
import { type Language, languages } from '../platform/i18n/languages.ts'
import * as fields from '../platform/web/fields.ts'
import type { Draft, Texts } from './newsletters.ts'

/** Four texts of this length fit into one request. */
const longestBody = 6_000
const longestSubject = 120
/** Goods that a letter shows at most. */
const mostGoods = 12

export function subjectField(language: Language): string {
  return `subject-${language}`
}

export function bodyField(language: Language): string {
  return `body-${language}`
}

const texts = Object.fromEntries(
  languages.flatMap((language) => [
    [subjectField(language), fields.optionalText(longestSubject)],
    [bodyField(language), fields.optionalLines(longestBody)],
  ]),
)

const articleNumbers = fields.optionalLines(1_000).transform((typed, context) => {
  const numbers = [...new Set((typed ?? '').split(/[\s,;]+/).filter(Boolean))]
  if (numbers.length <= mostGoods) return numbers
  context.addIssue({ code: 'custom', message: 'errors.newsGoods', params: { max: mostGoods } })
  return z.NEVER
})

/** What staff type into a newsletter; nothing of it is required before it is sent. */
export const draftForm = z.object({
  ...texts,
  seen: fields.wholeNumber(1, 1_000_000),
  toConsented: fields.tick(),
  toCustomers: fields.tick(),
  articleNumbers,
})

/** The draft that a form says. */
export function draftOf(typed: z.output<typeof draftForm>): Draft {
  const said = typed as Readonly<Record<string, unknown>>
  const of = (language: Language) => ({
    subject: (said[subjectField(language)] as string | undefined) ?? '',
    body: (said[bodyField(language)] as string | undefined) ?? '',
  })
  const written: Texts = { lv: of('lv'), en: of('en'), sv: of('sv'), nl: of('nl') }
  return {
    toConsented: typed.toConsented,
    toCustomers: typed.toCustomers,
    articleNumbers: typed.articleNumbers,
    texts: written,
  }
}

export const seenForm = z.object({ seen: fields.wholeNumber(1, 1_000_000) })
export const testForm = z.object({ language: fields.choice(languages) })

/** The notice that stood beside a box. */
const noticeVersion = z.string().max(64).catch('')

/** The address that was asked about before. */
export const slipForm = z.object({ emailSeen: z.string().max(254).catch('') })

/** Asking for news on a page: the consent is a box of its own, never ticked beforehand. */
export function askForm(seen: string) {
  return z.object({
    email: fields.email().superRefine(askAbout(seen)),
    consentEmail: fields.requiredTick(),
    noticeVersion,
  })
}

/** The same behind the link of a letter, which proves the address. */
export const againForm = z.object({ consentEmail: fields.requiredTick(), noticeVersion })

/** What a mail program sends (RFC 8058, 3.2). */
export const oneClickForm = z.object({ 'List-Unsubscribe': z.literal('One-Click') })

/** What a button behind the link says. */
export const choiceForm = z.object({
  action: fields.choice([
    'stop-marketing-email',
    'stop-marketing-similar-goods',
    'stop-marketing',
    'consent',
  ]),
})
