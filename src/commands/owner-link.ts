import { NotFound, StartupError } from '../platform/errors.ts'
import * as staff from '../staff/staff.ts'
import { urlFor } from '../urls.ts'
import type { Command } from './command.ts'
import { withShop } from './with-shop.ts'

export const ownerLink: Command = {
  summary: 'Prints a one-time link, valid 24 hours, that sets the owner’s password and second factor anew.',
  usage: '[--email ADDRESS]   (which owner, where there are several)',
  options: { email: { type: 'string' } },
  run: ({ config, values, out }) =>
    withShop(config, async (shop) => {
      try {
        const token = await shop.staffAuth.under('staff-accounts', 'command', (tx) =>
          staff.ownerLink(shop.staffAuth, tx, values.email as string | undefined),
        )
        out(`${shop.origin}${urlFor('staffInvitation', { token })}`)
      } catch (error) {
        throw error instanceof NotFound ? new StartupError('No owner has that e-mail address.') : error
      }
    }),
}
