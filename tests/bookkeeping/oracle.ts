import { arrived } from './writing.ts'
import { type Doc, type Group, grossOf, type Year } from './year.ts'

/** What the books must say of a made-up year, worked out from what happened and from nothing that the shop computes. */

const signOf = ({ kind }: Doc) => (kind === 'credit-note' ? -1 : 1)
const until = <T extends { readonly day: string }>(facts: readonly T[], day: string) =>
  facts.filter((one) => one.day <= day)
const sum = (amounts: readonly number[]) => amounts.reduce((total, one) => total + one, 0)
const netOf = (groups: readonly Group[]) => sum(groups.map(({ net }) => net))

/** Balances of the accounts at the end of a day; a debit positive. */
export function balances(year: Year, day: string): Record<string, number> {
  const docs = until(year.docs, day)
  const pays = standing(year, day)
  const asked = until(year.backs, day)
  const done = asked.filter(({ outcome, outcomeOn }) => outcome === 'done' && outcomeOn <= day)
  const failed = asked.filter(({ outcome, outcomeOn }) => outcome === 'failed' && outcomeOn <= day)
  const payouts = until(year.payouts, day)
  const by = (means: string) =>
    sum(pays.filter((one) => one.means === means).map(({ cents }) => cents)) -
    sum(done.filter(({ payment }) => payment.means === means).map(({ cents }) => cents))
  const paidOut = sum(payouts.map(arrived))
  const fees = sum(payouts.map(({ payments, feeEach, monthly }) => feeEach * payments.length + monthly))
  const vat = (home: boolean) =>
    sum(
      docs
        .filter(({ country }) => (country === 'LV') === home)
        .map((doc) => signOf(doc) * sum(doc.groups.map((group) => group.vat))),
    )
  const owed = (facts: readonly { cents: number }[]) => sum(facts.map(({ cents }) => cents))
  return withoutNothing({
    receivables: sum(docs.map((doc) => signOf(doc) * grossOf(doc))) - owed(pays) + owed(asked) - owed(failed),
    refunds: owed(done) + owed(failed) - owed(asked),
    revenue: -sum(docs.map((doc) => signOf(doc) * netOf(doc.supplied))),
    advances: -sum(docs.map(advanced)),
    vat: -vat(true),
    vatOss: -vat(false),
    bank: by('transfer') + paidOut,
    clearing: by('card') - paidOut - fees,
    cash: by('cash'),
    terminal: by('terminal'),
    fees,
  })
}

/** Payments by a day that nobody had taken back by then. */
function standing(year: Year, day: string) {
  return until(year.pays, day).filter(({ reversedOn }) => reversedOn === null || reversedOn > day)
}

/** What an advance owes the buyer in goods, a final invoice clears, or a credit note on an advance gives back. */
function advanced(doc: Doc): number {
  if (doc.kind === 'advance') return netOf(doc.groups)
  if (doc.kind === 'final') return -netOf(doc.cleared)
  return doc.preceding?.kind === 'advance' && doc.kind === 'credit-note' ? -netOf(doc.groups) : 0
}

/** What is open at the end of a day, by the id of the document or payment; negative where the shop owes it. */
export function open(year: Year, day: string): Record<string, number> {
  const left: Record<string, number> = {}
  for (const doc of until(year.docs, day)) left[doc.id] = signOf(doc) * grossOf(doc)
  for (const pay of standing(year, day)) left[pay.id] = -pay.cents
  for (const { from, to, cents } of until(year.settles, day)) {
    const refused = !('kind' in to) && to.outcome === 'failed' && to.outcomeOn <= day
    if (refused) continue
    left[from.id]! += cents
    if ('kind' in to) left[to.id]! -= cents
  }
  return withoutNothing(left)
}

/** VAT by country, category and rate of the documents of some days; of K the supplies and not their advances. */
export function taxed(year: Year, from: string, day: string): Record<string, string> {
  const sums: Record<string, { net: number; vat: number }> = {}
  for (const doc of year.docs.filter((one) => one.day >= from && one.day <= day && one.kind !== 'corrective'))
    for (const [index, group] of doc.groups.entries()) {
      const key = `${doc.country} ${group.category} ${group.rate}`
      const before = sums[key] ?? { net: 0, vat: 0 }
      const net = group.category === 'K' ? (doc.supplied[index]?.net ?? 0) : group.net
      sums[key] = { net: before.net + signOf(doc) * net, vat: before.vat + signOf(doc) * group.vat }
    }
  return Object.fromEntries(Object.entries(sums).map(([key, { net, vat }]) => [key, `${net} ${vat}`]))
}

function withoutNothing(amounts: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(amounts).filter(([, amount]) => amount !== 0))
}
