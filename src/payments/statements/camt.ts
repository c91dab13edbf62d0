import type { IsoDate } from '../../platform/time.ts'
import { type BookedEntry, entryOf } from './camt-entries.ts'
import { amountOf, anyDay } from './camt-values.ts'
import { child, children, type Element, parseEntry, parseOutline, text, Unreadable } from './xml.ts'

/** What is unusual about a statement; it is imported all the same. */
export type StatementFlag =
  /** A schema of camt.053 that nobody has tried here, or none named. */
  | 'version'
  /** Opening balance and entries do not make the closing one. */
  | 'balances'
  | 'no-balances'
  /** The bank announces another number of entries than there are. */
  | 'count'
  /** Entries that were not booked yet are left out. */
  | 'unbooked'
  /** Entries of a day that is to come, or of the last century, are left out when it is handed in. */
  | 'days'
  /** The account, or a balance, is in another currency than the euro. */
  | 'currency'

export interface Statement {
  /** The account's IBAN, or its number where the bank gives no IBAN. */
  readonly account: string
  /** What the bank calls the statement. */
  readonly name: string
  /** The number of the schema (camt.053.001.08), or null. */
  readonly schema: string | null
  readonly currency: string
  readonly from: IsoDate | null
  readonly until: IsoDate | null
  /** Cents, negative where the account is overdrawn. */
  readonly openingCents: number | null
  readonly closingCents: number | null
  readonly entries: readonly BookedEntry[]
  readonly flags: readonly StatementFlag[]
}

const tried = new Set(['02', '03', '04', '06', '07', '08', '09', '10', '11', '12', '13'])
/** Other messages and formats that banks offer beside the statement. */
const others: Readonly<Record<string, string>> = {
  BkToCstmrAcctRpt: 'camt.052',
  BkToCstmrDbtCdtNtfctn: 'camt.054',
  CstmrCdtTrfInitn: 'pain.001',
  CstmrPmtStsRpt: 'pain.002',
  FIDAVISTA: 'FIDAVISTA',
}
/** So many entries are read before others get a turn. */
const turn = 50

/**
 * The statements of a camt.053 file, of any schema since 2009 and with any namespace prefix. Amounts are exact. Gives way
 * to other work while it reads. Throws Unreadable.
 */
export async function readStatements(bytes: Uint8Array): Promise<Statement[]> {
  const { outline, tag } = parseOutline(bytes)
  const document = child(outline, 'Document') ?? outline
  const message = child(document, 'BkToCstmrStmt')
  if (!message) throw notStatements(document)
  const schema = /camt\.053\.\d{3}\.\d{2}/.exec(tag)?.[0] ?? null
  const found = children(message, 'Stmt')
  if (found.length === 0) throw new Unreadable('no-statements')
  const statements: Statement[] = []
  for (const element of found) statements.push(await statementOf(element, schema))
  return statements
}

function notStatements(document: Element): Unreadable {
  const name = Object.keys(document).find((key) => Object.hasOwn(others, key))
  return name
    ? new Unreadable('other-message', { message: others[name]! })
    : new Unreadable('not-a-statement')
}

async function statementOf(element: Element, schema: string | null): Promise<Statement> {
  const account = accountOf(element)
  const balances = children(element, 'Bal').flatMap(balanceOf)
  const currency = text(element, 'Acct', 'Ccy') ?? balances[0]?.currency ?? 'EUR'
  const until = anyDay(element, 'FrToDt', 'ToDtTm') ?? anyDay(element, 'FrToDt', 'ToDt')
  const day = until ?? anyDay(element, 'CreDtTm')
  const { entries, announced, unbooked } = await entriesOf(element, { account, day })
  const ofCurrency = balances.filter((balance) => balance.currency === currency)
  const opening =
    ofCurrency.find(({ kind }) => kind === 'OPBD') ?? ofCurrency.find(({ kind }) => kind === 'PRCD')
  const closing = ofCurrency.findLast(({ kind }) => kind === 'CLBD')
  const openingCents = opening?.cents ?? null
  const closingCents = closing?.cents ?? null
  const addsUp = (openingCents ?? 0) + sumOf(entries, currency) === closingCents
  const flags: Record<StatementFlag, boolean> = {
    version: schema === null || !tried.has(schema.slice(-2)),
    balances: openingCents !== null && closingCents !== null && !addsUp,
    'no-balances': openingCents === null || closingCents === null,
    count: announced !== null && announced !== entries.length + unbooked,
    unbooked: unbooked > 0,
    // Who hands it in knows what day it is.
    days: false,
    currency: currency !== 'EUR' || balances.length > ofCurrency.length,
  }
  return {
    account,
    name: text(element, 'Id') ?? text(element, 'ElctrncSeqNb') ?? '',
    schema,
    currency,
    from: anyDay(element, 'FrToDt', 'FrDtTm') ?? anyDay(element, 'FrToDt', 'FrDt') ?? opening?.day ?? null,
    until: until ?? closing?.day ?? day,
    openingCents,
    closingCents,
    entries,
    flags: (Object.keys(flags) as StatementFlag[]).filter((flag) => flags[flag]),
  }
}

function accountOf(element: Element): string {
  const found = text(element, 'Acct', 'Id', 'IBAN') ?? text(element, 'Acct', 'Id', 'Othr', 'Id')
  if (found === null) throw new Unreadable('no-account')
  return found.replace(/\s/g, '').toUpperCase()
}

/** What the bank announces counts what is not booked yet too. */
async function entriesOf(element: Element, at: { account: string; day: IsoDate | null }) {
  const raw = [element.Ntry ?? []].flat() as (string | Element)[]
  const entries: BookedEntry[] = []
  for (const [index, each] of raw.entries()) {
    if (index % turn === turn - 1) await new Promise(setImmediate)
    const entry = entryOf(typeof each === 'string' ? parseEntry(each) : each, { ...at, number: index + 1 })
    if (entry) entries.push(entry)
  }
  const summary = child(element, 'TxsSummry')
  const total = text(summary, 'TtlNtries', 'NbOfNtries')
  const parts = ['TtlCdtNtries', 'TtlDbtNtries'].map((name) => text(summary, name, 'NbOfNtries'))
  const announced = total ?? (parts.includes(null) ? null : String(Number(parts[0]) + Number(parts[1])))
  return {
    entries,
    unbooked: raw.length - entries.length,
    announced: announced !== null && /^\d{1,9}$/.test(announced) ? Number(announced) : null,
  }
}

function sumOf(entries: readonly BookedEntry[], currency: string): number {
  return entries
    .filter((entry) => entry.currency === currency)
    .reduce((sum, { credit, amountCents }) => sum + (credit ? amountCents : -amountCents), 0)
}

interface Balance {
  readonly kind: string
  readonly cents: number
  readonly currency: string
  readonly day: IsoDate | null
}

function balanceOf(element: Element): Balance[] {
  const kind = text(element, 'Tp', 'CdOrPrtry', 'Cd')
  const amount = balanceAmount(element)
  if (!kind || !amount) return []
  const sign = text(element, 'CdtDbtInd') === 'DBIT' ? -1 : 1
  return [
    {
      kind,
      ...amount,
      cents: sign * amount.cents,
      day: anyDay(element, 'Dt', 'Dt') ?? anyDay(element, 'Dt', 'DtTm'),
    },
  ]
}

function balanceAmount(element: Element): ReturnType<typeof amountOf> {
  try {
    return amountOf(element, 'Amt')
  } catch (error) {
    throw error instanceof Unreadable ? new Unreadable('balance', error.values) : error
  }
}
