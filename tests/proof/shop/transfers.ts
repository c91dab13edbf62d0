import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { loginOptions } from '../../../src/open-shop.ts'
import * as orders from '../../../src/orders/find.ts'
import { openClient } from '../../../src/platform/database/client.ts'
import { Conflict } from '../../../src/platform/errors.ts'
import { translator } from '../../../src/platform/i18n/messages.ts'
import { cents } from '../../../src/platform/money.ts'
import { systemClock } from '../../../src/platform/time.ts'
import { rolesFor } from '../../../src/privacy/roles.ts'
import { type Actor, withPurpose } from '../../../src/privacy/with-purpose.ts'
import * as receipts from '../../../src/receivables/receipts.ts'
import { read, type Settings } from '../../../src/settings/settings.ts'
import { zone } from '../../../src/shop.ts'

// A process of its own that notes transfers through the shop's own door, to be killed in the middle of it.

/** Where the books are. */
export interface Opening {
  readonly databaseUrl: string
  /** base64 */
  readonly secret: string
}

export interface Ask {
  readonly orderId: string
}

export interface Told {
  readonly orderId: string
  /** Null when it had been settled before, by a transaction whose end nobody heard of. */
  readonly invoiceId: string | null
}

const clock = systemClock(zone)
const clerk = '00000000-0000-4000-8000-000000000001'
const actor: Actor = `staff:${clerk}`

const opening = JSON.parse(process.argv[2]!) as Opening
const access = openAccess(opening)
const waiting: string[] = []
process.on('message', ({ orderId }: Ask) => waiting.push(orderId))
// Two at once, so that they meet at the number's row.
await Promise.all([work(), work()])

function openAccess({ databaseUrl, secret }: Opening) {
  const options = loginOptions(databaseUrl, Buffer.from(secret, 'base64'), 'backoffice')
  const roles = rolesFor(options.database!)
  return { login: 'backoffice', roles, client: openClient({ ...options, max: 2 }) } as const
}

async function work(): Promise<never> {
  let settings: Settings | undefined
  for (;;) {
    const orderId = waiting.shift()
    if (orderId === undefined) {
      await pause(10)
      continue
    }
    try {
      settings ??= await read(access.client.orm)
      process.send?.({ orderId, invoiceId: await receive(orderId, settings!) } satisfies Told)
    } catch (error) {
      if (error instanceof Conflict && error.code === 'already-paid') {
        process.send?.({ orderId, invoiceId: null } satisfies Told)
        continue
      }
      waiting.push(orderId)
      await pause(50)
    }
  }
}

function receive(orderId: string, settings: Settings): Promise<string | null> {
  return withPurpose(access, 'order-contract', actor, async (tx) => {
    const order = await orders.find(tx, orderId)
    const transfer = {
      orderId,
      amountCents: cents(order.totalCents),
      receivedOn: clock.today() as receipts.Receipt['receivedOn'],
      means: 'transfer' as const,
      payerName: null,
      notedBy: clerk,
      seen: 0,
    }
    const around = { settings, today: clock.today() as receipts.Receipt['receivedOn'], t: translator }
    const { documentId } = await receipts.receive(tx, transfer, around)
    // Kills fall between the last statement and the commit, too.
    await tx.execute(sql`select 1`)
    return documentId
  })
}
