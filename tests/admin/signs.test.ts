import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { urlFor } from '../../src/urls.ts'
import type { Client } from '../support/client.ts'
import { take } from '../support/trade.ts'
import { type Office, openOffice } from './office.ts'

let office: Office
let desk: Client & { id: string }

beforeAll(async () => {
  office = await openOffice()
  await office.hire('owner')
  desk = await office.hire('administrator')
})
afterAll(() => office.close())

const href = (name: Parameters<typeof urlFor>[0], params: Record<string, string>) =>
  urlFor(name, 'lv', params)

describe('a sign made to order', () => {
  test('is drawn with the words as staff leave them, approved by its buyer, made and packed in this order', async () => {
    const bought = await office.order('Hart & Sons')
    await take(desk, bought, ['payment'])
    let page = await office.open(desk, bought)
    expect(page.text).toContain('Proof not sent')
    const line = /lines\/([0-9a-f-]{36})\/proof/.exec(page.body)![1]!
    const making = href('adminMaking', { id: bought.id, lineId: line })
    const early = await desk.post(making, {})
    expect(early.status).toBe(409)
    expect(early.text).toContain('has not approved the proof')
    const unpacked = await desk.post(href('adminPacking', { id: bought.id }), {})
    expect(unpacked.status).toBe(409)

    page = await desk.follow(await desk.submit(page.form(/\/proof$/), { words: 'Hart & Sons Ltd' }))
    expect(page.text).toContain('The proof was sent')
    expect(page.text).toContain('Hart & Sons Ltd')
    expect(page.texts('.words').join('; ')).toContain(
      'Words: Hart & Sons; Words on the proof: Hart & Sons Ltd',
    )
    const picture = await desk.get(page.find('img.proof-picture').getAttributeValue('src')!)
    expect(picture.headers.get('content-type')).toBe('image/webp')

    await take(desk, bought, ['approval'])
    page = await office.open(desk, bought)
    expect(page.text).toContain('Proof approved')
    expect(page.texts('.act .words')).toEqual(['Words on the proof: Hart & Sons Ltd'])
    const ordered = await bought.buyer.get(urlFor('order', 'en', { id: bought.id }))
    expect(ordered.texts('.words').join('; ')).toContain('Your words: Hart & Sons')
    const notMade = await desk.post(href('adminPacking', { id: bought.id }), {})
    expect(notMade.status).toBe(409)
    expect(notMade.text).toContain('not ready for this step')
    page = await desk.follow(await desk.submit(page.form(/\/making$/)))
    expect(page.text).toContain('Making recorded.')
    page = await desk.follow(await desk.submit(page.form(/\/packing$/)))
    expect(page.text).toContain('The order is packed.')
    const late = await desk.post(href('adminProof', { id: bought.id, lineId: line }), {
      words: 'Other',
      seen: '1',
    })
    expect(late.status).toBe(409)
    expect(late.text).toContain('already approved the proof')
  })

  test('is not made before it is paid for', async () => {
    const bought = await office.order('Hart')
    await take(desk, bought, ['proof', 'approval'])
    const page = await office.open(desk, bought)
    const line = /proof-([0-9a-f-]{36})/.exec(page.body)![1]!
    const early = await desk.post(href('adminMaking', { id: bought.id, lineId: line }), {})
    expect(early.status).toBe(409)
    expect(early.text).toContain('The order is not paid yet')
    await expect(
      office.sql('insert into making (order_line_id, order_id, made_by) values ($1, $2, $1)', [
        line,
        bought.id,
      ]),
    ).rejects.toThrow('cannot be made yet')
  })

  test('that is cancelled is neither drawn nor approved nor made any more', async () => {
    const bought = await office.order('Hart')
    await take(desk, bought, ['proof'])
    const open = await bought.buyer.get(urlFor('order', 'en', { id: bought.id }))
    const approve = open.form(/proof/)
    const page = await office.open(desk, bought)
    const line = /lines\/([0-9a-f-]{36})\/proof/.exec(page.body)![1]!
    await take(desk, bought, ['cancellation'])
    const after = await office.open(desk, bought)
    expect(after.all('main form').map((form) => form.getAttributeValue('action'))).not.toContain(
      href('adminProof', { id: bought.id, lineId: line }),
    )
    const guest = await bought.buyer.get(urlFor('order', 'en', { id: bought.id }))
    expect(guest.all('.proof form')).toEqual([])
    expect((await bought.buyer.submit(approve, {}, 'Approve the proof')).status).toBe(409)
    expect((await desk.submit(page.form(/\/proof$/))).status).toBe(409)
    const making = await desk.post(href('adminMaking', { id: bought.id, lineId: line }), {})
    expect(making.status).toBe(409)
    expect(making.text).toContain('The order is cancelled')
  })

  test('is approved as it was seen: a version sent at the same time leaves nothing half answered', async () => {
    const bought = await office.order('Race')
    await take(desk, bought, ['proof'])
    const approve = (await bought.buyer.get(urlFor('order', 'en', { id: bought.id }))).form(/proof/)
    const send = (await office.open(desk, bought)).form(/\/proof$/)
    const [answered, sent] = await Promise.all([
      bought.buyer.submit(approve, {}, 'Approve the proof'),
      desk.submit(send, { words: 'Race 2' }),
    ])
    expect([answered.status, sent.status].sort()).toEqual([303, 409])
  })

  test('gets one proof by two clicks', async () => {
    const bought = await office.order('Two clicks')
    const form = (await office.open(desk, bought)).form(/\/proof$/)
    const clicks = await Promise.all([desk.submit(form), desk.submit(form)])
    expect(clicks.map(({ status }) => status).sort()).toEqual([303, 409])
  })

  test('takes no more words than its product, and keeps what was typed', async () => {
    const bought = await office.order('Short')
    const form = (await office.open(desk, bought)).form(/\/proof$/)
    const words = Array.from({ length: 13 }, (_, line) => `line ${line}`).join('\n')
    const page = await desk.submit(form, { words })
    expect(page.status).toBe(422)
    expect(page.form(/\/proof$/).filled().words).toBe(words)
    const empty = await desk.submit(form, { words: ' ' })
    expect(empty.status).toBe(422)
    const strange = await desk.submit(form, { words: '漢字' })
    expect(strange.status).toBe(422)
    expect(strange.text).toContain('漢')
  })
})
