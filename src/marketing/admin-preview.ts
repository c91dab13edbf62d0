import { createHash } from 'node:crypto'
import type { Context } from 'hono'
import type { AdminShop } from '../admin-shop.ts'
import { written } from '../correspondence/jobs.ts'
import { NotFound } from '../platform/errors.ts'
import { isLanguage, type Language, languageNames } from '../platform/i18n/languages.ts'
import { idIn } from '../platform/web/ids.ts'
import { framingPolicy } from '../platform/web/security-headers.ts'
import { withoutPurpose } from '../privacy/with-purpose.ts'
import { officePage } from '../staff/admin-page.ts'
import { actorOf } from '../staff/auth.ts'
import type { StaffEnv } from '../staff/guard.ts'
import { urlFor } from '../urls.ts'
import { issueOf, sampleOf } from './newsletter-mail.ts'
import * as newsletters from './newsletters.ts'

type C = Context<StaffEnv>

/** A newsletter in one language as its readers get it: the letter in a frame, and as words alone. */
export async function previewPage(c: C, shop: AdminShop): Promise<Response> {
  const member = c.get('staff')
  const { found, language, message } = await shown(c, shop)
  c.header('content-security-policy', framingPolicy())
  return officePage(c, shop, member, 'admin/news/preview', {
    newsletter: { id: found.id, title: newsletters.titleOf(found, member.language) },
    name: languageNames[language],
    code: language,
    subject: message.subject,
    from: `${message.from.name} <${message.from.address}>`,
    text: message.text,
    languages: newsletters.writtenIn(found).map((code) => ({
      name: languageNames[code],
      href: urlFor('adminNewsletterPreview', { id: found.id, code }),
      current: code === language,
    })),
  })
}

/** The letter by itself. Only its own sheet of style applies to it, and it can do nothing. */
export async function letterAlone(c: C, shop: AdminShop): Promise<Response> {
  const { message } = await shown(c, shop)
  const [, style = ''] = /<style>([\s\S]*?)<\/style>/.exec(message.html) ?? []
  const hash = createHash('sha256').update(style).digest('base64')
  c.header(
    'content-security-policy',
    `default-src 'none'; style-src 'sha256-${hash}'; img-src 'self'; base-uri 'none'; frame-ancestors 'self'; sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox`,
  )
  // Links open beside the frame, which shows a letter and no shop.
  return c.html(message.html.replace('<head>', '<head>\n<base target="_blank">'))
}

async function shown(c: C, shop: AdminShop) {
  const member = c.get('staff')
  const id = idIn(c, 'id')
  const found = await withoutPurpose(shop.database.backoffice, actorOf(member), (tx) =>
    newsletters.find(tx, id),
  )
  const language = languageIn(c, found)
  const [audience = 'marketing-email'] = newsletters.audiencesOf(found)
  const letter = sampleOf(shop, await issueOf(shop, found, language, 'page'), audience, member.email, false)
  return { found, language, message: written(shop, id, 'newsletter', letter) }
}

function languageIn(c: C, found: newsletters.Newsletter): Language {
  const code = c.req.param('code')
  if (!isLanguage(code) || !newsletters.writtenIn(found).includes(code)) throw new NotFound()
  return code
}
