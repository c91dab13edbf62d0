import { sql } from 'drizzle-orm'
import { withOwner } from '../migrate.ts'
import { exec } from '../platform/database/client.ts'
import { StartupError } from '../platform/errors.ts'
import type { Command } from './command.ts'
import { withHouse } from './with-shop.ts'

const most = 100_000

export const seed: Command = {
  summary: 'Copies the goods of a shop until there are many: a large catalogue for measuring.',
  usage: '--products N',
  options: { products: { type: 'string' } },
  run: ({ config, values, out, tell }) =>
    withHouse(config, async ({ databaseUrl }) => {
      const products = Number(values.products)
      if (!Number.isInteger(products) || products < 1 || products > most)
        throw new StartupError(`Say how many products there are to be: --products 1 to ${most}.`)
      tell('Copying goods …')
      const { seedMany } = await import('../../seed/many.ts')
      const added = await withOwner(databaseUrl, async (tx) => {
        const [goods] = await tx.execute<{ there: boolean }>(
          sql`select exists (select from product where published_at <= now()) as there`,
        )
        if (!goods!.there) throw new StartupError('There are no goods on offer that could be copied.')
        return seedMany(tx, products)
      })
      await withOwner(databaseUrl, (tx) => exec(tx, 'analyze'))
      out(`${added} products were added.`)
    }),
}
