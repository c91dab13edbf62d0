import type { OpenedShop } from '../open-shop.ts'
import { StartupError } from '../platform/errors.ts'
import { textOf } from '../platform/files/csv-records.ts'
import { translator } from '../platform/i18n/messages.ts'
import { withPurpose } from '../privacy/with-purpose.ts'
import { type Checked, check } from '../receivables/take-over/checking.ts'
import { readText } from '../receivables/take-over/file.ts'
import { takeOverAll } from '../receivables/take-over/taking-over.ts'
import type { Command, Given } from './command.ts'
import { readWhole } from './files.ts'
import { withShop } from './with-shop.ts'

export const takeOverInvoices: Command = {
  summary:
    'Takes over open invoices of a former system from a CSV table; what is here already stays as it is.',
  usage: '[--dry-run] FILE   (--dry-run: says of each line what would become of it)',
  options: { 'dry-run': { type: 'boolean' } },
  arguments: { least: 1, most: 1 },
  run: (given) => withShop(given.config, (shop) => takeIn(shop, given)),
}

async function takeIn(shop: OpenedShop, given: Given): Promise<void> {
  const [path] = given.arguments as [string]
  const bytes = await readWhole(path)
  const today = shop.clock.today()
  const text = textOf(bytes)
  const t = translator('en')
  if (text === undefined) throw new StartupError(t('takeOver.problem.unreadable'))
  const read = readText(text, today)
  if (!read.ok) throw new StartupError(t(`takeOver.problem.${read.problem}`, read.values))
  for (const column of read.unknown) given.tell(`The column "${column}" is not used.`)
  const around = { settings: shop.known().settings, today, by: null }
  const checked = await withPurpose(shop.database.backoffice, 'order-contract', 'command', (tx) =>
    check(tx, read.lines, around),
  )
  const bad = checked.filter(({ state }) => state === 'bad').length
  for (const line of checked) tellOf(line, given)
  if (!given.values['dry-run']) {
    const taken = await takeOverAll(shop.database.backoffice, 'command', checked, around)
    given.out(`${taken} taken over`)
  }
  if (bad > 0) throw new StartupError(`${bad} of ${checked.length} lines cannot be taken over.`)
}

/** Numbers and amounts; nobody's name. */
function tellOf(line: Checked, { out, tell }: Given): void {
  if (line.state === 'good')
    out(`line ${line.line}: ${line.number}, open ${(line.openCents / 100).toFixed(2)}`)
  else if (line.state === 'known') out(`line ${line.line}: ${line.number} is here already`)
  else {
    const t = translator('en')
    for (const [column, { key, values }] of Object.entries(line.errors))
      tell(`line ${line.line}, ${column}: ${t(key, values)}`)
  }
}
