import { sql } from 'drizzle-orm'
import type { MailBuilders } from '../correspondence/jobs.ts'
import type { Language } from '../platform/i18n/languages.ts'
import { withPurpose } from '../privacy/with-purpose.ts'
import { urlFor } from '../urls.ts'
import { issueOf, sampleOf } from './newsletter-mail.ts'
import * as newsletters from './newsletters.ts'
import * as requests from './requests.ts'

/** Letters of the newsletter that are no newsletter themselves: the proof of an address, and a letter to try it out. */
export const newsMails: Pick<MailBuilders, 'newsletter' | 'newsletter-test' | 'newsletter-confirmation'> = {
  // A kept copy of a letter (src/marketing/jobs.ts) is not sent again from the list of mails.
  newsletter: async () => undefined,

  async 'newsletter-test'(shop, { id }) {
    const [test] = await withPurpose(shop.database.worker, 'service-messages', 'job:send-mail', (tx) =>
      tx.execute<{ email: string; newsletterId: string; language: Language }>(
        sql`select email, newsletter_id as "newsletterId", language from shop_newsletter_test(${id})`,
      ),
    )
    if (!test) return undefined
    const found = await newsletters.find(shop.database.worker.client.orm, test.newsletterId)
    const [audience = 'marketing-email'] = newsletters.audiencesOf(found)
    return sampleOf(shop, await issueOf(shop, found, test.language, 'letter'), audience, test.email)
  },

  async 'newsletter-confirmation'(shop, { id }) {
    const letter = await withPurpose(shop.database.worker, 'marketing-email', 'job:send-mail', (tx) =>
      requests.letter(tx, id),
    )
    if (!letter) return undefined
    const { address, language, secret } = letter
    const name = shop.known().settings.identity.name
    return {
      to: address,
      language,
      subject: shop.t(language)('news.mail.subject', { shop: name }),
      secret,
      model: { shop: name, href: shop.origin + urlFor('newsConfirm', language, { token: secret }) },
    }
  },
}
