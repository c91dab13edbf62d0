import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inflateSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { renderInvoice, renderPaymentRequest } from '../../src/invoicing/pdf.ts'
import { testWith } from '../support/programs.ts'
import { company, sampleInvoice, samplePaymentRequest, seller } from './sample-documents.ts'

const reads = testWith('pdftotext')

const paid = await renderInvoice(sampleInvoice({ language: 'lv', lines: 2 }))
const english = await renderInvoice(sampleInvoice({ language: 'en', lines: 10, buyer: company, paid: false }))
const long = await renderInvoice(sampleInvoice({ language: 'lv', lines: 45, buyer: company, paid: false }))

describe('an invoice as a document', () => {
  test('is tagged, says its language and title, and claims PDF/A-3a', () => {
    const file = Buffer.from(paid).toString('latin1')
    expect(file.startsWith('%PDF-1.7')).toBe(true)
    expect(file).toMatch(/\/StructTreeRoot \d+ 0 R/)
    expect(file).toMatch(/\/Marked true/)
    expect(file).toContain('/Lang (lv-LV)')
    expect(file).toContain('/DisplayDocTitle true')
    expect(file).toContain('<pdfaid:part>3</pdfaid:part>')
    expect(file).toContain('<pdfaid:conformance>A</pdfaid:conformance>')
    expect(file).toMatch(/\/OutputIntents/)
    expect(Buffer.from(english).toString('latin1')).toContain('/Lang (en-GB)')
  })

  test('has one title, headed tables and Latvian labels marked as Latvian', () => {
    expect(tags(paid, 'H1')).toBe(1)
    expect(tags(paid, 'Table')).toBe(3)
    expect(tags(english, 'TH')).toBe(8 + 3 + 3)
    // Head, ten lines; head and two rates; three sums.
    expect(tags(english, 'TR')).toBe(11 + 3 + 3)
    expect(
      Buffer.from(english)
        .toString('latin1')
        .match(/\/Lang \(lv-LV\)/g)!.length,
    ).toBeGreaterThan(20)
    expect(Buffer.from(english).toString('latin1')).toContain('/Scope /Column')
  })

  test('embeds every font it uses and no other', () => {
    const file = Buffer.from(paid).toString('latin1')
    expect(file.match(/\/FontFile2 \d+ 0 R/g)).toHaveLength(2)
    expect([...file.matchAll(/\/BaseFont \/[A-Z]{6}\+([\w-]+)/g)].map(([, name]) => name).sort()).toEqual([
      'NotoSans-Bold',
      'NotoSans-Bold',
      'NotoSans-Regular',
      'NotoSans-Regular',
    ])
    expect(file).not.toContain('Helvetica')
  })

  test('marks everything drawn: content is either tagged or an artifact', () => {
    for (const content of pageContents(long)) {
      expect(content.match(/\b(BDC|BMC)\b/g)!.length).toBe(content.match(/\bEMC\b/g)!.length)
      const outside = content.replace(/(?:BDC|BMC)[\s\S]*?EMC/g, '')
      expect(outside).not.toMatch(/\b(Tj|TJ|S|f)\b/)
    }
  })

  test('is the same to the byte whenever it is rendered again', async () => {
    const again = await renderInvoice(sampleInvoice({ language: 'lv', lines: 2 }))
    expect(Buffer.from(again).equals(Buffer.from(paid))).toBe(true)
  })

  test('ten long lines stand on one page, forty-five on three', () => {
    expect(pageContents(english)).toHaveLength(1)
    expect(pageContents(long)).toHaveLength(3)
  })

  test('names with markup and long words do no harm', async () => {
    const invoice = sampleInvoice({ language: 'lv', lines: 2 })
    const name = `<b>&"'\\(${'Ļ'.repeat(120)}`
    const document = await renderInvoice({
      ...invoice,
      seller: { ...seller, name: 'A & <B>', address: [] },
      buyer: { ...invoice.buyer, name },
    })
    const file = Buffer.from(document).toString('latin1')
    const metadata = file.slice(file.indexOf('<x:xmpmeta'), file.indexOf('</x:xmpmeta'))
    expect(metadata).not.toMatch(/&|<B>/)
  })

  test('a seller outside the VAT register shows no VAT columns or sums', async () => {
    const invoice = sampleInvoice({ language: 'lv', lines: 2 })
    const document = await renderInvoice({
      ...invoice,
      seller: { ...seller, vatNumber: null },
      lines: invoice.lines.map((line) => ({ ...line, vatCategory: 'O' as const })),
      vatGroups: invoice.vatGroups.map((group) => ({ ...group, category: 'O' as const })),
    })
    expect(tags(document, 'Table')).toBe(2)
    expect(tags(document, 'TH')).toBe(6 + 3)
  })
})

