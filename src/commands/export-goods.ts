import { once } from 'node:events'
import { resolve } from 'node:path'
import { goodsLines } from '../catalogue/goods-files/file.ts'
import { linesOf, presentGoods } from '../catalogue/goods-files/present.ts'
import type { Command } from './command.ts'
import { type Sink, writeWhole } from './files.ts'
import { withShop } from './with-shop.ts'

export const exportGoods: Command = {
  summary: 'Prints all goods as a CSV table that import-goods and the back office read.',
  usage:
    '[--out FILE]   (without: to stdout; there `npm run -s shop` leaves out the lines that npm itself prints)',
  options: { out: { type: 'string' } },
  run: ({ config, values: { out } }) =>
    withShop(config, async (shop) => {
      const pour = async (sink: Sink) => {
        await sink(goodsLines([], { head: true }))
        for await (const [, product] of presentGoods(shop.database.backoffice.client.orm))
          await sink(goodsLines(linesOf(product)))
      }
      await (typeof out === 'string' ? writeWhole(resolve(out), pour) : pour(toStdout))
    }),
}

async function toStdout(bytes: Uint8Array | string): Promise<void> {
  if (!process.stdout.write(bytes)) await once(process.stdout, 'drain')
}
