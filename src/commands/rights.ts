import { visitHouse } from '../house.ts'
import { findDrift, installRights } from '../migrate.ts'
import { StartupError } from '../platform/errors.ts'
import { openLog } from '../platform/log.ts'
import type { Command } from './command.ts'

export const rights: Command = {
  summary: 'Compares the rights in the database with the register; --mend makes them equal again.',
  usage: '[--mend]',
  options: { mend: { type: 'boolean' } },
  async run({ config, values, out, tell }) {
    const house = await visitHouse(config, openLog(config.logLevel))
    try {
      const { missing, unwanted } = await findDrift(house.databaseUrl)
      for (const fact of missing) out(`missing   ${fact}`)
      for (const fact of unwanted) out(`unwanted  ${fact}`)
      if (missing.length + unwanted.length === 0) return tell('The rights are those of the register.')
      if (!values.mend)
        throw new StartupError('The rights differ from the register; --mend makes them equal.')
      await installRights(house.databaseUrl, house.secret)
      tell('The rights are those of the register again.')
    } finally {
      await house.close()
    }
  },
}
