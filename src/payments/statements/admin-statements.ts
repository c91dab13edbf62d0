import { type Context, Hono } from 'hono'
import type { AdminShop } from '../../admin-shop.ts'
import type { Translate } from '../../platform/i18n/messages.ts'
import { type FieldErrors, fieldError } from '../../platform/web/forms.ts'
import { idIn } from '../../platform/web/ids.ts'
import { pagerOf } from '../../platform/web/pager.ts'
import { type Tx, withPurpose } from '../../privacy/with-purpose.ts'
import { officePage } from '../../staff/admin-page.ts'
import { actorOf } from '../../staff/auth.ts'
import type { StaffEnv } from '../../staff/guard.ts'
import { pattern, urlFor } from '../../urls.ts'
import { bankEntryRoutes } from './admin-entries.ts'
import { entryModel } from './admin-entry-model.ts'
import * as entries from './entries.ts'
import { roomQuery } from './forms.ts'
import { type ImportedFile, importFile } from './imports.ts'
import * as statements from './statements.ts'
import * as suggestions from './suggestions.ts'

type C = Context<StaffEnv>

const mostFiles = 20
const perPage = 20

/** Bank statements: files in, what waits for somebody, what was imported. The face guards it. */
export function statementRoutes(shop: AdminShop): Hono<StaffEnv> {
  return (
    new Hono<StaffEnv>()
      .get(pattern('adminStatements'), (c) => roomPage(c, shop))
      .post(pattern('adminStatements'), (c) => takeFiles(c, shop))
      // Before the page of a statement: their addresses begin alike.
      .route('/', bankEntryRoutes(shop))
      .get(pattern('adminStatement'), (c) => statementPage(c, shop))
  )
}

interface Refused {
  readonly errors: FieldErrors
  /** What became of each file, in words. */
  readonly outcomes?: readonly {
    readonly file: string
    readonly lines: readonly string[]
    readonly bad: boolean
  }[]
}

async function roomPage(c: C, shop: AdminShop, refused?: Refused): Promise<Response> {
  const query = roomQuery.parse(c.req.query())
  const member = c.get('staff')
  const at = { limit: perPage, offset: (query.page - 1) * perPage }
  const facts = await under(c, shop, async (tx) => ({
    waiting: await tx.under('accounting', entries.countWaiting),
    outcome: query.import && !refused ? await outcomeOf(tx, query.import) : undefined,
    ...(query.show === 'waiting' ? await waitingFacts(tx, at) : await statementFacts(tx, at)),
  }))
  const href = (page: number) => roomHref(query.show, page)
  const { iban } = shop.known().settings.bank
  return officePage(c, shop, member, 'admin/money/statements', {
    ...(refused && { errors: refused.errors, outcomes: refused.outcomes }),
    show: query.show,
    done: refused ? undefined : query.done,
    known: refused ? undefined : query.known,
    account: iban || undefined,
    waiting: facts.waiting,
    outcome: facts.outcome,
    entries: facts.entries?.map((entry) =>
      entryModel(entry, facts.suggested?.get(entry.id), facts.matches?.get(entry.id) ?? [], member.language),
    ),
    statements: facts.statements,
    pager: pagerOf(query.page, perPage, facts.total, href),
  })
}

interface Facts {
  readonly entries?: entries.EntryRow[]
  readonly suggested?: Map<string, suggestions.Suggested>
  readonly matches?: Map<string, entries.MatchRow[]>
  readonly statements?: statements.StatementRow[]
  readonly total: number
}

async function waitingFacts(tx: Tx<'order-contract'>, at: { limit: number; offset: number }): Promise<Facts> {
  const found = await tx.under('accounting', (ledger) => entries.waiting(ledger, at))
  return { ...found, ...(await aroundOf(tx, found.entries)) }
}

async function aroundOf(tx: Tx<'order-contract'>, found: readonly entries.EntryRow[]) {
  const waits = found.filter(({ state }) => state === 'waiting' || state === 'part')
  return {
    suggested: await suggestions.forEntries(tx, waits),
    matches: await entries.matchesOf(
      tx,
      found.map(({ id }) => id),
    ),
  }
}

function statementFacts(tx: Tx<'order-contract'>, at: { limit: number; offset: number }): Promise<Facts> {
  return tx.under('accounting', (ledger) => statements.list(ledger, at))
}

/** What a handing in came to: counted now, so that it tells of what was settled since. */
async function outcomeOf(tx: Tx<'order-contract'>, importId: string) {
  return tx.under('accounting', async (ledger) => {
    const imported = await statements.ofImport(ledger, importId)
    if (imported.length === 0) return undefined
    const counted = await entries.counts(
      ledger,
      imported.map(({ id }) => id),
    )
    const sum = (field: 'entries' | 'added') => imported.reduce((total, each) => total + each[field], 0)
    return {
      statements: imported.length,
      added: sum('added'),
      before: sum('entries') - sum('added'),
      matched: (counted.get('matched') ?? 0) + (counted.get('refund') ?? 0),
      waiting: (counted.get('waiting') ?? 0) + (counted.get('part') ?? 0),
      out: counted.get('out') ?? 0,
      running: imported.some(({ matchedAt }) => matchedAt === null),
      flags: [...new Set(imported.flatMap(({ flags, gap }) => [...flags, ...(gap ? ['gap'] : [])]))],
    }
  })
}

