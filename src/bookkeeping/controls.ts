import { cashJournal } from './cash-journal.ts'
import { type JournalRow, turnovers } from './journal.ts'
import type { OpenItem } from './open-items.ts'
import { refundsOnTheirWay } from './refunds-on-their-way.ts'
import type { RegisterRow } from './register.ts'
import { proveSeries } from './series.ts'
import type { Books, Watch } from './tables.ts'
import { taxedSums } from './vat-return.ts'

/** Adds up the large tables while they are written. */
export interface Sums {
  readonly register: Watch<RegisterRow>
  readonly journal: Watch<JournalRow>
  readonly open: Watch<OpenItem>
  readonly told: {
    registerRows: number
    netCents: number
    vatCents: number
    journalRows: number
    entries: number
    debitCents: number
    creditCents: number
    documentsCents: number
    postedVatCents: number
    openItems: number
    openCents: number
  }
}

const documentKinds = new Set(['invoice', 'advance', 'final', 'credit-note'])

/** Sums of nothing yet. */
export function startSums(): Sums {
  const told: Sums['told'] = {
    registerRows: 0,
    netCents: 0,
    vatCents: 0,
    journalRows: 0,
    entries: 0,
    debitCents: 0,
    creditCents: 0,
    documentsCents: 0,
    postedVatCents: 0,
    openItems: 0,
    openCents: 0,
  }
  return {
    told,
    register({ netCents, vatCents }) {
      told.registerRows += 1
      told.netCents += netCents
      told.vatCents += vatCents
    },
    journal({ cents, account, what, entryNumber }) {
      told.journalRows += 1
      told.entries = entryNumber
      if (cents > 0) told.debitCents += cents
      else told.creditCents -= cents
      if (account === 'receivables' && documentKinds.has(what)) told.documentsCents += cents
      if (account === 'vat' || account === 'vatOss') told.postedVatCents -= cents
    },
    open({ openCents }) {
      told.openItems += 1
      told.openCents += openCents
    },
  }
}

/** One of the proofs: two figures that were computed apart, in cents. */
export interface Check {
  readonly check: string
  readonly one: number
  readonly other: number
  readonly holds: boolean
}

/** The totals of a pack's tables, and the proofs of them against each other. */
export async function controlsOf(
  books: Books,
  { told }: Sums,
): Promise<{ totals: Readonly<Record<string, number>>; checks: Check[] }> {
  const { tx, period, chart } = books
  const { byAccount } = await turnovers(tx, period, chart)
  const closing = (account: Parameters<typeof byAccount.get>[0]) => byAccount.get(account)?.closingCents ?? 0
  const cash = await cashJournal(tx, period)
  const taxed = (await taxedSums(tx, period)).reduce((total, { vatCents }) => total + vatCents, 0)
  const refunds = await refundsOnTheirWay(tx, period.until)
  const series = await proveSeries(tx)
  const years = series.filter(({ year }) => year >= yearOf(period.from) && year <= yearOf(period.until))
  return {
    totals: { ...told, grossCents: told.netCents + told.vatCents },
    checks: [
      checked('journal debits are its credits', told.debitCents, told.creditCents),
      checked(
        'sales register is what documents posted to customers',
        told.netCents + told.vatCents,
        told.documentsCents,
      ),
      checked('VAT of the sales register is what was posted', told.vatCents, told.postedVatCents),
      checked('VAT of the sales register is that of the return', told.vatCents, taxed),
      checked('open items are the balance of customers', told.openCents, closing('receivables')),
      checked(
        'refunds on their way are the balance of refunds',
        refunds.reduce((total, { amountCents }) => total + amountCents, 0),
        -closing('refunds'),
      ),
      checked('cash journal is the balance of cash', cash.closingCents, closing('cash')),
      checked('series of numbers that are whole', years.filter(({ whole }) => whole).length, years.length),
    ],
  }
}

function checked(check: string, one: number, other: number): Check {
  return { check, one, other, holds: one === other }
}

function yearOf(day: string): number {
  return Number(day.slice(0, 4))
}
