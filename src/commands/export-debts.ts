import { resolve } from 'node:path'
import { keyRing } from '../customers/personal-codes.ts'
import type { OpenedShop } from '../open-shop.ts'
import { Conflict, StartupError } from '../platform/errors.ts'
import { translator } from '../platform/i18n/messages.ts'
import { decimal } from '../platform/money.ts'
import { withPurpose } from '../privacy/with-purpose.ts'
import { pourPack } from '../receivables/hand-over/admin-pack.ts'
import * as batches from '../receivables/hand-over/batches.ts'
import { type Collector, list as listCollectors } from '../receivables/hand-over/collectors.ts'
import * as handOvers from '../receivables/hand-over/hand-overs.ts'
import { collects } from '../receivables/surroundings.ts'
import { list as listStaff } from '../staff/staff.ts'
import { type Command, type Given, required } from './command.ts'
import { beginFile } from './files.ts'
import { withShop } from './with-shop.ts'

export const exportDebts: Command = {
  summary: 'Hands overdue debts to a debt collector and writes their file, or says which may go.',
  usage: `--out FILE --confirmed-by EMAIL [--collector NAME] [--json]
       --dry-run [--collector NAME] [--json]

--out           the file (zip); an earlier one of that name is replaced when the new one is whole
--confirmed-by  whoever decides it: an owner or administrator, by e-mail (GDPR Art. 22); their name stands beside the hand-over
--collector     to whom; needed where more than one has a licence and an agreement
--dry-run       lists each overdue debt, and whether it may go and otherwise why not; nothing is handed over
--json          one JSON object instead of lines; neither names a person

What was handed over before is not handed over again.`,
  options: {
    out: { type: 'string' },
    'confirmed-by': { type: 'string' },
    collector: { type: 'string' },
    'dry-run': { type: 'boolean' },
    json: { type: 'boolean' },
  },
  async run(given) {
    const dryRun = given.values['dry-run'] === true
    const file = dryRun ? '' : resolve(required(given, 'out'))
    const confirmedBy = dryRun ? '' : required(given, 'confirmed-by')
    await withShop(given.config, async (shop) => {
      if (!collects(shop)) throw new StartupError('The purpose debt-collection is switched off in this shop.')
      const by = dryRun ? '' : await decider(shop, confirmedBy)
      const debts = await overdue(shop)
      if (dryRun) return report(given, debts, await namesOf(shop, debts))
      await handOver(given, shop, { by, debts, file })
    })
  },
}

/** The person who decides. Throws StartupError for anybody else. */
async function decider(shop: OpenedShop, email: string): Promise<string> {
  const all = await shop.staffAuth.under('staff-accounts', 'command', listStaff)
  const found = all.find(
    (one) =>
      one.email.toLowerCase() === email.toLowerCase() && one.joinedAt !== null && one.role !== 'accountant',
  )
  if (!found)
    throw new StartupError('--confirmed-by names nobody who works here as an owner or administrator.')
  return found.id
}

const portion = 500

async function overdue(shop: OpenedShop): Promise<handOvers.Candidate[]> {
  const debts: handOvers.Candidate[] = []
  for (;;) {
    const { rows, total } = await withPurpose(shop.database.backoffice, 'order-contract', 'command', (tx) =>
      handOvers.candidates(tx, { limit: portion, offset: debts.length }),
    )
    debts.push(...rows)
    if (rows.length === 0 || debts.length >= total) return debts
  }
}

/** Where each debt is that was handed over before. */
async function namesOf(
  shop: OpenedShop,
  debts: readonly handOvers.Candidate[],
): Promise<ReadonlyMap<string, batches.Batch>> {
  const ids = new Set(debts.flatMap(({ handOverId }) => handOverId ?? []))
  return withPurpose(shop.database.backoffice, 'order-contract', 'command', async (tx) => {
    const found = new Map<string, batches.Batch>()
    for (const id of ids) found.set(id, await batches.find(tx, id))
    return found
  })
}

