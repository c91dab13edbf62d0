import { afterAll, beforeAll, expect, test } from 'vitest'
import { booksOf } from '../../src/payments/statements/jobs.ts'
import { settleWaiting } from '../../src/payments/statements/settling.ts'
import { urlFor } from '../../src/urls.ts'
import { type Office, openOffice } from '../admin/office.ts'
import type { Client, Page } from '../support/client.ts'
import { testOrigin } from '../support/shop.ts'
import { camtFile, type EntrySample } from './builder.ts'
import { type Placed, placeOrders } from './orders.ts'

let office: Office
let desk: Client & { id: string }
let iban: string
const room = urlFor('adminStatements')

beforeAll(async () => {
  office = await openOffice()
  await office.hire('owner')
  desk = await office.hire('administrator')
  iban = office.shop.known().settings.bank.iban.replace(/\s/g, '')
})
afterAll(() => office.close())

/** Hands several files in at once, as the browser does. */
async function handIn(
  ...files: readonly Uint8Array[]
): Promise<{ status: number; body: string; page(): Promise<Page> }> {
  const form = new FormData()
  for (const [at, bytes] of files.entries())
    form.append('files', new File([new Uint8Array(bytes)], `izraksts-${at + 1}.xml`, { type: 'text/xml' }))
  const cookie = [...desk.jar].map(([name, value]) => `${name}=${value}`).join('; ')
  const headers = { cookie, origin: testOrigin, 'sec-fetch-site': 'same-origin' }
  const answer = await office.app.request(room, { method: 'POST', headers, body: form })
  const location = answer.headers.get('location')
  return {
    status: answer.status,
    body: await answer.text(),
    page: () => desk.get(location!),
  }
}

function file(name: string, entries: readonly EntrySample[], account = iban): Buffer {
  return camtFile({ statements: [{ iban: account, name, entries }] })
}

async function orderOf(number: string, totalCents: number, name?: string): Promise<Placed> {
  return (await placeOrders(office.database.url, [number], totalCents, name))[0]!
}

function settle(): Promise<number> {
  return settleWaiting(office.shop.database.worker, booksOf(office.shop), { actor: 'job:match-statement' })
}

test('an empty room says how statements come in', async () => {
  const waiting = await desk.get(room)
  expect(waiting.text).toContain('Nothing waits')
  expect((await desk.get(`${room}?show=statements`)).text).toContain('No statement was imported yet')
})

test('several files at once are imported, told in words, and known the second time', async () => {
  const order = await orderOf('R10001', 3_000)
  const one = file('one', [
    { cents: 3_000, reference: order.reference, name: 'Anna' },
    { cents: 500, words: 'who knows', name: 'Juris' },
    { cents: -120, code: 'ACMT-MDOP-CHRG' },
  ])
  const two = file('two', [{ cents: 700, words: 'something', bankReference: 'two' }])
  const handed = await handIn(one, two)
  expect(handed.status).toBe(303)
  const meanwhile = await handed.page()
  expect(meanwhile.text).toContain('The shop is still looking for the orders.')
  expect(meanwhile.text).not.toContain('wait for you.')
  await settle()
  await office.sql('update bank_statement set matched_at = now()')
  const told = await handed.page()
  for (const words of [
    '2 statements imported.',
    '4 new entries.',
    'One settled itself.',
    '2 wait for you.',
    'One went out.',
  ])
    expect(told.text).toContain(words)
  const again = await (await handIn(one, two)).page()
  expect(again.text).toContain('2 statements were imported before; nothing changed.')
})

test('a file that is none is told by its name and reason, and the good one beside it comes in', async () => {
  const handed = await handIn(
    Buffer.from('%PDF-1.7'),
    file('beside', [{ cents: 1, bankReference: 'beside' }]),
  )
  expect(handed.status).toBe(422)
  expect(handed.body).toContain('izraksts-1.xml')
  expect(handed.body).toContain('This is not an XML file.')
  expect(handed.body).toContain('Statement beside: 1 new entry.')
  expect((await desk.submit((await desk.get(room)).form(room))).text).toContain('Choose at least one file.')
  const foreign = await desk.submit((await desk.get(room)).form(room), {
    files: new File([new Uint8Array(file('foreign', [{ cents: 1 }], 'LV00BANK0000000000001'))], 'other.xml'),
  })
  expect(foreign.status).toBe(422)
  expect(foreign.text).toContain('another account (LV00BANK0000000000001)')
})

