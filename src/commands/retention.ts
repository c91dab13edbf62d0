import { StartupError } from '../platform/errors.ts'
import { type IsoDate, isoDate } from '../platform/time.ts'
import * as eraser from '../privacy/retention/eraser.ts'
import { foresee } from '../privacy/retention/foreseeing.ts'
import type { Command, Given } from './command.ts'
import { withShop } from './with-shop.ts'

export const retention: Command = {
  summary: 'Takes away the personal data that no purpose holds any longer, or says what would go.',
  usage: `[--as-of DATE] [--dry-run] [--json]

--as-of DATE  as if it were that day (YYYY-MM-DD); a day in the future with --dry-run only
--dry-run     says what is due and takes nothing away
--json        one JSON object instead of lines; neither holds personal data`,
  options: { 'as-of': { type: 'string' }, 'dry-run': { type: 'boolean' }, json: { type: 'boolean' } },
  async run(given) {
    await withShop(given.config, async (shop) => {
      const asOf = dayOf(given, shop.clock.today())
      const house = { access: shop.database.worker, register: shop.register }
      const task = { cause: 'retention', actor: 'command', ...(asOf && { asOf }) } as const
      const erased: eraser.Erased[] = []
      const note = (each: eraser.Erased) => {
        erased.push(each)
        if (erased.length % 100 === 0) given.tell(`${erased.length} …`)
      }
      if (given.values['dry-run']) for await (const each of eraser.due(house, task)) note(each)
      else {
        await eraser.run(house, { ...task, onErased: note })
        await foresee(house, 'command')
      }
      report(given, asOf ?? shop.clock.today(), erased)
    })
  },
}

function dayOf({ values }: Given, today: IsoDate): IsoDate | undefined {
  const given = values['as-of']
  if (typeof given !== 'string') return undefined
  const day = realDay(given)
  if (day > today && !values['dry-run'])
    throw new StartupError('A day in the future goes with --dry-run only: nothing is erased before its time.')
  return day
}

function realDay(text: string): IsoDate {
  try {
    return isoDate(text)
  } catch {
    throw new StartupError('--as-of takes a day like 2027-01-31.')
  }
}

function report({ values, out, tell }: Given, asOf: IsoDate, erased: readonly eraser.Erased[]): void {
  const dryRun = values['dry-run'] === true
  if (values.json) out(JSON.stringify({ asOf, dryRun, erased }))
  else for (const { unit, unitId, gone } of erased) out(`${unit} ${unitId ?? '-'}  ${told(gone)}`)
  tell(`${asOf}: ${erased.length} ${dryRun ? 'due' : 'erased'}.`)
}

function told(gone: eraser.Gone): string {
  return Object.entries(gone)
    .map(([table, what]) => (typeof what === 'number' ? `${table} ${what}` : `${table} (${what.join(', ')})`))
    .join(', ')
}
