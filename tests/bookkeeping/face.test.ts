import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { withPurpose } from '../../src/privacy/with-purpose.ts'
import { type Office, openOffice } from '../admin/office.ts'
import type { Client } from '../support/client.ts'
import { withSql } from '../support/postgres.ts'
import { writeYear } from './writing.ts'
import { makeYear } from './year.ts'

const year = makeYear(11, 30)

let office: Office
let owner: Client
let accountant: Client & { readonly id: string }
beforeAll(async () => {
  office = await openOffice()
  await withSql(office.database.url, (sql) => writeYear(sql, year))
  owner = await office.hire('owner')
  accountant = await office.hire('accountant', 'lv')
})
afterAll(() => office.close())
beforeEach(() => withSql(office.database.url, (sql) => sql`delete from month_closing`))

test('the accountant reads months, documents, money, cash and numbers, and finds a document by its number', async () => {
  const months = await accountant.get('/accountant')
  expect(months.h1).toBe('Grāmatvedība')
  expect(months.texts('tbody th')).toContain('2025-06')
  const advance = year.docs.find(({ kind }) => kind === 'advance')!
  const listed = await accountant.get(`/accountant/documents?month=${advance.day.slice(0, 7)}&kind=advance`)
  expect(listed.texts('tbody th')).toContain(advance.number)
  const found = await accountant.submit(listed.form(/search$/), { number: advance.number.replace('-', ' ') })
  expect(found.location).toBe(`/accountant/documents/${advance.id}`)
  expect((await accountant.follow(found)).text).toContain('Priekšapmaksas rēķins')
  const none = await accountant.submit(listed.form(/search$/), { number: '1999-1' })
  expect(none.text).toContain('Dokumenta ar šādu numuru nav')
  for (const room of [
    'payments?month=2025-06',
    'open-items?on=2025-06-30',
    'cash?month=2025-06',
    'series',
    'exports',
  ])
    expect((await accountant.get(`/accountant/${room}`)).status, room).toBe(200)
})

test('what is to be paid back and has not gone yet is owed by the shop, beside the customers’ account', async () => {
  const asked = year.backs.filter(({ outcome }) => !outcome)
  const cents = asked.reduce((sum, back) => sum + back.cents, 0)
  const page = await accountant.get('/accountant/open-items')
  expect(page.text).toContain('Pieprasītās, vēl nenosūtītās atmaksas')
  expect(page.texts('[aria-labelledby="refunds-heading"] tbody tr')).toHaveLength(asked.length)
  expect(page.texts('dl.sums dd').at(-1)!.replace(/\D/g, '')).toBe(String(cents))
})

test('nothing in the accountant’s rooms says anything but taking a copy: every form there reads', async () => {
  const rooms = ['', '/documents', '/payments', '/open-items', '/cash', '/series', '/exports']
  for (const room of rooms) {
    const page = await accountant.get(`/accountant${room}`)
    const writing = page.forms.filter(
      ({ method, action }) => method === 'post' && action.startsWith('/accountant'),
    )
    for (const { action } of writing)
      expect(['/accountant/documents/search', '/accountant/exports']).toContain(action)
  }
})

test('under accounting the database refuses the words on a sign, letters, marketing and whom to reach', async () => {
  const refused = [
    'select words from artwork',
    'select bytes from order_artwork',
    'select email from customer',
    'select email, phone from order_party',
    'select body from mail_copy',
    'select address from subscription',
    'select words from order_question',
  ]
  for (const text of refused)
    await expect(
      withPurpose(office.shop.database.backoffice, 'accounting', 'command', (tx) => tx.execute(text)),
      text,
    ).rejects.toMatchObject({ cause: { code: '42501' } })
})

test('what the accountant takes comes as a file and is noted; a wrong period stands beside its field', async () => {
  const page = await accountant.get('/accountant/exports')
  const wrong = await accountant.submit(page.form(/exports$/), {
    from: '2025-06-30',
    until: '2025-06-01',
    format: 'csv',
  })
  expect(wrong.status).toBe(422)
  expect(wrong.text).toContain('Pēdējai dienai jābūt pēc pirmās.')
  const empty = await accountant.submit(page.form(/exports$/), { from: '', until: '', format: 'pack' })
  expect(empty.status).toBe(422)
  expect(empty.text).toContain('Aizpildiet šo lauku')
  const taken = await accountant.submit(page.form(/exports$/), {
    from: '2025-06-01',
    until: '2025-06-30',
    format: 'csv',
  })
  expect(taken.headers.get('content-disposition')).toContain('books-2025-06-01-2025-06-30-sales-register.csv')
  expect(taken.body).toContain('Numurs;Veids')
  expect(taken.body).toContain('Veids, vārdiem')
  expect(taken.body).toContain(';Priekšapmaksas rēķins;')
  const after = await accountant.get('/accountant/exports')
  expect(after.texts('tbody td')).toContain('grāmatvedis')
  const [told] = await office.sql<{ n: string }>(
    "select count(*) as n from disclosure where recipient_kind = 'accountant' and what = 'books'",
  )
  expect(Number(told!.n)).toBeGreaterThan(0)
  const own = await owner.submit((await owner.get('/admin/money/books')).form(/export$/), { format: 'oss' })
  expect(own.status).toBe(200)
  expect((await office.sql("select from disclosure where what = 'books'")).length).toBe(Number(told!.n))
})

