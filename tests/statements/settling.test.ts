import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as entries from '../../src/payments/statements/entries.ts'
import { booksOf } from '../../src/payments/statements/jobs.ts'
import * as matches from '../../src/payments/statements/matches.ts'
import * as suggestions from '../../src/payments/statements/suggestions.ts'
import { Conflict } from '../../src/platform/errors.ts'
import { withPurpose } from '../../src/privacy/with-purpose.ts'
import { type Ledger, openLedger, seen, staffId } from './ledger.ts'
import type { Placed } from './orders.ts'

let ledger: Ledger

beforeAll(async () => {
  ledger = await openLedger()
})
afterAll(() => ledger.close())

let day = 0
/** A statement of a day of its own, looked through. */
async function statement(rows: Parameters<Ledger['statement']>[0]): Promise<number> {
  day += 1
  const of = new Date(Date.UTC(2026, 0, day)).toISOString().slice(0, 10)
  await ledger.statement(rows, { day: of })
  return ledger.settle()
}

/** What waits, by its words. */
async function waiting(words: string): Promise<entries.EntryRow | undefined> {
  const found = await seen(ledger, (tx) =>
    tx.under('accounting', (books) => entries.waiting(books, { limit: 500, offset: 0 })),
  )
  return found.entries.find((each) => [each.words, ...each.structured].join(' ').includes(words))
}

async function suggested(words: string) {
  const entry = (await waiting(words))!
  const found = await seen(ledger, (tx) => suggestions.forEntries(tx, [entry]))
  return found.get(entry.id)!
}

function byHand(entryId: string, parts: { orderId: string; amountCents: number }[]) {
  return seen(ledger, (tx) => matches.matchByHand(tx, booksOf(ledger.shop), { entryId, parts, by: staffId }))
}

describe('settles itself', () => {
  test('money with the order’s reference, with its document and who paid', async () => {
    const order = await ledger.order(12_100)
    expect(await statement([{ cents: 12_100, reference: order.reference, name: 'A Friend' }])).toBe(1)
    expect(await ledger.paid(order)).toEqual([12_100])
    const [kept] = await ledger.sql(
      `select kind, gross_cents as gross, payment_payer.name, noted_by as by, received_on::text as "on"
         from payment join invoice on invoice.order_id = payment.order_id join payment_payer on payment_id = payment.id
        where payment.order_id = $1`,
      [order.id],
    )
    expect(kept).toMatchObject({ kind: 'advance', gross: 12_100, name: 'A Friend', by: null })
  })

  test('money with the reference, or the number, in free words or with the payer’s own reference', async () => {
    const orders = [await ledger.order(1_001), await ledger.order(1_002), await ledger.order(1_003)]
    const [one, two, three] = orders as [Placed, Placed, Placed]
    await statement([
      { cents: 1_001, words: `par zīmi, ${one.reference.replace(/(.{4})/g, '$1 ')}` },
      { cents: 1_002, words: `order no ${two.number.toLowerCase()} thanks` },
      { cents: 1_003, endToEndId: three.reference },
    ])
    expect(await ledger.paid(...orders)).toEqual([1_001, 1_002, 1_003])
  })

  test('money with the number of an invoice', async () => {
    const order = await ledger.order(5_000)
    await statement([{ cents: 2_000, reference: order.reference }])
    const [document] = await ledger.sql<{ number: string }>(
      'select number from invoice where order_id = $1',
      [order.id],
    )
    await statement([{ cents: 3_000, words: `rēķins ${document!.number}` }])
    expect(await ledger.paid(order)).toEqual([5_000])
  })

  test('money in parts, each on its day', async () => {
    const order = await ledger.order(9_000)
    await statement([
      { cents: 4_000, reference: order.reference },
      { cents: 5_000, reference: order.reference },
    ])
    expect(await ledger.paid(order)).toEqual([9_000])
  })

  test('each transfer of a batch', async () => {
    const [one, two] = (await ledger.orders(2, 2_500)) as [Placed, Placed]
    await statement([
      {
        cents: 5_000,
        batch: [
          { cents: 2_500, reference: one.reference },
          { cents: 2_500, reference: two.reference },
        ],
      },
    ])
    expect(await ledger.paid(one, two)).toEqual([2_500, 2_500])
  })
})

