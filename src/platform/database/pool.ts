import { ConnectionLost } from './lost.ts'
import type { Slot } from './slot.ts'

export interface Pool {
  acquire(): Promise<Slot>
  release(slot: Slot): void
  stats(): { total: number; idle: number; waiting: number }
  /** Serves whoever already waits, takes nobody new; after the grace the remaining slots are killed. */
  end(graceMs: number): Promise<void>
}

interface Waiter {
  resolve: (slot: Slot) => void
  timer: NodeJS.Timeout
}

type OpenSlot = (onDeath: (slot: Slot, reason: Error) => void) => Slot

/** At most `max` slots, lent first come first served; a borrower waits `acquireMs` at most. */
export function openPool(
  max: number,
  acquireMs: number,
  openSlot: OpenSlot,
  onLost: (e: Error) => void,
): Pool {
  const slots = new Set<Slot>()
  const idle: Slot[] = []
  const waiting: Waiter[] = []
  let drained: (() => void) | undefined
  let ending: Promise<void> | undefined

  async function acquire(): Promise<Slot> {
    if (ending) throw new ConnectionLost('the database client has ended')
    return idle.pop() ?? (slots.size < max ? open() : wait())
  }

  function open(): Slot {
    const slot = openSlot(forget)
    slots.add(slot)
    return slot
  }

  function wait(): Promise<Slot> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        waiting.splice(waiting.indexOf(waiter), 1)
        reject(new ConnectionLost('no free connection'))
      }, acquireMs)
      const waiter = { resolve, timer }
      waiting.push(waiter)
    })
  }

  function release(slot: Slot): void {
    if (!slot.dead && !lend(() => slot)) idle.push(slot)
    settle()
  }

  /** Gives the longest waiting borrower a slot, if there is one. */
  function lend(take: () => Slot): boolean {
    const waiter = waiting.shift()
    if (!waiter) return false
    clearTimeout(waiter.timer)
    waiter.resolve(take())
    return true
  }

  function forget(slot: Slot, reason: Error): void {
    slots.delete(slot)
    if (idle.includes(slot)) idle.splice(idle.indexOf(slot), 1)
    lend(open)
    if (!ending) onLost(reason)
    settle()
  }

  function settle(): void {
    if (slots.size === idle.length && waiting.length === 0) drained?.()
  }

  async function drain(graceMs: number): Promise<void> {
    const quiet = new Promise<void>((resolve) => {
      drained = resolve
    })
    const grace = setTimeout(() => drained?.(), graceMs)
    settle()
    await quiet
    clearTimeout(grace)
    for (const waiter of waiting) clearTimeout(waiter.timer)
    await Promise.all(idle.slice().map((slot) => slot.quit()))
    for (const slot of slots) slot.kill(new ConnectionLost('the database client has ended'))
  }

  function end(graceMs: number): Promise<void> {
    ending ??= drain(graceMs)
    return ending
  }

  return {
    acquire,
    release,
    end,
    stats: () => ({ total: slots.size, idle: idle.length, waiting: waiting.length }),
  }
}
