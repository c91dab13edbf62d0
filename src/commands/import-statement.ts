import { basename } from 'node:path'
import type { OpenedShop } from '../open-shop.ts'
import { type ImportedFile, importFile } from '../payments/statements/imports.ts'
import { booksOf } from '../payments/statements/jobs.ts'
import { settleWaiting } from '../payments/statements/settling.ts'
import { StartupError } from '../platform/errors.ts'
import { translator } from '../platform/i18n/messages.ts'
import type { Command, Given } from './command.ts'
import { readWhole } from './files.ts'
import { withShop } from './with-shop.ts'

const most = 100

export const importStatement: Command = {
  summary: 'Takes in bank statements (camt.053) and settles what is certain.',
  usage:
    '[--json] FILE…   (what was imported before changes nothing; --json: the outcome as one JSON object)',
  options: { json: { type: 'boolean' } },
  arguments: { least: 1, most },
  run: (given) => withShop(given.config, (shop) => takeIn(shop, given)),
}

async function takeIn(shop: OpenedShop, given: Given): Promise<void> {
  const { iban } = shop.known().settings.bank
  if (iban === '') throw new StartupError('The shop has not said which account is its own (settings, bank).')
  const handing = {
    account: iban,
    importId: crypto.randomUUID(),
    by: null,
    actor: 'command',
    today: shop.clock.today(),
  } as const
  const files: { file: string; outcome: ImportedFile }[] = []
  for (const path of given.arguments) {
    const bytes = await readWhole(path)
    files.push({ file: basename(path), outcome: await importFile(shop.database.backoffice, bytes, handing) })
  }
  const statements = files.flatMap(({ outcome }) => (outcome.ok ? outcome.statements : []))
  const books = booksOf(shop)
  let settled = 0
  for (const id of statements.flatMap((each) => (each.state === 'imported' && each.id ? [each.id] : [])))
    settled += await settleWaiting(shop.database.worker, books, { actor: 'command', statementId: id })
  if (given.values.json) given.out(JSON.stringify({ files, settled }))
  else {
    for (const { file, outcome } of files) for (const line of told(outcome)) given.out(`${file}: ${line}`)
    given.out(`${settled} settled by themselves`)
  }
  const refused = files.filter(({ outcome }) => !outcome.ok || outcome.statements.some(isForeign)).length
  if (refused > 0) throw new StartupError(`${refused} of ${files.length} files hold what was not taken in.`)
}

function isForeign({ state }: { readonly state: string }): boolean {
  return state === 'other-account'
}

function told(outcome: ImportedFile): string[] {
  const t = translator('en')
  if (!outcome.ok) return [t(`statements.problem.${outcome.problem}`, outcome.values)]
  return outcome.statements.map(({ state, name, account, from, until, entries, added, flags }) => {
    if (state === 'other-account') return t('statements.other', { account })
    if (state === 'known') return t('statements.known', { name })
    const marks = flags.map((flag) => t(`statements.flag.${flag}`))
    return [`${name} ${from ?? ''}–${until ?? ''}: ${added} of ${entries} entries are new`, ...marks].join(
      '; ',
    )
  })
}
