import { cpuMs, familyCpuMs, result } from './children.ts'

/** What a run of autocannon at 16 connections found. */
export interface Load {
  readonly perSecond: number
  /** CPU milliseconds a request of the server, where the system tells. */
  readonly cpuMs: number | undefined
  /** The same of the database. */
  readonly databaseCpuMs: number | undefined
  /** How many answers had each status. */
  readonly statuses: Readonly<Record<string, number>>
}

export interface Target {
  readonly url: string
  readonly pid: number
  /** The PostgreSQL whose CPU counts, too. */
  readonly database?: number
  /** A form to send, where it is not a page to fetch. */
  readonly form?: Readonly<Record<string, string>>
}

interface Report {
  readonly requests: { readonly total: number }
  readonly duration: number
  readonly errors: number
  readonly statusCodeStats: Readonly<Record<string, { readonly count: number }>>
}

/** Loads one server for some seconds. Throws when connections fail or nothing but errors comes back. */
export async function load({ url, pid, database, form }: Target, seconds: number): Promise<Load> {
  const used = () => [cpuMs(pid), database === undefined ? undefined : familyCpuMs(database)] as const
  const before = used()
  const report = await result<Report>('node_modules/autocannon/autocannon.js', [
    ...['--json', '--no-progress', '-c', '16', '-d', String(seconds)],
    ...(form ? sending(form, new URL(url).origin) : []),
    url,
  ])
  const after = used()
  const statuses = Object.fromEntries(
    Object.entries(report.statusCodeStats).map(([status, { count }]) => [status, count]),
  )
  if (report.errors > 0 || Object.keys(statuses).some((status) => Number(status) >= 400)) {
    throw new Error(`${url}: ${report.errors} errors, statuses ${JSON.stringify(statuses)}`)
  }
  const { total } = report.requests
  return {
    perSecond: total / report.duration,
    cpuMs: each(before[0], after[0], total),
    databaseCpuMs: each(before[1], after[1], total),
    statuses,
  }
}

function each(before: number | undefined, after: number | undefined, total: number): number | undefined {
  return before === undefined || after === undefined ? undefined : (after - before) / total
}

function sending(form: Readonly<Record<string, string>>, origin: string): string[] {
  return [
    ...['-m', 'POST', '-b', new URLSearchParams(form).toString()],
    ...['-H', 'content-type=application/x-www-form-urlencoded', '-H', `origin=${origin}`],
  ]
}

/** The middle one of some measurements. */
export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((one, other) => one - other)
  return sorted[Math.floor(sorted.length / 2)]!
}
