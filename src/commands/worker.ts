import { StartupError } from '../platform/errors.ts'
import { startShopWorker } from '../worker.ts'
import type { Command } from './command.ts'
import { withShop } from './with-shop.ts'

export const worker: Command = {
  summary: 'Works the queue (mails, documents, pictures) in a process of its own, beside a web process.',
  usage: '',
  options: {},
  async run({ config, tell }) {
    if (!config.databaseUrl)
      throw new StartupError(
        'With the private database the web process works the queue itself; set DATABASE_URL.',
      )
    if (!config.publicUrl) throw new StartupError('A worker needs PUBLIC_URL, because mails carry links.')
    const stopped = askedToStop()
    await withShop(config, async (shop) => {
      const running = await startShopWorker(shop, config.databaseUrl!)
      tell('Working.')
      await stopped
      await running.stop()
    })
  },
}

/** Heard from the first moment on: whoever reads "Working." may ask at once, or before it. */
function askedToStop(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => resolve())
  })
}
