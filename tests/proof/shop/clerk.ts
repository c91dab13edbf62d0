import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { ended, ours } from './leftovers.ts'
import type { ShopProcess } from './process.ts'
import type { Opening, Told } from './transfers.ts'

/** Somebody who notes transfers for some of the orders, in a process that can be killed. */
export interface Clerk {
  readonly acknowledged: ReadonlySet<string>
  start(): void
  kill9(): Promise<void>
  /** Takes an order; every `each`-th is paid. */
  take(orderId: string): void
  /** Waits until all that was taken is noted; false past the limit. */
  finish(limitMs?: number): Promise<boolean>
}

export function openClerk(shop: ShopProcess, each: number): Clerk {
  const script = new URL('transfers.ts', import.meta.url)
  const open = new Set<string>()
  const acknowledged = new Set<string>()
  let child: ChildProcess | undefined
  let taken = 0

  function hear({ orderId, invoiceId }: Told): void {
    open.delete(orderId)
    if (invoiceId) acknowledged.add(invoiceId)
  }

  async function kill9(): Promise<void> {
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    child.kill('SIGKILL')
    await gone
    ended(child.pid)
  }

  return {
    acknowledged,
    kill9,
    start() {
      const opening: Opening = { databaseUrl: shop.databaseUrl(), secret: shop.secret().toString('base64') }
      child = fork(script, [JSON.stringify(opening)], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
      ours(child.pid)
      child.on('message', hear)
      // A message to a process that is being killed is lost, as it would be for a clerk.
      child.on('error', () => {})
      for (const orderId of open) child.send({ orderId })
    },
    take(orderId) {
      if (taken++ % each !== 0) return
      open.add(orderId)
      if (child?.connected) child.send({ orderId }, () => {})
    },
    async finish(limitMs = 20_000) {
      const end = performance.now() + limitMs
      while (open.size > 0 && performance.now() < end) await pause(20)
      await kill9()
      return open.size === 0
    },
  }
}
