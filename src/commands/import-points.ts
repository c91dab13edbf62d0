import { type FileProblem, readPoints } from '../delivery/point-files.ts'
import * as imports from '../delivery/point-imports.ts'
import { StartupError } from '../platform/errors.ts'
import { translator } from '../platform/i18n/messages.ts'
import { withoutPurpose } from '../privacy/with-purpose.ts'
import type { Command } from './command.ts'
import { readWhole } from './files.ts'
import { withShop } from './with-shop.ts'

export const importPoints: Command = {
  summary: 'Makes a carrier’s parcel lockers those of its file (JSON or CSV).',
  usage:
    '--carrier NAME [--dry-run] FILE   (the carrier’s name or key in the settings; --dry-run: says what would change)',
  options: { carrier: { type: 'string' }, 'dry-run': { type: 'boolean' } },
  arguments: { least: 1, most: 1 },
  run: ({ config, values, arguments: [path], out, tell }) =>
    withShop(config, async (shop) => {
      const { delivery } = shop.known().settings
      const asked = String(values.carrier ?? '').toLowerCase()
      const carrier = delivery.carriers.find(({ key, name }) => key === asked || name.toLowerCase() === asked)
      if (!carrier)
        throw new StartupError(`--carrier is one of: ${delivery.carriers.map(({ key }) => key).join(', ')}.`)
      const bytes = await readWhole(path!)
      const read = readPoints(bytes, delivery.countries)
      if (!read.ok) {
        for (const problem of read.problems) tell(told(problem))
        throw new StartupError(`${read.problems.length} mistakes in the file; nothing was changed.`)
      }
      const act = values['dry-run'] ? imports.difference : imports.replace
      const { added, changed, gone, same } = await withoutPurpose(shop.database.backoffice, 'command', (tx) =>
        act(tx, carrier.key, read.points),
      )
      for (const { code, town, name } of gone) out(`gone     ${code}  ${town}, ${name}`)
      for (const { code, town, name } of added) out(`new      ${code}  ${town}, ${name}`)
      for (const { code, town, name } of changed) out(`changed  ${code}  ${town}, ${name}`)
      out(
        `${added.length} new, ${changed.length} changed, ${gone.length} gone, ${same} the same${values['dry-run'] ? '; nothing was changed' : ''}`,
      )
    }),
}

function told({ line, problem, value = '' }: FileProblem): string {
  const said = `${translator('en')(`points.problem.${problem}`)} ${value}`.trim()
  return line === null ? said : `line ${line}: ${said}`
}
