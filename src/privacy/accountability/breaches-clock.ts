/** How long the shop has from becoming aware of a breach to telling the authority (Art. 33(1)); no day of rest stops it. */
export const notificationHours = 72

const hour = 3_600_000
const minute = 60_000

export interface Clock {
  /** When the authority has to know. */
  readonly due: Date
  readonly late: boolean
  /** What is left, or by how much it is late: whole hours, and the minutes beside them. */
  readonly hours: number
  readonly minutes: number
}

/** Where the clock of a breach stands at a moment. */
export function clockOf(awareAt: Date, now: Date): Clock {
  const due = new Date(awareAt.getTime() + notificationHours * hour)
  const away = Math.abs(due.getTime() - now.getTime())
  return {
    due,
    late: now > due,
    hours: Math.floor(away / hour),
    minutes: Math.floor((away % hour) / minute),
  }
}
