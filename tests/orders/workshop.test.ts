import { execFileSync } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { urlFor } from '../../src/urls.ts'
import { type Office, openOffice } from '../admin/office.ts'
import type { Client } from '../support/client.ts'
import { has } from '../support/programs.ts'
import { type Bought, type Step, take } from '../support/trade.ts'
import { placed } from './placed.ts'

const poppler = has('pdftotext')

let office: Office
let desk: Client & { id: string }

beforeAll(async () => {
  office = await openOffice()
  await office.hire('owner')
  desk = await office.hire('administrator')
})
afterAll(() => office.close())

const list = urlFor('adminWorkshop')

/** A sign with these words, taken so far. */
async function sign(
  words: string,
  steps: readonly Step[] = ['proof', 'approval', 'payment'],
): Promise<Bought> {
  const bought = await placed(office.shop, office.visitor({ audit: false }), { language: 'en', words })
  await take(desk, bought, steps)
  return bought
}

async function lineOf({ id }: Bought): Promise<string> {
  const [line] = await office.sql<{ id: string }>('select id from order_line where order_id = $1', [id])
  return line!.id
}

async function made(...orders: Bought[]): Promise<number> {
  const ids = orders.map(({ id }) => id)
  const [row] = await office.sql<{ made: number }>(
    `select count(*)::int as made from making where order_id in (${ids.map((id) => `'${id}'`).join(',')})`,
  )
  return row!.made
}

describe('the workshop', () => {
  test('lists what is paid and approved, and nothing that waits for either', async () => {
    await sign('Ready Ltd')
    await sign('Unpaid Ltd', ['proof', 'approval'])
    await sign('Unanswered Ltd', ['proof', 'payment'])
    await sign('Undrawn Ltd', ['payment'])
    await sign('Made Ltd', ['proof', 'approval', 'payment', 'making'])
    const page = await desk.get(list)
    expect(page.texts('.job .words')).toEqual(['Ready Ltd'])
    expect(page.text).toContain('1 sign waits for payment')
    expect(page.text).toContain('2 signs wait for their proof or an answer')
    expect((await desk.get(`${list}?by=material`)).texts('.job .words')).toEqual(['Ready Ltd'])
  })

  test('shows no buyer: a sign is cut without knowing who ordered it', async () => {
    const bought = await sign('Nameless')
    const page = await desk.get(list)
    expect(page.text).toContain(bought.number)
    const [party] = await office.sql<{ name: string; email: string; street: string }>(
      'select name, email, street from order_party where order_id = $1',
      [bought.id],
    )
    for (const personal of Object.values(party!)) expect(page.body).not.toContain(personal)
  })

  test('says in words what is late', async () => {
    const bought = await sign('Late Ltd')
    await office.sql(`update proof_answer set answered_at = now() - interval '60 days' where order_id = $1`, [
      bought.id,
    ])
    await office.sql(`update payment set received_on = received_on - 60 where order_id = $1`, [bought.id])
    const page = await desk.get(list)
    expect(page.texts('.job .words')[0]).toBe('Late Ltd')
    expect(page.text).toMatch(/\d+ working days late/)
    expect((await desk.get(urlFor('admin'))).text).toContain('1 sign is late in the workshop')
  })

  test('marks several signs as made in one go', async () => {
    const [one, other] = [await sign('First'), await sign('Second')]
    const lines = [await lineOf(other), await lineOf(one)]
    const page = await desk.follow(await desk.post(list, { 'line[]': lines, action: 'made' }))
    expect(page.text).toContain('2 signs are marked as made.')
    expect(await made(one, other)).toBe(2)
    expect(page.texts('.job .words')).not.toContain('First')
  })

  test('marks all that were ticked or none', async () => {
    const [ready, unpaid] = [await sign('Fine'), await sign('Not fine', ['proof', 'approval'])]
    const page = await desk.post(list, {
      'line[]': [await lineOf(ready), await lineOf(unpaid)],
      action: 'made',
    })
    expect(page.status).toBe(409)
    expect(page.text).toContain('None was marked')
    expect(await made(ready, unpaid)).toBe(0)
    const unknown = await desk.post(list, {
      'line[]': [await lineOf(ready), crypto.randomUUID()],
      action: 'made',
    })
    expect(unknown.status).toBe(409)
    expect(await made(ready)).toBe(0)
    expect((await desk.post(list, { action: 'made' })).status).toBe(422)
  })

  test('two people who mark the same signs at once mark each of them once', async () => {
    const orders = [await sign('A'), await sign('B'), await sign('C')]
    const lines = await Promise.all(orders.map(lineOf))
    const other = await office.hire('administrator')
    const answers = await Promise.all([
      desk.post(list, { 'line[]': lines, action: 'made' }),
      other.post(list, { 'line[]': [...lines].reverse(), action: 'made' }),
    ])
    expect(answers.map(({ status }) => status)).toEqual([303, 303])
    expect(await made(...orders)).toBe(3)
  })
})

describe('a job card', () => {
  test('holds the words, the number and the sizes, and neither buyer nor price', async () => {
    const bought = await sign('Hart & Sons')
    const [one, other] = [await lineOf(bought), await lineOf(await sign('Second card'))]
    const redirect = await desk.post(list, { 'line[]': [one, other], action: 'cards' })
    const pdf = await desk.follow(redirect)
    expect(pdf.headers.get('content-type')).toBe('application/pdf')
    const bytes = await fetched(redirect.location!)
    expect(bytes.toString('latin1')).toMatch(/\/Marked true/)
    expect(bytes.toString('latin1')).toContain('/Lang (en-GB)')
    if (!poppler) return
    const text = execFileSync('pdftotext', ['-', '-'], { input: bytes, encoding: 'utf8' })
    for (const said of ['Job card', `${bought.number}/1`, 'Hart & Sons', 'Second card', 'mm', 'Made'])
      expect(text).toContain(said)
    for (const unsaid of ['Oliver', 'example.com', '€']) expect(text).not.toContain(unsaid)
  })

  test('of nothing that can be made leads back to the list', async () => {
    const page = await desk.get(`${urlFor('adminJobCards')}?line=${crypto.randomUUID()}`)
    expect(page.location).toBe(list)
  })

  async function fetched(path: string): Promise<Buffer> {
    const cookie = [...desk.jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await office.app.request(path, { headers: { cookie } })
    return Buffer.from(await answer.arrayBuffer())
  }
})
