import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hoursInWords } from '../../src/delivery/hours.ts'
import * as fulfilment from '../../src/orders/fulfilment.ts'
import * as keys from '../../src/orders/keys.ts'
import { orderMails } from '../../src/orders/mails.ts'
import * as proofs from '../../src/orders/proofs.ts'
import { printedReference } from '../../src/payments/reference.ts'
import { renderPreview } from '../../src/platform/files/pictures.ts'
import type { Language } from '../../src/platform/i18n/languages.ts'
import {
  company,
  type MailRoom,
  type Ordered,
  openMailRoom,
  origin,
  seen,
  staffId,
} from '../correspondence/mail-room.ts'
import type { ReceivedMail } from '../support/smtp.ts'

let room: MailRoom
beforeAll(async () => {
  room = await openMailRoom()
})
afterAll(() => room?.close())

const languages = ['lv', 'en'] as const
const words = 'Ķērpju & Co "Ozols"\nDurvis = 3. stāvs'

/** A mail to this address about something; subjects are of our own making. */
function mailTo(address: string, subject: string): Promise<ReceivedMail> {
  return room.server.waitFor((mail) => mail.to.includes(address) && mail.subject.includes(subject), 20_000)
}

function t(language: Language, key: string, values?: Record<string, unknown>): string {
  return room.shop.t(language)(key, values)
}

function money(language: Language, cents: number): string {
  return seen(room.shop.formats(language).money(cents))
}

