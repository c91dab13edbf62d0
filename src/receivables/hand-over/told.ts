import { type SQL, sql } from 'drizzle-orm'
import * as personalCodes from '../../customers/personal-codes.ts'
import { NotFound } from '../../platform/errors.ts'
import { decimal } from '../../platform/money.ts'
import type { IsoDate } from '../../platform/time.ts'
import * as openings from '../../privacy/accountability/openings.ts'
import type { Tx } from '../../privacy/with-purpose.ts'
import type { Settings } from '../../settings/settings.ts'
import { calculationOf } from '../dunning/interest.ts'
import type { ToldDebt } from './pack-fields.ts'

type Collecting = Tx<'debt-collection'>

/** A debt with what its collector is told. */
export interface Told {
  readonly invoiceId: string
  readonly orderId: string
  readonly debt: ToldDebt
  /** The same amounts in cents. */
  readonly amounts: { readonly principal: number; readonly interest: number; readonly costs: number }
  /** A code is held of this person; whether it is told depends on the collector. */
  readonly hasCode: boolean
}

/** Opens the personal codes for a collector that needs them, and says why in the register of openings. */
export interface CodeKeys {
  readonly ring: personalCodes.KeyRing
  readonly reason: string
}

/** What the collector of a batch is told: of the debts that are still with it, as long as this purpose sees them. */
export async function ofBatch(
  tx: Collecting,
  handOverId: string,
  codes: CodeKeys | null,
): Promise<readonly Told[]> {
  const rows = await rowsOf(
    tx,
    sql`hand_over_case.principal_cents, hand_over_case.interest_cents, hand_over_case.costs_cents, shop_day(confirmed_at)::text as handed_over_on`,
    sql`hand_over join hand_over_case on hand_over_id = hand_over.id join invoice on invoice.id = hand_over_case.invoice_id`,
    sql`hand_over.id = ${handOverId} and shop_handed_over(invoice.id) = hand_over.id`,
  )
  return opened(tx, rows, codes)
}

/** What a collector would be told of some debts if they were handed over today. */
export async function ofDebts(
  tx: Collecting,
  invoiceIds: readonly string[],
  { settings, today }: { readonly settings: Pick<Settings, 'debts'>; readonly today: IsoDate },
): Promise<readonly Told[]> {
  const rows = await rowsOf(
    tx,
    sql`0 as principal_cents, 0 as interest_cents, 0 as costs_cents, ${today} as handed_over_on`,
    sql`invoice`,
    sql`invoice.id = any (${sql.param([...invoiceIds])}::uuid[])
      and not (invoice.kind = 'charge' and shop_open_cents(preceding_id) > 0)`,
  )
  const calculated: Row[] = []
  for (const row of rows) {
    const amounts = await calculationOf(tx, row.invoiceId, settings, today)
    calculated.push({
      ...row,
      principal_cents: amounts.principalCents,
      interest_cents: amounts.interestCents,
      costs_cents: amounts.costsCents,
    })
  }
  return opened(tx, calculated, null)
}

interface Row extends Record<string, unknown> {
  readonly invoiceId: string
  readonly orderId: string
  readonly hasCode: boolean
  readonly principal_cents: number
  readonly interest_cents: number
  readonly costs_cents: number
}

async function rowsOf(tx: Collecting, amounts: SQL, from: SQL, where: SQL): Promise<Row[]> {
  const rows = await tx.execute<Row>(sql`
    select invoice.id as "invoiceId", invoice.order_id as "orderId",
           exists (select from personal_code where personal_code.order_id = invoice.order_id and sealed is not null) as "hasCode",
           number, payment_reference, order_party.kind as debtor_kind, name, company_name as company, registration_number, email,
           phone, street, town, postcode, country, invoice.issued_on::text as issued_on, delivered_on::text as delivered_on,
           due_on::text as due_on, notice.issued_on::text as notice_issued_on, received_on::text as notice_received_on,
           object_until::text as objections_until, currency, ${amounts}
      from ${from}
      join order_party on order_party.order_id = invoice.order_id
      left join lateral (select max(delivered_on) as delivered_on from shipment_delivery
                          where shipment_delivery.order_id = invoice.order_id) came on true
      left join lateral (select issued_on, received_on, object_until
                           from debt_notice left join debt_notice_receipt on notice_id = debt_notice.id
                          where invoice_id = invoice.id order by received_on nulls last, issued_on limit 1) notice on true
     where ${where}
     order by number`)
  return [...rows]
}

/** Who looks at debtors is noted. */
async function opened(tx: Collecting, rows: readonly Row[], codes: CodeKeys | null): Promise<Told[]> {
  await openings.note(tx, { unit: 'order', ids: rows.map(({ orderId }) => orderId), page: 'hand-over' })
  const told: Told[] = []
  for (const row of rows) {
    const code = codes && row.hasCode ? await codeOf(tx, row.orderId, codes) : null
    told.push({
      invoiceId: row.invoiceId,
      orderId: row.orderId,
      hasCode: row.hasCode,
      debt: debtOf(row, code),
      amounts: { principal: row.principal_cents, interest: row.interest_cents, costs: row.costs_cents },
    })
  }
  return told
}

async function codeOf(tx: Collecting, orderId: string, { ring, reason }: CodeKeys): Promise<string | null> {
  try {
    return await personalCodes.open(tx, ring, { orderId, reason })
  } catch (error) {
    if (error instanceof NotFound) return null
    throw error
  }
}

/** In the order of the fields, and nothing besides. */
function debtOf(row: Row, personal_code: string | null): ToldDebt {
  const {
    invoiceId: _,
    orderId: __,
    hasCode: ___,
    principal_cents,
    interest_cents,
    costs_cents,
    ...texts
  } = row
  const told = {
    ...texts,
    personal_code,
    principal: decimal(principal_cents),
    interest: decimal(interest_cents),
    costs: decimal(costs_cents),
  }
  return told as unknown as ToldDebt
}