describe('waits for somebody, with its reasons', () => {
  test.each([
    ['too much', 1_100, 'reference,over'],
    ['for an order that is paid', 1_000, 'reference,paid'],
  ])('money %s', async (why, cents, reasons) => {
    const order = await ledger.order(1_000, 'Nobody Known')
    if (reasons.includes('paid')) await statement([{ cents: 1_000, reference: order.reference }])
    await statement([{ cents, words: `${why} ${order.number}`, reference: order.reference }])
    const { orders } = await suggested(order.reference)
    expect(orders[0]).toMatchObject({ orderId: order.id, amountCents: cents })
    expect(orders[0]!.reasons.join()).toBe(reasons)
  })

  test('money for an order that was cancelled', async () => {
    const order = await ledger.order(1_000, 'Nobody Known')
    await ledger.sql('insert into cancellation (order_id, reason, cancelled_by) values ($1, $2, $1)', [
      order.id,
      'x',
    ])
    expect(await statement([{ cents: 1_000, reference: order.reference }])).toBe(0)
    const { orders } = await suggested(order.reference)
    expect(orders[0]!.reasons).toContain('cancelled')
  })

  test('money that only amount and name lead to', async () => {
    const order = await ledger.order(77_701, 'Ilze Kļaviņa')
    await statement([{ cents: 77_701, name: 'KLAVINA ILZE', words: 'by name alone' }])
    const { orders } = await suggested('by name alone')
    expect(orders).toMatchObject([{ orderId: order.id, reasons: ['amount', 'name'] }])
    expect(await ledger.paid(order)).toEqual([0])
  })

  test('one sum for two orders, offered as a split', async () => {
    const orders = [await ledger.order(3_300), await ledger.order(4_400)]
    await statement([{ cents: 7_700, words: `both ${orders.map(({ number }) => number).join(' un ')}` }])
    const entry = (await waiting('both'))!
    const { split } = await suggested('both')
    expect(split!.map(({ orderId }) => orderId).sort()).toEqual(orders.map(({ id }) => id).sort())
    await byHand(
      entry.id,
      split!.map(({ orderId, openCents }) => ({ orderId, amountCents: openCents })),
    )
    expect(await ledger.paid(...orders)).toEqual([3_300, 4_400])
    expect(await waiting('both')).toBeUndefined()
  })

  test('a batch that is not taken apart, another currency, and a refund that came back', async () => {
    const order = await ledger.order(1_500)
    const settled = await statement([
      { cents: 1_500, words: 'never told', batch: [] },
      { cents: 1_500, currency: 'USD', reference: order.reference },
      { cents: 1_500, reference: order.reference, returned: 'AC04' },
    ])
    expect(settled).toBe(0)
    expect(await ledger.paid(order)).toEqual([0])
  })
})

