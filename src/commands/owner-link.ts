import { visitHouse } from '../house.ts'
import { openShop } from '../open-shop.ts'
import { NotFound, StartupError } from '../platform/errors.ts'
import { openLog } from '../platform/log.ts'
import { isSetUp } from '../set-up.ts'
import * as staff from '../staff/staff.ts'
import { urlFor } from '../urls.ts'
import type { Command } from './command.ts'

export const ownerLink: Command = {
  summary: 'Prints a one-time link, valid 24 hours, that sets the owner’s password and second factor anew.',
  usage: '[--email ADDRESS]   (which owner, where there are several)',
  options: { email: { type: 'string' } },
  async run({ config, values, out }) {
    const log = openLog(config.logLevel)
    const house = await visitHouse(config, log)
    if (!(await isSetUp(house.databaseUrl))) {
      await house.close()
      throw new StartupError('No shop has been set up here yet: start it once, or run setup.')
    }
    const shop = await openShop({
      config,
      ...house,
      log,
      origin: () => `http://${config.host}:${config.port}`,
    })
    try {
      const token = await shop.staffAuth.under('staff-accounts', 'command', (tx) =>
        staff.ownerLink(shop.staffAuth, tx, values.email as string | undefined),
      )
      out(`${shop.origin}${urlFor('staffInvitation', { token })}`)
    } catch (error) {
      throw error instanceof NotFound ? new StartupError('No owner has that e-mail address.') : error
    } finally {
      await shop.close()
      await house.close()
    }
  },
}
