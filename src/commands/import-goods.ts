import type { Mistake } from '../catalogue/goods-files/file.ts'
import * as files from '../catalogue/goods-files/files.ts'
import type { OpenedShop } from '../open-shop.ts'
import { StartupError } from '../platform/errors.ts'
import { translator } from '../platform/i18n/messages.ts'
import { withoutPurpose } from '../privacy/with-purpose.ts'
import type { Command, Given } from './command.ts'
import { readWhole } from './files.ts'
import { withShop } from './with-shop.ts'

export const importGoods: Command = {
  summary:
    'Brings goods in from a CSV table: new ones are added, changed ones changed, the others left alone.',
  usage:
    '[--mozello] [--dry-run] FILE   (--mozello: a product export of Mozello; --dry-run: says what would change)',
  options: { mozello: { type: 'boolean' }, 'dry-run': { type: 'boolean' } },
  arguments: { least: 1, most: 1 },
  run: (given) => withShop(given.config, (shop) => bringIn(shop, given)),
}

async function bringIn(shop: OpenedShop, given: Given): Promise<void> {
  const id = await handIn(shop, given)
  if (given.values['dry-run']) return compare(shop, id, given)
  await withoutPurpose(shop.database.backoffice, 'command', (tx) => files.begin(tx, id))
  const outcome = await files.apply(shop.database.worker, 'command', id, (done, of) =>
    given.tell(`${done} of ${of} products`),
  )
  given.out(
    `${outcome.added ?? 0} added, ${outcome.changed ?? 0} changed, ${outcome.unchanged ?? 0} unchanged, ${outcome.keptBack ?? 0} without a picture kept as drafts`,
  )
  if (outcome.mistakes) fail(outcome.mistakes, given)
}

async function handIn(shop: OpenedShop, given: Given): Promise<string> {
  const [path] = given.arguments as [string]
  const bytes = await readWhole(path)
  const kind = given.values.mozello ? 'mozello' : 'bodite'
  return withoutPurpose(shop.database.backoffice, 'command', (tx) =>
    files.handIn(tx, { kind, bytes, by: null }),
  )
}

async function compare(shop: OpenedShop, id: string, given: Given): Promise<void> {
  const reader = shop.database.backoffice.client.orm
  const { products, mistakes, unknown } = await files.dryRun(reader, await files.find(reader, id))
  for (const column of unknown) given.tell(`The column "${column}" is not used.`)
  for (const { slug, line, isNew, changes, variants } of products) {
    if (isNew) given.out(`line ${line}: new product ${slug}`)
    else for (const change of changes) given.out(told(line, slug, change))
    for (const variant of variants) {
      if (variant.isNew) given.out(`line ${variant.line}: new variant ${variant.sku}`)
      else for (const change of variant.changes) given.out(told(variant.line, variant.sku, change))
    }
  }
  if (mistakes.length > 0) fail(mistakes, given)
}

function told(
  line: number,
  what: string,
  { column, before, after }: { column: string; before: string; after: string },
): string {
  return `line ${line}: ${what} ${column}: ${JSON.stringify(before)} -> ${JSON.stringify(after)}`
}

function fail(mistakes: readonly Mistake[], { tell }: Given): never {
  const t = translator('en')
  for (const { line, column, key, values } of mistakes)
    tell(`line ${line}${column ? `, ${column}` : ''}: ${t(key, values)}`)
  throw new StartupError(`${mistakes.length} mistakes in the table.`)
}
