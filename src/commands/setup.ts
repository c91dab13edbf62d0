import { visitHouse } from '../house.ts'
import { migrate } from '../migrate.ts'
import { StartupError } from '../platform/errors.ts'
import { openLog } from '../platform/log.ts'
import { systemClock } from '../platform/time.ts'
import { setUpDemo, setUpEmpty } from '../set-up.ts'
import { zone } from '../shop.ts'
import type { Command } from './command.ts'

export const setup: Command = {
  summary: 'Prepares the database: the demo shop, or with --empty a shop of your own without any goods.',
  usage: '[--empty]',
  options: { empty: { type: 'boolean' } },
  async run({ config, values, out, tell }) {
    const house = await visitHouse(config, openLog(config.logLevel))
    try {
      tell('Preparing the database …')
      await migrate(house.databaseUrl, house.secret)
      const prepare = values.empty ? setUpEmpty : setUpDemo
      if (!(await prepare(house.databaseUrl, systemClock(zone), { orders: true }))) {
        throw new StartupError('There is a shop in this database already; nothing was changed.')
      }
      out(
        values.empty
          ? 'An empty shop is ready: start it, set the owner, and fill in the settings.'
          : 'The demo shop is ready.',
      )
    } finally {
      await house.close()
    }
  },
}
