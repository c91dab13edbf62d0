import type { PgColumn } from 'drizzle-orm/pg-core'
import { z } from 'zod'
import { personalCode } from '../../customers/table.ts'
import { invoice } from '../../invoicing/table.ts'
import { orderParty, shipmentDelivery } from '../../orders/table.ts'
import { debtNotice, debtNoticeReceipt } from '../dunning/table.ts'
import { handOver, handOverCase } from './table.ts'

const day = z.iso.date()
const amount = z.string().regex(/^\d+\.\d\d$/)
const name = z.string().min(1)
const word = z.string()

/**
 * All that a collector is told of a debt, and the column that each field comes from: who it is, where to reach them, what is
 * owed and since when. Not what was ordered, nothing that was written, nothing of marketing.
 */
export const fields = {
  number: {
    from: invoice.number,
    holds: name.describe('the invoice; recalls and reports name the debt by it'),
  },
  payment_reference: { from: invoice.paymentReference, holds: name.describe('ISO 11649') },
  debtor_kind: { from: orderParty.kind, holds: z.enum(['person', 'company']) },
  name: { from: orderParty.name, holds: name.describe('the debtor, or who ordered for the company') },
  company: { from: orderParty.companyName, holds: word.nullable() },
  registration_number: { from: orderParty.registrationNumber, holds: word.nullable() },
  personal_code: {
    from: personalCode.sealed,
    holds: name.nullable().describe('only for a collector that cannot work without it'),
  },
  email: { from: orderParty.email, holds: word },
  phone: { from: orderParty.phone, holds: word.nullable() },
  street: { from: orderParty.street, holds: word.nullable() },
  town: { from: orderParty.town, holds: word.nullable() },
  postcode: { from: orderParty.postcode, holds: word.nullable() },
  country: { from: orderParty.country, holds: z.string().length(2).describe('ISO 3166-1 alpha-2') },
  issued_on: { from: invoice.issuedOn, holds: day },
  delivered_on: { from: shipmentDelivery.deliveredOn, holds: day },
  due_on: { from: invoice.dueOn, holds: day },
  notice_issued_on: { from: debtNotice.issuedOn, holds: day.nullable() },
  notice_received_on: { from: debtNoticeReceipt.receivedOn, holds: day.nullable() },
  objections_until: { from: debtNoticeReceipt.objectUntil, holds: day.nullable() },
  currency: { from: invoice.currency, holds: z.string().length(3) },
  principal: { from: handOverCase.principalCents, holds: amount },
  interest: { from: handOverCase.interestCents, holds: amount },
  costs: { from: handOverCase.costsCents, holds: amount },
  handed_over_on: { from: handOver.confirmedAt, holds: day },
} as const satisfies Record<string, { readonly from: PgColumn; readonly holds: z.ZodType }>

export type Field = keyof typeof fields
export const fieldNames = Object.keys(fields) as Field[]

type Holds = { readonly [F in Field]: (typeof fields)[F]['holds'] }
const holds = Object.fromEntries(fieldNames.map((field) => [field, fields[field].holds])) as Holds

/** A debt as the collector reads it; amounts as decimal text with a point. */
const toldDebt = z.strictObject(holds)
export type ToldDebt = z.output<typeof toldDebt>

/** The file of all of them. */
export const debtsFile = z
  .strictObject({
    format: z.literal('debts'),
    version: z.literal(1),
    hand_over: z.uuid(),
    creditor: z.strictObject({ name, registration_number: name }),
    debts: z.array(toldDebt),
  })
  .describe('Debts that were handed to a debt collector')

/** Its JSON Schema (draft 2020-12). */
export function debtsSchema(): object {
  return z.toJSONSchema(debtsFile)
}