describe('what a reader sees', () => {
  reads('an invoice says all that the law asks', () => {
    const text = textOf(english)
    for (const said of [
      'Invoice ZM-2026-000123',
      'Rēķins',
      '20 November 2026',
      '4 December 2026',
      'B-2026-1042',
      'LV40003521600',
      'LV40003032949',
      'Ģertrūdes iela 10–4',
      'Pērnavas iela 19',
      'PAS-2026/118',
      'Mājas numura zīme',
      'Piegāde ar kurjeru',
      'Price excl. VAT',
      'Cena bez PVN',
      '21%',
      '12%',
      '745.67',
      '151.21',
      '€896.88',
      'LV97 HABA 0012 3456 7891 0',
      'Sabiedrība ar ierobežotu atbildību',
    ])
      expect(text).toContain(said)
  })

  reads('a paid one says when, and asks for nothing', () => {
    const text = textOf(paid)
    expect(text).toContain('Rēķins ir apmaksāts. Apmaksas diena: 2026. gada 19. novembris.')
    expect(text).toMatch(/Apmaksai\s+0,00\s€/)
    expect(text).not.toContain('IBAN')
  })

  reads('every further page repeats the head and says which it is', () => {
    const pages = textOf(long).split('\f').slice(0, 3)
    pages.forEach((page, i) => {
      expect(page).toContain('Cena bez PVN')
      expect(page).toContain(`${i + 1}. lapa no 3`)
    })
  })

  reads('a payment request says that it is no accounting document', async () => {
    const document = await renderPaymentRequest(samplePaymentRequest('lv', 'BCD\n002\n1\nSCT'))
    const text = textOf(document)
    expect(text).toContain('Avansa rēķins B-2026-1042')
    expect(text).toContain('Nav grāmatvedības attaisnojuma dokuments')
    expect(tags(document, 'Figure')).toBe(1)
  })

  testWith('qpdf')('qpdf finds no fault', () => {
    const folder = mkdtempSync(join(tmpdir(), 'bodite-pdf-'))
    for (const document of [paid, english, long]) {
      writeFileSync(join(folder, 'document.pdf'), document)
      expect(execFileSync('qpdf', ['--check', join(folder, 'document.pdf')], { encoding: 'utf8' })).toContain(
        'No syntax',
      )
    }
    rmSync(folder, { recursive: true })
  })
})

function tags(document: Uint8Array, type: string): number {
  return (
    Buffer.from(document)
      .toString('latin1')
      .match(new RegExp(`/S /${type}\\b`, 'g'))?.length ?? 0
  )
}

/** The drawing instructions of each page, found by what only they contain. */
function pageContents(document: Uint8Array): string[] {
  const file = Buffer.from(document)
  const contents: string[] = []
  for (let at = file.indexOf('stream\n'); at >= 0; at = file.indexOf('stream\n', at + 7)) {
    if (file.toString('latin1', at - 3, at) === 'end') continue
    const end = file.indexOf('\nendstream', at)
    const text = inflated(file.subarray(at + 7, end))
    if (text?.startsWith('1 0 0 -1 0 841.89 cm')) contents.push(text)
  }
  return contents
}

function inflated(bytes: Uint8Array): string | null {
  try {
    return inflateSync(bytes).toString('latin1')
  } catch {
    return null
  }
}

function textOf(document: Uint8Array): string {
  return execFileSync('pdftotext', ['-layout', '-', '-'], { input: document, encoding: 'utf8' })
}
