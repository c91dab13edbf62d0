import { type House, visitHouse } from '../house.ts'
import { refuseUnready } from '../migrate.ts'
import { type OpenedShop, openShop } from '../open-shop.ts'
import { addressOf, type Config } from '../platform/config.ts'
import { StartupError } from '../platform/errors.ts'
import { openLog } from '../platform/log.ts'
import { isSetUp } from '../set-up.ts'

/** Works on the database of a shop that has been set up, whether it runs or not. Throws StartupError. */
export async function withHouse<T>(config: Config, work: (house: House) => Promise<T>): Promise<T> {
  const house = await visitHouse(config, openLog(config.logLevel))
  try {
    if (!(await isSetUp(house.databaseUrl)))
      throw new StartupError('No shop has been set up here yet: start it once, or run setup.')
    await refuseUnready(house.databaseUrl, house.secret)
    return await work(house)
  } finally {
    await house.close()
  }
}

/** The same with the shop open, as its processes have it. */
export function withShop<T>(config: Config, work: (shop: OpenedShop) => Promise<T>): Promise<T> {
  return withHouse(config, async (house) => {
    const origin = () => addressOf(config)
    const shop = await openShop({ config, ...house, log: openLog(config.logLevel), origin })
    try {
      return await work(shop)
    } finally {
      await shop.close()
    }
  })
}