/** The words of the HTML, as a reader sees them. */
function read(html: string): string {
  const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#x27': "'", '#x3D': '=' }
  const body = html
    .replace(/<style>[\s\S]*?<\/style>/g, '')
    .replace(/<br>/g, '\n')
    .replace(/<[^>]+>/g, '')
  return seen(body.replace(/&(amp|lt|gt|quot|#x27|#x3D);/g, (_, name: string) => entities[name]!))
}

async function sendProof(order: Ordered, seenVersion = 0): Promise<void> {
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" width="600" height="300"><rect width="600" height="300" fill="#fc0"/></svg>'
  const { bytes } = await renderPreview(svg, 600)
  const [line] = await room.look<{ id: string }>(
    `select id from order_line where order_id = '${order.id}' and made_to_order`,
  )
  await room.contract((tx) =>
    proofs.send(tx, {
      orderId: order.id,
      lineId: line!.id,
      words,
      picture: bytes,
      seen: seenVersion,
      by: staffId,
    }),
  )
}

async function sendOff(order: Ordered, trackingNumber: string | null): Promise<void> {
  await room.pay(order)
  await room.contract(async (tx) => {
    await fulfilment.pack(tx, order.id, staffId)
    await fulfilment.dispatch(tx, order.id, { carrier: 'Omniva', trackingNumber, by: staffId })
  })
}

async function opens(mail: ReceivedMail, order: Ordered): Promise<void> {
  const [, secret] = /\/(?:atvert|open)\/([\w-]{43})(?:\s|$)/.exec(mail.text)!
  expect(mail.html).toContain(secret)
  expect(await keys.opens(room.shop.database.storefront.client.orm, secret!)).toBe(order.id)
}

describe.each(languages)('in %s', (language) => {
  test('the confirmation is complete on its own, as text and as HTML', async () => {
    const order = await room.order({ language, words })
    const mail = await mailTo(order.email, order.number)
    expect(mail.subject).toBe(t(language, 'mail.subject.order-confirmation', { number: order.number }))
    const { bank, identity } = room.shop.known().settings
    for (const body of [seen(mail.text), read(mail.html)]) {
      const wanted = [
        money(language, order.totalCents),
        printedReference(order.reference),
        bank.accountHolder,
        bank.iban.replace(/(.{4})(?=.)/g, '$1 '),
        'Ķērpju & Co "Ozols"\nDurvis = 3. stāvs',
        t(language, 'made.noWithdrawal'),
        t(language, 'mail.withdrawal.right'),
        t(language, 'mail.withdrawal.excepted'),
        t(language, 'mail.conformity'),
        t(language, 'mail.dispute'),
        `${identity.street}, ${identity.town}, ${identity.postcode}`,
        identity.registrationNumber,
        identity.phone,
        seen(t(language, 'totals.vat', { rate: room.shop.formats(language).percent(2100) })),
        language === 'lv' ? 'Atteikuma veidlapas paraugs' : 'Model withdrawal form',
      ]
      for (const one of wanted) expect(body).toContain(one)
      expect(body).not.toMatch(/\{\w+\}|undefined|\[object|&amp;|&#x/)
    }
    const { notices } = room.shop.known()
    const noticeHref = `${origin}${language === 'lv' ? '/personas-dati' : '/en/personal-data'}/${notices[language]!.id}`
    expect(mail.text).toContain(noticeHref)
    expect(mail.html).toContain(`href="${noticeHref}"`)
    await opens(mail, order)
  })

  test('a proof is in sight of the mail that asks for the yes', async () => {
    const order = await room.order({ language, words, silently: true })
    await sendProof(order)
    const mail = await mailTo(order.email, order.number)
    expect(mail.subject).toBe(t(language, 'mail.subject.order-proof', { number: order.number }))
    expect(mail.attachments).toMatchObject([{ type: 'image/png' }])
    expect(mail.html).toContain('src="cid:proof@mail"')
    expect(mail.raw).toMatch(/^Content-Id: <proof@mail>/im)
    expect(mail.text).toContain(words)
    expect(mail.text).toContain(t(language, 'proof.check'))
    await opens(mail, order)
  })

  test('the invoice comes as a PDF to the address for invoices', async () => {
    const invoiceEmail = `${crypto.randomUUID()}@example.com`
    const order = await room.order({ language, silently: true, party: { ...company, invoiceEmail } })
    const invoiceId = await room.pay(order)
    const [{ number } = { number: '' }] = await room.look<{ number: string }>(
      `select number from invoice where id = '${invoiceId}'`,
    )
    const mail = await mailTo(invoiceEmail, number)
    expect(mail.to).toEqual([invoiceEmail])
    expect(mail.attachments).toMatchObject([{ name: `${number}.pdf`, type: 'application/pdf' }])
    const [kept] = await room.look<{ bytes: Buffer }>(
      `select bytes from invoice_document where invoice_id = '${invoiceId}'`,
    )
    expect(mail.attachments[0]!.content.equals(kept!.bytes)).toBe(true)
    for (const body of [seen(mail.text), read(mail.html)]) {
      expect(body).toContain(money(language, order.totalCents))
      expect(body).toContain(t(language, 'mail.document.advance.lead', { number: order.number }))
    }
    // Whoever pays the bills need not see the order.
    expect(mail.raw + mail.text + mail.html).not.toMatch(/\/(atvert|open)\//)
  })

  test('the buyer is told where the parcel can be followed', async () => {
    const order = await room.order({ language, silently: true })
    await sendOff(order, 'CE123456789LV')
    const mail = await mailTo(
      order.email,
      t(language, 'mail.subject.order-dispatched', { number: order.number }),
    )
    for (const body of [mail.text, read(mail.html)]) {
      for (const one of ['CE123456789LV', 'Omniva', order.number]) expect(body).toContain(one)
    }
    await opens(mail, order)
  })

  test('an order to be collected is announced with our door and its hours', async () => {
    const order = await room.order({ language, silently: true, delivery: 'collection' })
    await sendOff(order, null)
    const mail = await mailTo(order.email, t(language, 'mail.subject.order-ready', { number: order.number }))
    const { identity, delivery } = room.shop.known().settings
    expect(mail.text).toContain(identity.street)
    expect(mail.text).toContain(hoursInWords(delivery.collection, language))
    expect(mail.text).toContain(delivery.collection.directions[language])
    expect(mail.text).not.toContain('Omniva')
  })

  test('the buyer is told of a cancellation and its reason', async () => {
    const order = await room.order({ language, silently: true })
    await room.contract((tx) => fulfilment.cancel(tx, order.id, 'Krāsa "dzintars" beigusies', staffId))
    const mail = await mailTo(order.email, order.number)
    expect(mail.subject).toBe(t(language, 'mail.subject.order-cancelled', { number: order.number }))
    for (const body of [seen(mail.text), read(mail.html)]) {
      expect(body).toContain('Krāsa "dzintars" beigusies')
      expect(body).toContain(money(language, order.totalCents))
    }
  })
})

test('goods from the shelf can be given back, and nothing says otherwise', async () => {
  const order = await room.order({ language: 'en' })
  const { text } = await mailTo(order.email, order.number)
  expect(text).toContain(t('en', 'mail.withdrawal.right'))
  expect(text).not.toContain(t('en', 'mail.withdrawal.excepted'))
  expect(text).not.toContain(t('en', 'made.noWithdrawal'))
})

test('a company reads nothing of consumers’ rights outside the terms', async () => {
  const order = await room.order({ language: 'en', party: company })
  const { text } = await mailTo(order.email, order.number)
  expect(text).toContain(company.companyName)
  expect(text).toContain(company.vatNumber)
  expect(text).not.toContain(t('en', 'mail.withdrawal.right'))
})

test('a proof that has been answered or followed by another is not sent any more', async () => {
  const order = await room.order({ language: 'en', words, silently: true })
  await sendProof(order)
  await mailTo(order.email, order.number)
  const [first] = await room.look<{ id: string }>(`select id from proof where order_id = '${order.id}'`)
  await room.contract((tx) => proofs.answer(tx, order.id, first!.id, { approved: false, remark: 'Bigger' }))
  const about = { id: first!.id, orderId: order.id }
  expect(await orderMails['order-proof'](room.shop, about)).toBeUndefined()
  await sendProof(order, 1)
  expect(await orderMails['order-proof'](room.shop, about)).toBeUndefined()
})
