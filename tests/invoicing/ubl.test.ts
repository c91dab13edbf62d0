import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { describe, expect, test } from 'vitest'
import { ublOf } from '../../src/invoicing/ubl/document.ts'
import { endpointOf } from '../../src/invoicing/ubl/parties.ts'
import { madeUpYear } from '../judges/year.ts'
import { company, sampleInvoice } from './sample-documents.ts'

const parser = new XMLParser({ ignoreAttributes: false, parseTagValue: false, removeNSPrefix: true })
const read = (xml: string) => parser.parse(xml)
const open = sampleInvoice({ language: 'lv', lines: 4, buyer: company, paid: false })

// Whether the rules of EN 16931 and Peppol hold is for the outside judge (tests/judges/einvoice.ts).
describe('a document for machines', () => {
  test('documents of a made-up year are well-formed XML, odd characters and all', () => {
    for (const document of madeUpYear().filter((_, index) => index % 6 === 0)) {
      const xml = ublOf(document)
      expect(XMLValidator.validate(xml)).toBe(true)
      const root = read(xml)[document.kind === 'credit-note' ? 'CreditNote' : 'Invoice']
      expect(root.ID).toBe(document.number)
      expect(root.LegalMonetaryTotal.TaxInclusiveAmount['#text']).toBe((document.grossCents / 100).toFixed(2))
    }
  })

  test('says where to pay: account, reference and amount', () => {
    const { PaymentMeans, LegalMonetaryTotal, DueDate } = read(ublOf(open)).Invoice
    expect(PaymentMeans.PaymentMeansCode['#text']).toBe('58')
    expect(PaymentMeans.PaymentID).toBe(open.paymentReference)
    expect(PaymentMeans.PayeeFinancialAccount.ID).toBe(open.seller.iban)
    expect(LegalMonetaryTotal.PayableAmount['#text']).toBe((open.grossCents / 100).toFixed(2))
    expect(DueDate).toBe(open.dueOn)
  })

  test('reaches a Latvian company by its number in the register, and a foreign one by its VAT number', () => {
    const at = (buyer: Partial<typeof company>) => endpointOf({ ...company, ...buyer })
    expect(at({})).toEqual({ '@_schemeID': '0218', '#text': '40003032949' })
    const abroad = {
      registrationNumber: null,
      place: { street: null, town: null, postcode: null, country: 'EE' },
    }
    expect(at({ ...abroad, vatNumber: 'EE100931558' })).toEqual({
      '@_schemeID': '9931',
      '#text': 'EE100931558',
    })
    expect(at({ ...abroad, vatNumber: 'SE556012579001' })).toEqual({
      '@_schemeID': '0007',
      '#text': '5560125790',
    })
    expect(at({ companyName: null })).toBeUndefined()
  })

  test('escapes what would be markup, and leaves out what XML cannot hold', () => {
    const buyer = { ...company, companyName: 'A & B <C> "D" \u0007\ud800' }
    const xml = ublOf({ ...open, buyer })
    expect(xml).toContain('A &amp; B &lt;C&gt; &quot;D&quot; ')
    expect(XMLValidator.validate(xml)).toBe(true)
  })

  test('is the same to the byte whenever it is made again', () => {
    expect(ublOf(open)).toBe(ublOf(open))
  })
})
