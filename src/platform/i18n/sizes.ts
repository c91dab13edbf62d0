import type { Formats } from './format.ts'

/** Bytes as people read them: "870 kB", "1,2 MB". */
export function sizeText(formats: Pick<Formats, 'number'>, bytes: number): string {
  const kilobytes = Math.max(1, Math.round(bytes / 1000))
  if (kilobytes < 1000) return `${formats.number(kilobytes)}\u00a0kB`
  return `${formats.number(Math.round(kilobytes / 100) / 10)}\u00a0MB`
}
