import type { MailBuilders } from '../correspondence/jobs.ts'
import { withPurpose } from '../privacy/with-purpose.ts'
import { urlFor } from '../urls.ts'
import * as invitations from './invitations.ts'

/** Letters to those who work here. */
export const staffMails: Pick<MailBuilders, 'staff-invitation'> = {
  async 'staff-invitation'(shop, { id }) {
    const letter = await withPurpose(shop.database.worker, 'service-messages', 'job:send-mail', (tx) =>
      invitations.letter(tx, shop.clock.now(), id),
    )
    if (!letter) return undefined
    const { kind, to, name, role, language, token, expiresAt } = letter
    const shopName = shop.known().settings.identity.name
    return {
      to,
      language,
      subject: shop.t(language)(`staff.mail.subject.${kind}`, { shop: shopName }),
      secret: token,
      model: {
        kind,
        name,
        role,
        expiresAt,
        shopName,
        href: shop.origin + urlFor('staffInvitation', { token }),
      },
    }
  },
}
