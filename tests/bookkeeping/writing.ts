import type postgres from 'postgres'
import type { Doc, Year } from './year.ts'
import { grossOf } from './year.ts'

/** Writes a made-up year into the tables, every rule of the database in force but those on orders. */
export async function writeYear(sql: postgres.Sql, year: Year): Promise<void> {
  await sql.begin(async (tx) => {
    const insert = (table: string, rows: readonly object[]) => insertAll(tx, table, rows)
    await tx.unsafe('set local session_replication_role = replica')
    await insert('"order"', await ordersOf(tx, year))
    await tx.unsafe('set local session_replication_role = origin')
    await insert('payment', year.pays.map(paymentOf))
    await insert('payment_reversal', year.pays.filter(({ reversedOn }) => reversedOn).map(reversalOf))
    for (const kinds of [
      ['invoice', 'advance', 'final'],
      ['credit-note', 'corrective'],
    ])
      await insert(
        'invoice',
        year.docs.filter(({ kind }) => kinds.includes(kind)).map((doc) => documentOf(year, doc)),
      )
    await insert('invoice_vat', year.docs.flatMap(groupsOf))
    await insert('invoice_line', year.docs.flatMap(linesOf))
    await insert('invoice_buyer', year.docs.map(buyerOf))
    await insert('refund', year.backs.map(refundOf))
    await insert('refund_outcome', year.backs.filter(({ outcome }) => outcome).map(outcomeOf))
    await insert('settlement', year.settles.map(settlementOf))
    await insert(
      'card_payout',
      year.payouts.map((payout) => ({
        id: payout.id,
        amount_cents: arrived(payout),
        currency: 'EUR',
        arrives_on: payout.day,
      })),
    )
    await insert('card_fee', year.payouts.flatMap(feesOf))
    await insert(
      'number_series',
      ['invoice', 'credit-note'].map((document) => seriesOf(year, document)),
    )
  })
}

/** Noon of a day, which is that day in Riga. */
const noon = (day: string) => `${day}T10:00:00Z`
const numberOf = (year: Year, order: string) => `Y${year.orders.indexOf(order) + 1}`

async function insertAll(tx: postgres.TransactionSql, table: string, rows: readonly object[]): Promise<void> {
  for (let at = 0; at < rows.length; at += 200)
    await tx.unsafe(
      `insert into ${table} (${Object.keys(rows[0]!).join(', ')})
       select ${Object.keys(rows[0]!).join(', ')} from json_populate_recordset(null::${table}, $1::text::json)`,
      [JSON.stringify(rows.slice(at, at + 200))],
    )
}

async function ordersOf(tx: postgres.TransactionSql, year: Year) {
  const [ids] =
    await tx`select (select id from notice_version limit 1) as notice, (select id from terms_version limit 1) as terms`
  return year.orders.map((id, index) => ({
    id,
    number: `Y${index + 1}`,
    form_key_hash: `\\x${id.replaceAll('-', '').repeat(2)}`,
    customer_id: id,
    language: 'lv',
    placed_at: noon('2025-01-01'),
    currency: 'EUR',
    delivery_method: 'courier',
    delivery_price_cents: 0,
    total_cents: 1_000_000,
    payment_method: 'transfer',
    payment_reference: 'RF00',
    pay_by: '2025-01-20',
    notice_version_id: ids!.notice,
    terms_version_id: ids!.terms,
  }))
}

function paymentOf({ id, order, day, means, cents }: Year['pays'][0], index: number) {
  const counted = means === 'cash' || means === 'terminal'
  return {
    id,
    order_id: order,
    means,
    amount_cents: cents,
    currency: 'EUR',
    received_on: day,
    noted_at: noon(day),
    noted_by: order,
    receipt_number: counted ? `A-${index}` : null,
    provider_reference: means === 'card' ? `pi_${index}_${id.slice(0, 8)}` : null,
  }
}

function reversalOf({ id, order, reversedOn }: Year['pays'][0]) {
  return {
    payment_id: id,
    order_id: order,
    reason: 'Cits pasūtījums',
    reversed_at: noon(reversedOn!),
    reversed_by: order,
  }
}