async function takeFiles(c: C, shop: AdminShop): Promise<Response> {
  const { iban } = shop.known().settings.bank
  if (iban === '') return roomPage(c, shop, { errors: { files: fieldError('statements.noAccount') } })
  const form = await c.req.formData().catch(() => new FormData())
  const files = form.getAll('files').filter((file) => file instanceof File && file.size > 0) as File[]
  if (files.length === 0) return roomPage(c, shop, { errors: { files: fieldError('statements.noFile') } })
  if (files.length > mostFiles)
    return roomPage(c, shop, { errors: { files: fieldError('statements.tooMany', { most: mostFiles }) } })
  const member = c.get('staff')
  const importId = crypto.randomUUID()
  const handing = {
    account: iban,
    importId,
    by: member.id,
    actor: actorOf(member),
    today: shop.clock.today(),
  }
  const taken: { file: string; outcome: ImportedFile }[] = []
  for (const file of files) {
    const bytes = new Uint8Array(await file.arrayBuffer())
    taken.push({ file: file.name, outcome: await importFile(shop.database.backoffice, bytes, handing) })
  }
  if (taken.every(({ outcome }) => isWhole(outcome))) return c.redirect(doneHref(taken, importId), 303)
  const t = shop.t(member.language)
  const count = taken.filter((each) => !isWhole(each.outcome)).length
  return roomPage(c, shop, {
    errors: { files: fieldError('statements.refused', { count, rest: taken.length - count }) },
    outcomes: taken.map(({ file, outcome }) => ({
      file,
      bad: !isWhole(outcome),
      lines: linesOf(outcome, t),
    })),
  })
}

function isWhole(outcome: ImportedFile): boolean {
  return outcome.ok && outcome.statements.every(({ state }) => state !== 'other-account')
}

function doneHref(taken: readonly { outcome: ImportedFile }[], importId: string): string {
  const all = taken.flatMap(({ outcome }) => (outcome.ok ? outcome.statements : []))
  const known = all.filter(({ state }) => state === 'known').length
  const query = new URLSearchParams({
    ...(known < all.length ? { import: importId } : {}),
    ...(known > 0 ? { known: String(known) } : {}),
  })
  return `${urlFor('adminStatements')}?${query}`
}

function linesOf(outcome: ImportedFile, t: Translate): string[] {
  if (!outcome.ok) return [t(`statements.problem.${outcome.problem}`, outcome.values)]
  return outcome.statements.map(({ state, name, account, added, entries: all }) => {
    if (state === 'other-account') return t('statements.other', { account })
    if (state === 'known') return t('statements.known', { name })
    return t('statements.imported', { name, added, before: all - added })
  })
}

async function statementPage(c: C, shop: AdminShop): Promise<Response> {
  const id = idIn(c, 'id')
  const { page } = roomQuery.parse(c.req.query())
  const member = c.get('staff')
  const found = await under(c, shop, async (tx) => {
    const { statement, rows } = await tx.under('accounting', async (ledger) => ({
      statement: await statements.find(ledger, id),
      rows: await entries.ofStatement(ledger, id, { limit: perPage * 5, offset: (page - 1) * perPage * 5 }),
    }))
    return { statement, rows, ...(await aroundOf(tx, rows)) }
  })
  const { statement } = found
  return officePage(c, shop, member, 'admin/money/statement', {
    statement: { ...statement, flags: [...statement.flags, ...(statement.gap ? ['gap'] : [])] },
    entries: found.rows.map((entry) =>
      entryModel(entry, found.suggested.get(entry.id), found.matches.get(entry.id) ?? [], member.language),
    ),
    pager: pagerOf(
      page,
      perPage * 5,
      statement.added,
      (to) => `${urlFor('adminStatement', { id })}?page=${to}`,
    ),
  })
}

function roomHref(show: 'waiting' | 'statements', page: number): string {
  const query = new URLSearchParams({
    ...(show === 'statements' ? { show } : {}),
    ...(page > 1 ? { page: String(page) } : {}),
  })
  return query.size > 0 ? `${urlFor('adminStatements')}?${query}` : urlFor('adminStatements')
}

function under<T>(c: C, shop: AdminShop, work: (tx: Tx<'order-contract'>) => Promise<T>): Promise<T> {
  return withPurpose(shop.database.backoffice, 'order-contract', actorOf(c.get('staff')), work)
}
