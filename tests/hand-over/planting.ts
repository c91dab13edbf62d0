import { addDays } from '../../src/platform/time.ts'
import { trade } from '../withdrawals/trade.ts'
import type { HandOvers } from './ground.ts'
import { type Document, type MadeUp, paymentsOf } from './made-up-debts.ts'

/** Rows like one that the doors have made, with other facts: thousands of orders in a few statements. */
export async function plant(shop: HandOvers, all: readonly MadeUp[]): Promise<void> {
  const like = await modelOf(shop)
  const day = (ahead: number) => addDays(shop.till.around.today, ahead)
  const plain = (table: string, rows: readonly object[]) => plainly(shop, table, rows)
  const add = async (table: string, where: string, rows: readonly object[]) => {
    for (let at = 0; at < rows.length; at += 500)
      await shop.past(
        `insert into "${table}" select (jsonb_populate_record(like_it.one, facts)).* from (select one from "${table}" one where ${where} limit 1) like_it,
           jsonb_array_elements('${JSON.stringify(rows.slice(at, at + 500))}'::jsonb) facts`,
      )
  }
  const ofModel = `order_id = '${like.orderId}'`
  const documents = all.flatMap((order) => order.documents.map((document) => ({ order, document })))
  await add(
    'order',
    `id = '${like.orderId}'`,
    all.map(({ id }) => ({
      id,
      number: id,
      form_key_hash: `\\x${id.replaceAll('-', '').repeat(2)}`,
      payment_reference: id,
    })),
  )
  await add(
    'order_party',
    ofModel,
    all.flatMap(({ id, party }) =>
      party
        ? [
            {
              order_id: id,
              ...party,
              ...(party.kind === 'company' && { company_name: 'SIA X', registration_number: '1' }),
            },
          ]
        : [],
    ),
  )
  await add(
    'invoice',
    `id = '${like.invoiceId}'`,
    documents.map(({ order, document }, at) => {
      const supply = order.documents.find(
        ({ kind }) => kind === 'invoice' || kind === 'final' || kind === 'taken-over',
      )
      const about = ['charge', 'credit-note', 'corrective'].includes(document.kind)
      return {
        id: document.id,
        kind: document.kind,
        number: document.id,
        order_id: order.id,
        gross_cents: document.gross,
        net_cents: document.gross,
        vat_cents: 0,
        prepaid_cents: document.prepaid,
        due_on: document.dueIn === null ? null : day(document.dueIn),
        preceding_id: about ? supply!.id : null,
        cause: document.kind === 'credit-note' ? 'goodwill' : null,
        issued_at: new Date(Date.parse('2026-01-01') + at * 1000).toISOString(),
      }
    }),
  )
  await add(
    'invoice_document',
    `invoice_id = '${like.invoiceId}'`,
    documents.map(({ document }) => ({ invoice_id: document.id, bytes: '\\x25' })),
  )
  const parcels = all.filter(({ parcel }) => parcel !== 'none')
  await add(
    'shipment',
    ofModel,
    parcels.map(({ id }) => ({ id, order_id: id })),
  )
  await add(
    'shipment_dispatch',
    ofModel,
    parcels.map(({ id }) => ({ shipment_id: id, order_id: id })),
  )
  await add(
    'shipment_delivery',
    ofModel,
    parcels
      .filter(({ parcel }) => parcel !== 'on its way')
      .map(({ id, parcel }) => ({ shipment_id: id, order_id: id, source: parcel })),
  )
  await add(
    'cancellation',
    ofModel,
    all.filter(({ cancelled }) => cancelled).map(({ id }) => ({ order_id: id })),
  )
  const withdrawals = all.filter(({ withdrawn }) => withdrawn !== 'no')
  await add(
    'withdrawal',
    `id = '${like.withdrawalId}'`,
    withdrawals.map(({ id }) => ({ id, order_id: id })),
  )
  for (const { id } of withdrawals.filter(({ withdrawn }) => withdrawn === 'declined'))
    await shop.past(
      `insert into withdrawal_step (withdrawal_id, step, words, made_by) values ('${id}', 'declined', 'No.', '${shop.till.by}')`,
    )
  await shop.past(
    `insert into restricted_order select (jsonb_array_elements_text('${JSON.stringify(all.filter(({ restricted }) => restricted).map(({ id }) => id))}'))::uuid`,
  )
  await add(
    'personal_code',
    ofModel,
    all
      .filter(({ code }) => code !== 'none')
      .map(({ id, code }) => ({
        order_id: id,
        ...(code === 'taken back' && { taken_back_at: '2026-01-01T00:00:00Z', sealed: null }),
      })),
  )
  const payments = all.flatMap((order) => paymentsOf(order).map((each) => ({ ...each, orderId: order.id })))
  await add(
    'payment',
    ofModel,
    payments.map(({ id, orderId, cents }) => ({
      id,
      order_id: orderId,
      amount_cents: cents,
      provider_reference: null,
    })),
  )
  await add(
    'settlement',
    `invoice_id = '${like.invoiceId}'`,
    payments.map(({ id, document, cents }) => ({
      id,
      payment_id: id,
      invoice_id: document.id,
      amount_cents: cents,
    })),
  )
  await plain(
    'settlement_reversal',
    payments.filter(({ undone }) => undone).map(({ id }) => ({ settlement_id: id })),
  )
  const by = shop.till.by
  const facts = (order: MadeUp, document: Document) => ({ order_id: order.id, invoice_id: document.id })
  const each = (rows: (order: MadeUp, document: Document) => readonly object[]) =>
    documents.flatMap(({ order, document }) => rows(order, document))
  await plain(
    'write_off',
    each((order, document) =>
      document.writtenOff.map(({ cents }) => ({
        id: document.id,
        ...facts(order, document),
        amount_cents: cents,
        cause: 'small',
        reason: 'x',
        written_off_on: day(0),
        written_off_by: by,
      })),
    ),
  )
  await plain(
    'write_off_reversal',
    each((_, { id, writtenOff }) =>
      writtenOff
        .filter(({ reversed }) => reversed)
        .map(() => ({ write_off_id: id, reversed_on: day(0), reversed_by: by })),
    ),
  )
  await plain(
    'dunning_hold',
    each((order, document) =>
      document.hold === 'none'
        ? []
        : [
            {
              ...facts(order, document),
              reason: 'x',
              placed_by: by,
              ...(document.hold === 'lifted' && { lifted_at: '2026-01-01T00:00:00Z', lifted_by: by }),
            },
          ],
    ),
  )
  await plain(
    'payment_promise',
    each((order, document) =>
      document.promisedIn === null
        ? []
        : [{ ...facts(order, document), promised_on: day(document.promisedIn), noted_by: by }],
    ),
  )
  await plain(
    'debt_objection',
    each((order, document) =>
      document.objection === 'none' ? [] : [{ id: document.id, ...facts(order, document), words: 'No.' }],
    ),
  )
  await plain(
    'debt_objection_decision',
    each((order, { id, objection }) =>
      objection === 'rejected' || objection === 'upheld'
        ? [
            {
              objection_id: id,
              order_id: order.id,
              upheld: objection === 'upheld',
              reason: 'x',
              decided_by: by,
            },
          ]
        : [],
    ),
  )
  await plain(
    'debt_notice',
    each((order, document) =>
      document.notices.map(({ id }, at) => ({
        id,
        ...facts(order, document),
        issued_on: day(-60 + at),
        issued_at: day(-60 + at),
        principal_cents: 1,
        interest_cents: 0,
        costs_cents: 0,
        issued_by: by,
      })),
    ),
  )
  await plain(
    'debt_notice_document',
    each((order, document) =>
      document.notices.map(({ id }) => ({ notice_id: id, order_id: order.id, bytes: '\\x25' })),
    ),
  )
  await plain(
    'debt_notice_receipt',
    each((order, document) =>
      document.notices.flatMap(({ id, objectUntilIn }) =>
        objectUntilIn === null
          ? []
          : [
              {
                notice_id: id,
                order_id: order.id,
                received_on: day(objectUntilIn - 21),
                object_until: day(objectUntilIn),
                source: 'proof',
                proof: 'RR',
                noted_by: by,
              },
            ],
      ),
    ),
  )
  await plain(
    'hand_over_case',
    each((order, document) =>
      document.handedOver
        ? [
            {
              ...facts(order, document),
              hand_over_id: like.handOverId,
              principal_cents: 1,
              interest_cents: 0,
              costs_cents: 0,
            },
          ]
        : [],
    ),
  )
}

/** Rows of facts with the table's own defaults. */
async function plainly(shop: HandOvers, table: string, rows: readonly object[]): Promise<void> {
  if (rows.length === 0) return
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  await shop.past(`insert into ${table} (${columns.join(', ')}) select ${columns.map((name) => `facts.${name}`).join(', ')}
    from jsonb_populate_recordset(null::${table}, '${JSON.stringify(rows)}'::jsonb) facts`)
}

/** One order that went through every door. */
async function modelOf(shop: HandOvers) {
  const doors = trade(shop.office)
  const debt = await shop.person()
  await shop.keepCode(debt, '18056505610')
  await shop.office.render(debt.invoiceId)
  await shop.till.receive(debt.orderId, 1)
  const handOverId = await shop.confirm(debt)
  const withdrawalId = await doors.withdraw(debt.orderId, null)
  await shop.past(
    `insert into cancellation (order_id, reason, cancelled_by) values ('${debt.orderId}', 'x', '${shop.till.by}')`,
  )
  return { ...debt, handOverId, withdrawalId }
}
