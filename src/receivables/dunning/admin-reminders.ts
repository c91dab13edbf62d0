import { createHash } from 'node:crypto'
import { type Context, Hono } from 'hono'
import type { AdminShop } from '../../admin-shop.ts'
import { written } from '../../correspondence/jobs.ts'
import { NotFound } from '../../platform/errors.ts'
import { isLanguage, type Language, languageNames, languages } from '../../platform/i18n/languages.ts'
import type { Message } from '../../platform/mail/transport.ts'
import { framingPolicy } from '../../platform/web/security-headers.ts'
import { officePage } from '../../staff/admin-page.ts'
import type { StaffEnv } from '../../staff/guard.ts'
import { pattern, urlFor } from '../../urls.ts'
import { contentId, reminderLetter } from './reminder-mail.ts'
import { type Sample, sampleDebt, samples } from './sample-debts.ts'

type C = Context<StaffEnv>

/** Reminders as their readers get them, with a made-up debt. The face guards them. */
export function reminderRoutes(shop: AdminShop): Hono<StaffEnv> {
  return new Hono<StaffEnv>()
    .get(pattern('adminReminderPreview'), (c) => previewPage(c, shop))
    .get(pattern('adminReminderLetter'), (c) => letterAlone(c, shop))
}

async function previewPage(c: C, shop: AdminShop): Promise<Response> {
  const { sample, language } = askedIn(c)
  const { subject, from, text } = await messageOf(shop, sample, language)
  c.header('content-security-policy', framingPolicy())
  return officePage(c, shop, c.get('staff'), 'admin/settings/reminder', {
    letter: sample,
    name: languageNames[language],
    code: language,
    subject,
    from: `${from.name} <${from.address}>`,
    text,
    letters: samples.map((key) => ({
      key,
      href: urlFor('adminReminderPreview', { letter: key, code: language }),
      current: key === sample,
    })),
    languages: languages.map((code) => ({
      name: languageNames[code],
      href: urlFor('adminReminderPreview', { letter: sample, code }),
      current: code === language,
    })),
  })
}

/** The letter by itself: only its own sheet of style applies to it, its one picture is in it, and it can do nothing. */
async function letterAlone(c: C, shop: AdminShop): Promise<Response> {
  const { sample, language } = askedIn(c)
  const { html, attachments } = await messageOf(shop, sample, language)
  const [, style = ''] = /<style>([\s\S]*?)<\/style>/.exec(html) ?? []
  const hash = createHash('sha256').update(style).digest('base64')
  c.header(
    'content-security-policy',
    `default-src 'none'; style-src 'sha256-${hash}'; img-src data:; base-uri 'none'; frame-ancestors 'self'; sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox`,
  )
  const picture = attachments[0]!.content.toString('base64')
  // Links open beside the frame, which shows a letter and no shop.
  const shown = html.replace('<head>', '<head>\n<base target="_blank">')
  return c.html(shown.replace(`cid:${contentId}`, `data:image/png;base64,${picture}`))
}

async function messageOf(shop: AdminShop, sample: Sample, language: Language): Promise<Message> {
  const { settings } = shop.known()
  const debt = sampleDebt(sample, settings, shop.clock.today())
  const { email: to } = settings.identity
  const href = shop.origin + urlFor('home', language)
  const letter = await reminderLetter(shop, { to, name: names[language], language, href }, debt)
  return written(shop, `${sample}-${language}`, 'debt-reminder', letter)
}

const names: Readonly<Record<Language, string>> = {
  lv: 'Ilze Kalniņa',
  en: 'Emma Taylor',
  sv: 'Anna Lindqvist',
  nl: 'Sanne de Vries',
}

function askedIn(c: C): { sample: Sample; language: Language } {
  const sample = samples.find((one) => one === c.req.param('letter'))
  const language = c.req.param('code')
  if (!sample || !isLanguage(language)) throw new NotFound()
  return { sample, language }
}