function documentOf(year: Year, doc: Doc) {
  const { id, order, day, kind, number, groups, country, to, preceding } = doc
  const sum = (of: 'net' | 'vat') => groups.reduce((total, group) => total + group[of], 0)
  return {
    id,
    number,
    kind,
    order_id: order,
    order_number: numberOf(year, order),
    language: 'lv',
    issued_on: day,
    supplied_on: kind === 'invoice' || kind === 'final' ? day : null,
    paid_on: kind === 'advance' ? day : null,
    prepaid_cents: 0,
    currency: 'EUR',
    net_cents: sum('net'),
    vat_cents: sum('vat'),
    gross_cents: grossOf(doc),
    payment_reference: 'RF00',
    seller: {},
    notes: [],
    issued_at: noon(day),
    preceding_id: preceding?.id ?? null,
    cause: kind === 'credit-note' ? (preceding?.kind === 'advance' ? 'cancellation' : 'withdrawal') : null,
    vat_country: country,
    delivered_to: to,
  }
}

function groupsOf({ id, groups }: Doc) {
  return groups.map(({ category, rate, net, vat }) => ({
    invoice_id: id,
    category,
    rate,
    taxable_cents: net,
    vat_cents: vat,
  }))
}

function linesOf({ id, kind, supplied, cleared, groups }: Doc) {
  const goods = kind === 'final' ? supplied : groups
  const about = kind === 'advance' ? 'advance' : 'goods'
  const line = (group: Doc['groups'][0], index: number, sign: 1 | -1, what: string) => ({
    invoice_id: id,
    position: index + 1,
    description: 'Zīme',
    quantity: sign,
    unit: 'H87',
    unit_net: '0.00',
    allowance_cents: 0,
    net_cents: sign * group.net,
    gross_cents: sign * (group.net + group.vat),
    vat_category: group.category,
    vat_rate: group.rate,
    about: what,
  })
  return [
    ...goods.map((group, index) => line(group, index, 1, about)),
    ...cleared.map((group, index) => line(group, goods.length + index, -1, 'advance')),
  ]
}

function buyerOf({ id, company, vatNumber }: Doc) {
  return {
    invoice_id: id,
    name: 'Anna Bērziņa',
    company_name: company,
    registration_number: company ? '40000000000' : null,
    vat_number: vatNumber,
    address: ['Iela 1', 'Rīga'],
  }
}

function refundOf({ id, order, payment, day, cents }: Year['backs'][0]) {
  const means = payment.means === 'terminal' ? 'transfer' : payment.means
  return {
    id,
    order_id: order,
    payment_id: payment.id,
    means,
    amount_cents: cents,
    cause: 'withdrawal',
    asked_at: noon(day),
  }
}

function outcomeOf({ id, order, outcome, outcomeOn, payment }: Year['backs'][0]) {
  return {
    refund_id: id,
    order_id: order,
    outcome,
    happened_on: outcomeOn,
    noted_at: noon(outcomeOn),
    provider_reference: payment.means === 'card' ? `re_${id.slice(0, 8)}` : null,
  }
}

function settlementOf({ from, to, day, cents }: Year['settles'][0]) {
  return {
    id: crypto.randomUUID(),
    payment_id: 'means' in from ? from.id : null,
    credit_id: 'means' in from ? null : from.id,
    invoice_id: 'kind' in to ? to.id : null,
    refund_id: 'kind' in to ? null : to.id,
    amount_cents: cents,
    settled_at: noon(day),
  }
}

/** What reaches the account: what was paid, less refunds and fees. */
export function arrived({ payments, refunds, feeEach, monthly }: Year['payouts'][0]): number {
  const sum = (of: readonly { cents: number }[]) => of.reduce((total, { cents }) => total + cents, 0)
  return sum(payments) - sum(refunds) - feeEach * payments.length - monthly
}

function feesOf({ id, day, payments, refunds, feeEach, monthly }: Year['payouts'][0]) {
  const line = (key: string, kind: string, amount: number, fee: number, reference: string | null) => ({
    id: `${id}-${key}`,
    payout_id: id,
    kind,
    amount_cents: amount,
    fee_cents: fee,
    net_cents: amount - fee,
    currency: 'EUR',
    happened_on: day,
    provider_reference: reference,
  })
  return [
    ...payments.map((one) => line(one.id, 'payment', one.cents, feeEach, null)),
    ...refunds.map((one) => line(one.id, 'refund', -one.cents, 0, null)),
    line('fee', 'fee', -monthly, 0, null),
  ]
}

function seriesOf({ docs }: Year, document: string) {
  const own = docs.filter(({ kind }) => (kind === 'credit-note') === (document === 'credit-note'))
  return { document, year: 2025, first: 1, next: own.length + 1, last_on: own.at(-1)!.day }
}
