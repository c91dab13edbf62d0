import { ConnectionLost } from './lost.ts'
import { Slot, type SlotOptions } from './slot.ts'

export interface Listeners {
  onNotify(channel: string, payload: string): void
  /** After each connect: whatever was notified before it is unknown. */
  onUp(): void
  onDown(): void
}

const shortestPauseMs = 50
const longestPauseMs = 1000
// A link that died silently is found by asking; PostgreSQL itself says nothing between notifications.
const questionEveryMs = 5000
const answerWithinMs = 5000

/** A connection of its own that LISTENs and connects again by itself until `end`. */
export function listenOn(
  options: SlotOptions,
  channels: string[],
  listeners: Listeners,
): { end(): Promise<void> } {
  const statement = channels.map((channel) => `listen "${channel.replaceAll('"', '""')}"`).join('; ')
  let slot: Slot | undefined
  let pause = shortestPauseMs
  let timer: NodeJS.Timeout | undefined
  let ended = false

  function connect(): void {
    let up = false
    slot = new Slot(
      {
        ...options,
        queryMs: answerWithinMs,
        onNotify: (channel, payload) => tell(() => listeners.onNotify(channel, payload)),
      },
      () => {
        clearTimeout(timer)
        if (up && !ended) tell(() => listeners.onDown())
        if (!ended) again()
      },
    )
    slot.simple(statement).then(
      () => {
        up = true
        pause = shortestPauseMs
        tell(() => listeners.onUp())
        ask()
      },
      (refused) => slot?.kill(refused),
    )
  }

  function ask(): void {
    timer = setTimeout(() => slot?.simple('select 1').then(ask, () => {}), questionEveryMs)
  }

  function again(): void {
    timer = setTimeout(connect, pause)
    pause = Math.min(pause * 2, longestPauseMs)
  }

  connect()
  return {
    async end() {
      ended = true
      clearTimeout(timer)
      if (slot?.dead === false) await slot.quit()
      else slot?.kill(new ConnectionLost('ended'))
    },
  }
}

/** Outside the package's own try and catch, which would swallow a listener's mistake. */
function tell(listener: () => void): void {
  queueMicrotask(listener)
}
