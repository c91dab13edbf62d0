import { once } from 'node:events'
import { goodsLines } from '../catalogue/goods-files/file.ts'
import { linesOf, presentGoods } from '../catalogue/goods-files/present.ts'
import type { Command } from './command.ts'
import { withShop } from './with-shop.ts'

export const exportGoods: Command = {
  summary: 'Prints all goods as a CSV table that import-goods and the back office read.',
  usage: '> goods.csv',
  options: {},
  run: ({ config }) =>
    withShop(config, async (shop) => {
      const write = async (text: string) => {
        if (!process.stdout.write(text)) await once(process.stdout, 'drain')
      }
      await write(goodsLines([], { head: true }))
      for await (const [, product] of presentGoods(shop.database.backoffice.client.orm))
        await write(goodsLines(linesOf(product)))
    }),
}
