import { z } from 'zod'
import { tick, wholeNumber } from '../platform/web/fields.ts'
import { section } from './admin-section.ts'
import { type BackupRun, lastRuns } from './backups.ts'
import { change } from './settings.ts'

const shownRuns = 10

/** Whether and when the shop backs itself up, and what became of it. */
export const backup = section({
  group: 'backup',
  form: () => z.object({ on: tick(), hour: wholeNumber(0, 23), keep: wholeNumber(1, 90) }),
  async shown(tx, { settings }) {
    const { on, hour, keep } = settings.backup
    const runs = await lastRuns(tx, shownRuns)
    return {
      values: { on: on ? 'yes' : '', hour: String(hour), keep: String(keep) },
      isOn: on,
      keep,
      hours: Array.from({ length: 24 }, (_, at) => ({
        value: String(at),
        label: `${String(at).padStart(2, '0')}:00`,
      })),
      runs: runs.map(shownRun),
    }
  },
  async save(tx, chosen, _around, by) {
    await change(tx, 'backup', chosen, by)
  },
})

function shownRun({ startedAt, endedAt, problem, file, bytes }: BackupRun) {
  return {
    at: startedAt,
    state: file ? 'done' : endedAt ? 'failed' : 'running',
    ...(problem && { problem: told(problem), code: problem }),
    file,
    megabytes: bytes === null ? null : Math.max(Math.round(bytes / 100_000) / 10, 0.1),
  }
}

/** The problems for which there is something to do; any other is shown with its code. */
function told(code: string): string {
  if (code === 'ENOSPC' || code === 'EDQUOT') return 'full'
  if (['EACCES', 'EPERM', 'EROFS', 'STARTUP'].includes(code)) return 'forbidden'
  return code === 'INTERRUPTED' ? 'interrupted' : 'other'
}
