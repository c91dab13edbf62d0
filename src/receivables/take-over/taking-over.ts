import * as takenOver from '../../invoicing/taken-over.ts'
import * as orders from '../../orders/find.ts'
import * as formerOrders from '../../orders/taken-over.ts'
import { creditorReference } from '../../payments/reference.ts'
import { sqlState } from '../../platform/database/client.ts'
import { Conflict, Restricted } from '../../platform/errors.ts'
import { cents } from '../../platform/money.ts'
import type { IsoDate } from '../../platform/time.ts'
import type { Access, Actor, Tx } from '../../privacy/with-purpose.ts'
import { withPurpose } from '../../privacy/with-purpose.ts'
import { takeOrderNumber } from '../../settings/numbers.ts'
import type { Settings } from '../../settings/settings.ts'
import type { Checked } from './checking.ts'
import type { FormerRow } from './forms.ts'

interface Around {
  readonly settings: Settings
  readonly today: IsoDate
  /** The member of staff; null for a command. */
  readonly by: string | null
}

/**
 * Takes over an invoice that a former system issued and nobody has paid whole: from now on money, reminders and ends find
 * it as they find our own. Nothing is sent to its buyer. Returns the order that stands for it. Throws Conflict `known` where
 * it is here already.
 */
export async function takeOver(
  tx: Tx<'order-contract'>,
  row: FormerRow,
  { settings, today, by }: Around,
): Promise<string> {
  const number = await takeOrderNumber(tx, settings.numbers)
  const orderId = await formerOrders.open(
    tx,
    {
      number,
      language: row.language,
      party: partyOf(row),
      paymentReference: row.reference ?? creditorReference(number),
      issuedOn: row.issued_on,
      dueOn: row.due_on,
      deliveredOn: row.delivered_on,
      openCents: cents(row.gross - row.paid),
    },
    today,
    by,
  )
  const order = await orders.find(tx, orderId)
  const former = {
    number: row.number,
    issuedOn: row.issued_on,
    dueOn: row.due_on,
    grossCents: row.gross,
    vatCents: row.vat,
    paidCents: row.paid,
  }
  await refusedTwice(tx.under('accounting', (books) => takenOver.keep(books, former, order, settings, by)))
  return orderId
}

function partyOf(row: FormerRow): formerOrders.FormerOrder['party'] {
  const {
    company = null,
    name,
    email,
    phone = null,
    street = null,
    town = null,
    postcode = null,
    country,
  } = row
  const address = { street, town, postcode, country }
  const own = { name, email, phone, ...address }
  if (company === null) return { kind: 'person', ...own }
  const { registration_number: registrationNumber = null, vat_number: vatNumber = null } = row
  return { kind: 'company', companyName: company, registrationNumber, vatNumber, ...own }
}

/** Two people hand in the same file. */
async function refusedTwice(kept: Promise<unknown>): Promise<void> {
  try {
    await kept
  } catch (error) {
    if (sqlState(error) === '23505') throw new Conflict('known')
    throw error
  }
}

/**
 * Takes over each good line for itself: one that is here meanwhile, or whose buyer had their data restricted meanwhile, does
 * not keep the others. Returns how many came.
 */
export async function takeOverAll(
  access: Access<'backoffice'>,
  actor: Actor,
  checked: readonly Checked[],
  around: Around,
): Promise<number> {
  let taken = 0
  for (const line of checked) {
    if (line.state !== 'good') continue
    try {
      await withPurpose(access, 'order-contract', actor, (tx) => takeOver(tx, line.row, around))
      taken += 1
    } catch (error) {
      if (!(error instanceof Conflict || error instanceof Restricted)) throw error
    }
  }
  return taken
}
