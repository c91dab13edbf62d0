/** Moments as forms write them: "2026-11-22T10:30" in the shop's zone, without seconds. */
const written = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/

/**
 * The moment that a form names; undefined for what is none: 31 February, and the hour that is left out in spring. In the hour
 * that comes twice the first one counts.
 */
export function momentIn(zone: string, text: string): Date | undefined {
  if (!written.test(text)) return undefined
  const asIfUtc = new Date(`${text}:00Z`)
  if (Number.isNaN(asIfUtc.getTime())) return undefined
  // The zone's distance from UTC is that of the moment sought, which a first guess may miss by a change of the clocks.
  const guess = new Date(asIfUtc.getTime() - distance(zone, asIfUtc))
  const found = new Date(asIfUtc.getTime() - distance(zone, guess))
  return [found, guess].find((moment) => momentText(zone, moment) === text)
}

/** Whether a text is written as a moment, be there one or not. */
export function isWrittenMoment(text: string): boolean {
  return written.test(text)
}

/** A moment as a form shows it. */
export function momentText(zone: string, moment: Date): string {
  return formatOf(zone).format(moment).replace(' ', 'T')
}

function distance(zone: string, moment: Date): number {
  const local = new Date(`${momentText(zone, moment)}:00Z`)
  return local.getTime() - Math.floor(moment.getTime() / 60_000) * 60_000
}

const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone)
  if (!format) {
    const figures = { year: 'numeric', month: '2-digit', day: '2-digit' } as const
    const clock = { hour: '2-digit', minute: '2-digit' } as const
    // The Swedish way of writing is that of ISO 8601.
    format = new Intl.DateTimeFormat('sv-SE', { timeZone, ...figures, ...clock })
    formats.set(timeZone, format)
  }
  return format
}