describe('by hand', () => {
  test('too much is the order’s money, and a payment of two clicks is one', async () => {
    const order = await ledger.order(1_000)
    await statement([{ cents: 1_200, words: 'by hand, too much' }])
    const entry = (await waiting('by hand, too much'))!
    const clicks = await Promise.allSettled(
      [1, 2].map(() => byHand(entry.id, [{ orderId: order.id, amountCents: 1_200 }])),
    )
    expect(clicks.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const refused = clicks.find(({ status }) => status === 'rejected') as PromiseRejectedResult
    expect(refused.reason).toMatchObject({ code: 'entry-matched' } satisfies Partial<Conflict>)
    expect(await ledger.paid(order)).toEqual([1_200])
  })

  test('a part leaves the rest waiting, and no more than the entry is given away', async () => {
    const order = await ledger.order(1_000)
    await statement([{ cents: 1_000, words: 'by hand, in parts' }])
    const entry = (await waiting('by hand, in parts'))!
    await byHand(entry.id, [{ orderId: order.id, amountCents: 400 }])
    expect(await waiting('by hand, in parts')).toMatchObject({ state: 'part', openCents: 600 })
    await expect(byHand(entry.id, [{ orderId: order.id, amountCents: 601 }])).rejects.toThrow(Conflict)
  })

  test('what is undone waits again, is nobody’s, and does not settle itself a second time', async () => {
    const order = await ledger.order(8_800)
    await statement([{ cents: 8_800, reference: order.reference, words: 'wrongly matched' }])
    const [match] = await ledger.sql<{ entry: string; payment: string }>(
      `select entry_id as entry, payment_id as payment from bank_entry_match join payment on payment.id = payment_id where order_id = $1`,
      [order.id],
    )
    const undoing = { entryId: match!.entry, paymentId: match!.payment, reason: 'Another order', by: staffId }
    await seen(ledger, (tx) => matches.undo(tx, booksOf(ledger.shop), undoing))
    expect(await ledger.paid(order)).toEqual([0])
    expect(await ledger.settle()).toBe(0)
    expect(await waiting('wrongly matched')).toMatchObject({ state: 'waiting', openCents: 8_800 })
    const [party] = await ledger.sql('select order_id from bank_entry_party where entry_id = $1', [
      match!.entry,
    ])
    expect(party).toEqual({ order_id: null })
    const credited = await ledger.sql("select 1 from invoice where order_id = $1 and kind = 'credit-note'", [
      order.id,
    ])
    expect(credited).toHaveLength(1)
    await byHand(match!.entry, [{ orderId: order.id, amountCents: 8_800 }])
    expect(await ledger.paid(order)).toEqual([8_800])
  })

  test('what is no order’s money is put aside with a note, and taken up again', async () => {
    await statement([{ cents: 55, words: 'interest of the year' }])
    const entry = (await waiting('interest of the year'))!
    const aside = (work: Parameters<typeof withPurpose<'backoffice', 'accounting', void>>[3]) =>
      withPurpose(ledger.shop.database.backoffice, 'accounting', `staff:${staffId}`, work)
    const given = { entryId: entry.id, reason: 'interest', note: 'Of the savings', by: staffId } as const
    await aside((tx) => matches.setAside(tx, given))
    await aside((tx) => matches.setAside(tx, given))
    expect(await waiting('interest of the year')).toBeUndefined()
    const order = await ledger.order(55)
    await expect(byHand(entry.id, [{ orderId: order.id, amountCents: 55 }])).rejects.toThrow(Conflict)
    await aside((tx) => matches.takeUpAgain(tx, entry.id, staffId))
    await byHand(entry.id, [{ orderId: order.id, amountCents: 55 }])
    await expect(aside((tx) => matches.setAside(tx, given))).rejects.toMatchObject({ code: 'entry-matched' })
  })
})

test('a refund of ours is known when it leaves, keeps its receiver, and tells when it comes back', async () => {
  const order = await ledger.order(6_000)
  await statement([{ cents: 6_000, reference: order.reference }])
  const [refund] = await ledger.sql<{ id: string }>(
    `insert into refund (order_id, payment_id, means, amount_cents, cause)
       select order_id, id, 'transfer', 6000, 'goodwill' from payment where order_id = $1 returning id`,
    [order.id],
  )
  const endToEndId = refund!.id.replaceAll('-', '')
  const iban = 'LV97HABA0012345678910'
  await statement([
    { cents: -6_000, name: 'Anna Bērziņa', iban, endToEndId },
    { cents: -6_000, name: 'A Supplier', iban, words: 'Rent for the flat of Jānis' },
  ])
  const outcome = await ledger.sql('select outcome from refund_outcome where refund_id = $1', [refund!.id])
  expect(outcome).toEqual([{ outcome: 'done' }])
  const names = await ledger.sql<{ name: string }>(
    `select name from bank_entry_party join bank_entry on bank_entry.id = entry_id where not credit`,
  )
  expect(names).toEqual([{ name: 'Anna Bērziņa' }])
  await statement([{ cents: 6_000, returned: 'AC04', endToEndId, words: 'account closed' }])
  const { orders } = await suggested('account closed')
  expect(orders[0]).toMatchObject({ orderId: order.id, reasons: ['refund'] })
})

test('what the bank takes back leads to the payment it was', async () => {
  const order = await ledger.order(4_200)
  const payer = { name: 'Zane Liepa', iban: 'LV97HABA0012345678910', endToEndId: 'PAYER-1' }
  await statement([{ cents: 4_200, reference: order.reference, ...payer }])
  await statement([{ cents: -4_200, reversal: true, words: 'recalled', ...payer }])
  const { takenBack } = await suggested('recalled')
  expect(takenBack).toMatchObject([{ number: order.number }])
})