function report(
  { values, out, tell }: Given,
  debts: readonly handOvers.Candidate[],
  handed: ReadonlyMap<string, batches.Batch>,
): void {
  const t = translator('en')
  const ready = debts.filter(({ obstacles }) => obstacles.length === 0).length
  const told = debts.map(({ number, dueOn, openCents, obstacles, handOverId }) => ({
    number,
    dueOn,
    openCents,
    obstacles,
    collector: handOverId === null ? null : handed.get(handOverId)!.collector,
  }))
  if (values.json) out(JSON.stringify({ dryRun: true, ready, debts: told }))
  else
    for (const { number, dueOn, openCents, obstacles, collector } of told) {
      const why = obstacles.map((each) => t(`handOver.obstacle.${each}`)).join('; ') || t('handOver.mayGo')
      out(`${number}  ${dueOn}  ${decimal(openCents)}  ${why}${collector ? ` (${collector})` : ''}`)
    }
  tell(`${ready} of ${debts.length} overdue debts may go.`)
}

async function handOver(
  given: Given,
  shop: OpenedShop,
  asked: {
    readonly by: string
    readonly debts: readonly handOvers.Candidate[]
    readonly file: string
  },
): Promise<void> {
  const { by, debts, file } = asked
  const collector = await chosen(given, shop)
  const invoiceIds = debts.filter(({ obstacles }) => obstacles.length === 0).map(({ invoiceId }) => invoiceId)
  if (invoiceIds.length === 0) throw new StartupError(nothingToGo(debts))
  // The file is there before anything is handed over.
  const written = await beginFile(file).catch((error: NodeJS.ErrnoException) => {
    throw new StartupError(`The file ${file} cannot be written (${error.code}); nothing was handed over.`)
  })
  try {
    const id = await confirmed(shop, { recipientId: collector.id, invoiceIds, by })
    const told = await written
      .fill((sink) => pourPack(packing(shop), { handOverId: id, actor: `staff:${by}` }, sink))
      .catch(({ code }: NodeJS.ErrnoException) => {
        throw new StartupError(
          `The debts were handed over, but ${file} could not be written (${code ?? 'unknown'}): its page in the back office gives the file again.`,
        )
      })
    if (given.values.json)
      given.out(JSON.stringify({ handOver: id, collector: collector.name, file, ...told }))
    else given.out(`${told.debts} debts were handed to ${collector.name}; their file is ${file}.`)
  } finally {
    await written.drop()
  }
}

function packing({ database, known, clock, secret }: OpenedShop) {
  return { access: database.backoffice, settings: known().settings, clock, ring: keyRing(secret) }
}

function nothingToGo(debts: readonly handOvers.Candidate[]): string {
  const before = debts.filter(({ handOverId }) => handOverId !== null).length
  return before > 0
    ? `Nothing was handed over: ${before} of ${debts.length} overdue debts are already handed over, the others may not go. --dry-run says why.`
    : `Nothing was handed over: none of ${debts.length} overdue debts may go. --dry-run says why.`
}

async function chosen({ values }: Given, shop: OpenedShop): Promise<Collector> {
  const all = await withPurpose(shop.database.backoffice, 'order-contract', 'command', listCollectors)
  const named =
    typeof values.collector === 'string' ? all.filter(({ name }) => name === values.collector) : all
  const [only] = named
  if (only && named.length === 1) return only
  if (all.length === 0) throw new StartupError('No debt collector has a licence and an agreement.')
  throw new StartupError(`--collector is one of: ${all.map(({ name }) => name).join(', ')}.`)
}

async function confirmed(shop: OpenedShop, what: handOvers.Confirmed): Promise<string> {
  const around = { settings: shop.known().settings, today: shop.clock.today() }
  try {
    return await withPurpose(shop.database.backoffice, 'debt-collection', `staff:${what.by}`, (tx) =>
      handOvers.confirm(tx, what, around),
    )
  } catch (error) {
    if (error instanceof Conflict)
      throw new StartupError('Nothing was handed over: a debt changed just now. Look again with --dry-run.')
    throw error
  }
}
