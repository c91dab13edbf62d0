import { type Declarations, personal, personalTable, plain, plainTable } from '../../privacy/tags.ts'
import {
  bankEntry,
  bankEntryAside,
  bankEntryMatch,
  bankEntryNote,
  bankEntryParty,
  bankStatement,
} from './table.ts'

/** The bank's numbers and days, which the books keep; who it was stands in bank_entry_party and ends there. */
const told = personal('payer', 'order-contract', 'accounting')
const account = personal('account-number', 'order-contract', 'accounting')

export const statementsData: Declarations = {
  personal: [
    personalTable<typeof bankEntry>({
      table: bankEntry,
      subjects: ['payer', 'customer', 'business-contact'],
      columns: {
        id: plain,
        statementId: plain,
        account: plain,
        entryKey: plain,
        part: plain,
        credit: told,
        amountCents: told,
        currency: told,
        chargesCents: told,
        bookedOn: told,
        valueOn: told,
        bankReference: told,
        code: told,
        undivided: told,
        reversal: told,
        returned: told,
      },
      unit: { of: 'nobody', why: 'what moved on the shop’s own account, and when' },
      collectedFor: ['accounting'],
      rows: { 'order-contract': 'shop_entry_waits(id)' },
      audited: false,
    }),
    personalTable<typeof bankEntryParty>({
      table: bankEntryParty,
      subjects: ['payer', 'customer', 'business-contact'],
      columns: {
        entryId: plain,
        orderId: plain,
        bookedOn: plain,
        name: told,
        iban: account,
        onBehalfOf: told,
        words: told,
        structured: told,
        endToEndId: told,
      },
      unit: { of: 'order', by: 'order_id' },
      collectedFor: ['accounting'],
      rows: {
        'order-contract':
          'case when order_id is null then shop_entry_waits(entry_id) and shop_books_kept(booked_on) else shop_contract_open(order_id) end',
        accounting:
          'case when order_id is null then shop_books_kept(booked_on) else shop_accounting_open(order_id) end',
      },
      audited: true,
    }),
    personalTable<typeof bankEntryNote>({
      table: bankEntryNote,
      subjects: ['payer', 'customer', 'business-contact'],
      columns: { asideId: plain, bookedOn: plain, note: personal('payer', 'accounting') },
      unit: { of: 'nobody', why: 'staff’s words to money that is no order’s' },
      collectedFor: ['accounting'],
      rows: { accounting: 'shop_books_kept(booked_on)' },
      audited: true,
    }),
  ],
  plain: [
    plainTable<typeof bankStatement>(bankStatement, { accounting: 'write' }),
    plainTable<typeof bankEntryMatch>(bankEntryMatch, { 'order-contract': 'insert' }),
    plainTable<typeof bankEntryAside>(bankEntryAside, { accounting: 'write' }),
  ],
}