test('a closed month refuses what is dated into it; the owner alone opens it again, with a reason', async () => {
  const administrator = await office.hire('administrator')
  const books = await administrator.get('/admin/money/books')
  const closed = await administrator.follow(
    await administrator.submit(books.form('/admin/money/books/2025-06/closing')),
  )
  expect(closed.text).toContain('The month is closed')
  expect(closed.forms.some(({ action }) => action.includes('2025-06'))).toBe(false)

  const [order] = year.orders
  const note = (day: string, by: string | null) =>
    office.sql<{ day: string }>(
      `insert into payment (order_id, means, amount_cents, currency, received_on, noted_by, provider_reference)
       values ('${order}', 'card', 100, 'EUR', '${day}', ${by ? `'${by}'` : 'null'}, '${crypto.randomUUID()}') returning received_on::text as day`,
    )
  await expect(note('2025-06-30', order!)).rejects.toMatchObject({
    code: '23514',
    constraint_name: 'month_open',
  })
  expect(await note('2025-07-01', order!)).toEqual([{ day: '2025-07-01' }])
  // A machine cannot choose: its money is booked in the next open month.
  expect(await note('2025-06-30', null)).toEqual([{ day: '2025-07-01' }])

  expect((await administrator.get('/admin/money/books/2025-06/reopening')).status).toBe(403)
  const reopening = await owner.get('/admin/money/books/2025-06/reopening')
  expect((await owner.submit(reopening.form(/reopening$/), { why: '' })).status).toBe(422)
  const reopened = await owner.follow(
    await owner.submit(reopening.form(/reopening$/), { why: 'A missing receipt' }),
  )
  expect(reopened.text).toContain('The month is open again')
  expect(await note('2025-06-30', order!)).toEqual([{ day: '2025-06-30' }])
  expect(await office.sql('select reopened_why as why from month_closing')).toEqual([
    { why: 'A missing receipt' },
  ])
})

test('a month is closed once it is over, and whoever was too late sees how it stands', async () => {
  const books = await owner.get('/admin/money/books')
  const month = office.shop.clock.today().slice(0, 7)
  expect((await owner.post(`/admin/money/books/${month}/closing`, {})).location).toBe(
    '/admin/money/books?done=changed',
  )
  const form = books.form('/admin/money/books/2025-05/closing')
  expect((await owner.submit(form)).location).toBe('/admin/money/books?done=closed')
  expect((await owner.submit(form)).location).toBe('/admin/money/books?done=changed')
  expect(await office.sql('select from month_closing')).toHaveLength(1)
})

test('accounts and columns are the shop’s own: they stand in the journal as they were set', async () => {
  const page = await owner.get('/admin/settings/bookkeeping')
  const typed = {
    account_receivables: '23100',
    journal_on: 'yes',
    journal_separator: 'comma',
    journal_decimal: 'point',
    journal_dates: 'dots',
    journal_at_day: '1',
    journal_as_day: 'Date',
    journal_at_account: '2',
    journal_as_account: 'Account',
    journal_at_amount: '2',
    journal_as_amount: 'Sum',
  }
  const double = await owner.submit(page.form(/bookkeeping$/), typed)
  expect(double.status).toBe(422)
  expect(double.text).toContain('Another column has this place.')
  const saved = await owner.submit(page.form(/bookkeeping$/), { ...typed, journal_at_amount: '3' })
  expect(saved.status).toBe(303)
  await expect
    .poll(() => office.shop.known().settings.bookkeeping.accounts.receivables, { timeout: 20_000 })
    .toBe('23100')
  const books = await owner.get('/admin/money/books')
  const form = { from: '2025-06-01', until: '2025-06-30', format: 'journal' }
  const lines = (await owner.submit(books.form(/export$/), form)).body.split('\r\n')
  expect(lines[0]!.replace('\uFEFF', '')).toBe('Date,Account,Sum')
  expect(lines.find((line) => line.includes(',23100,'))).toMatch(/^\d\d\.06\.2025,23100,-?\d+\.\d\d$/)
})