test('a suggestion is one click, and its payment stands with the order', async () => {
  const order = await orderOf('R10002', 9_900, 'Māra Ozola')
  await handIn(
    file('click', [{ cents: 9_900, name: 'OZOLA MARA', words: 'paldies', bankReference: 'click' }]),
  )
  await settle()
  const list = await desk.get(room)
  const form = list.forms.find((each) => each.names.includes('order') && each.filled().order === order.id)!
  const done = await desk.follow(await desk.submit(form))
  expect(done.path.split('?')[0]).toBe(room)
  expect(done.text).toContain('The money is recorded with its order.')
  expect((await desk.get(urlFor('adminOrder', { id: order.id }))).text).toContain('€99.00')
  const late = await desk.submit(form)
  expect(late.status).toBe(409)
  expect(late.text).toContain('Somebody has dealt with this entry meanwhile.')
})

test('an order is searched for, a part of the money matched, and the match undone again', async () => {
  const order = await orderOf('R10003', 2_000, 'Zane Liepa')
  await handIn(file('search', [{ cents: 2_500, name: 'X', words: 'for the signs', bankReference: 'search' }]))
  await settle()
  let page = await desk.get((await desk.get(room)).link('€25.00'))
  page = await desk.submit(page.form(/\/search$/), { search: 'liepa' })
  const pick = page.forms.findLast(({ names }) => names.includes('amount'))!
  expect(pick.filled()).toMatchObject({ order: order.id, amount: '20.00' })
  const wrong = await desk.submit(pick, { amount: '12,345' })
  expect(wrong.status).toBe(422)
  expect(wrong.text).toContain('Enter an amount in euros')
  expect(wrong.forms.findLast(({ names }) => names.includes('amount'))!.filled().amount).toBe('12,345')
  page = await desk.follow(await desk.submit(pick, { amount: '15,00' }))
  expect(page.text).toContain('Still waits: €10.00')
  const undo = page.form(/\/undo$/)
  expect((await desk.submit(undo)).status).toBe(422)
  page = await desk.follow(await desk.submit(undo, { undoReason: 'The wrong Liepa' }))
  expect(page.text).toContain('The match is undone, and the money waits again.')
  expect(page.text).toContain('administrator en')
})

test('what is no order’s money is put aside with a reason, and waits again when somebody says so', async () => {
  await handIn(file('aside', [{ cents: 12_34, name: 'The Bank', words: 'interest', bankReference: 'aside' }]))
  let page = await desk.get((await desk.get(room)).link('€12.34'))
  expect((await desk.submit(page.form(/\/aside$/), { note: 'Of the year' })).status).toBe(422)
  page = await desk.follow(
    await desk.submit(page.form(/\/aside$/), { reason: 'interest', note: 'Of the year' }),
  )
  expect(page.text).toContain('Put aside')
  expect(page.text).toContain('Of the year')
  page = await desk.follow(await desk.submit(page.form(/\/again$/)))
  expect(page.text).toContain('The entry waits again.')
})

test('a statement shows its balances, what is odd, and each entry with what became of it', async () => {
  const odd = camtFile({
    statements: [
      {
        iban,
        name: 'odd',
        day: '2026-10-01',
        closingCents: 1,
        announced: 9,
        entries: [
          { cents: 100, bankReference: 'odd' },
          { cents: 9, currency: 'USD', bankReference: 'usd' },
        ],
      },
    ],
  })
  await handIn(odd)
  const list = await desk.get(`${room}?show=statements`)
  expect(list.text).toContain('balances do not add up, entries missing')
  const page = await desk.get(list.link('01/10/2026'))
  expect(page.text).toContain('do not add up to the closing balance')
  expect(page.text).toContain('0.09 USD')
})
