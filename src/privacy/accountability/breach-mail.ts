import type { MailBuilders } from '../../correspondence/jobs.ts'
import { withPurpose } from '../with-purpose.ts'
import * as letters from './breaches-letters.ts'

/** Letters to those whom a breach concerns (Art. 34). */
export const breachMails: Pick<MailBuilders, 'breach-letter'> = {
  async 'breach-letter'(shop, { id }) {
    const found = await withPurpose(shop.database.worker, 'service-messages', 'job:send-mail', (tx) =>
      letters.letter(tx, id),
    )
    if (!found) return undefined
    const { email, name, language, words } = found
    return {
      to: email,
      language,
      subject: shop.t(language)('mail.subject.breach-letter', { shop: shop.known().settings.identity.name }),
      model: { name, paragraphs: words.split(/\n{2,}/) },
    }
  },
}
