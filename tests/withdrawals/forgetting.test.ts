import { afterAll, beforeAll, expect, test } from 'vitest'
import * as eraser from '../../src/privacy/retention/eraser.ts'
import { withPurpose } from '../../src/privacy/with-purpose.ts'
import * as steps from '../../src/withdrawals/steps.ts'
import * as withdrawals from '../../src/withdrawals/withdrawals.ts'
import type { Office } from '../admin/office.ts'
import { by, openTrade, type Trade } from './trade.ts'

let office: Office
let doors: Trade

beforeAll(async () => {
  ;({ office, doors } = await openTrade())
})
afterAll(() => office.close())

async function stated(address: string, closed: boolean): Promise<string> {
  const id = crypto.randomUUID()
  const words = { name: 'Kāds', contract: 'Dzeltenās zīmes', words: 'Visas', orderId: null, pieces: null }
  await doors.contract((tx) => withdrawals.receive(tx, { id, address, language: 'lv', ...words }))
  if (closed) await doors.contract((tx) => steps.close(tx, id, 'Nav mūsu pircējs.', by))
  return id
}

test('what no order was found for goes six months after it was closed, and not while it waits', async () => {
  const [old, young, open] = [
    await stated('old@example.com', true),
    await stated('young@example.com', true),
    await stated('open@example.com', false),
  ]
  await office.sql(
    `update withdrawal_step set made_at = now() - interval '7 months' where withdrawal_id = $1`,
    [old],
  )
  await office.sql(
    `update withdrawal set received_at = now() - interval '7 months' where id = $1 or id = $2`,
    [old, open],
  )
  const { worker } = office.shop.database
  await eraser.run(
    { access: worker, register: office.shop.register },
    { cause: 'retention', actor: 'command' },
  )
  const left = await office.sql<{ id: string; iban: string | null; words: string | null }>(
    'select id, iban, words from withdrawal',
  )
  expect(left.map(({ id }) => id).sort()).toEqual([young, open].sort())
  // What was bought is the contract's business alone, and that one is over.
  expect(left.find(({ id }) => id === young)!.words).toBeNull()
  expect(left.find(({ id }) => id === open)!.words).toBe('Visas')
  expect(await office.sql('select id from withdrawal_step where withdrawal_id = $1', [old])).toEqual([])
})

test('accounting knows that money went back, and neither who withdrew nor why', async () => {
  await stated('books@example.com', false)
  const { backoffice } = office.shop.database
  const reading = withPurpose(backoffice, 'accounting', 'command', (tx) =>
    withdrawals.listed(tx as never, 'open'),
  )
  await expect(reading).rejects.toThrow()
})
