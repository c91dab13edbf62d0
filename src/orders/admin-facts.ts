import type { AdminShop } from '../admin-shop.ts'
import * as copies from '../correspondence/copies.ts'
import * as invoices from '../invoicing/invoices.ts'
import { type CardOffice, cardOffice } from '../payments/cards/office.ts'
import * as payments from '../payments/payments.ts'
import * as disclosures from '../privacy/accountability/disclosures.ts'
import * as openings from '../privacy/accountability/openings.ts'
import { type Tx, withoutPurpose, withPurpose } from '../privacy/with-purpose.ts'
import * as debts from '../receivables/debts.ts'
import { actorOf, type StaffMember } from '../staff/auth.ts'
import * as staff from '../staff/staff.ts'
import * as withdrawals from '../withdrawals/withdrawals.ts'
import { type CodeSection, codeSection } from './admin-code-section.ts'
import { type Deed, deedsOf } from './admin-history.ts'
import { repairDeeds } from './admin-repairs-model.ts'
import * as orders from './find.ts'
import * as payLater from './pay-later.ts'
import * as proofs from './proofs.ts'
import * as questions from './questions.ts'
import * as repairs from './repairs.ts'

/** Under which purpose staff look at an order. */
export type SeenUnder = 'order-contract' | 'conformity-claims'

/** All that the page of an order shows, each part read under its own purpose. */
export interface Opened {
  readonly order: orders.OrderFacts
  readonly seenUnder: SeenUnder
  /** Once the contract has ended: whether the order may be opened for claims. */
  readonly claimsLast: boolean
  readonly note: string | null
  readonly proofs: ReadonlyMap<string, proofs.Proof>
  readonly payments: readonly payments.Payment[]
  readonly cards: CardOffice
  /** Whether the buyer may pay later, and the days agreed with the company once and for all. */
  readonly trust: Awaited<ReturnType<typeof payLater.trustOf>>
  readonly standingDays: number | undefined
  /** Of a buyer who asks to pay later: what they owe already. */
  readonly overdue: Awaited<ReturnType<typeof payLater.overdueOf>>
  /** How many were ever noted. */
  readonly paymentsNoted: number
  /** What is still to be paid after credit notes and charges, in cents; not below nothing. */
  readonly owedCents: number
  readonly invoices: readonly invoices.Listed[]
  /** Those that ask for money by a day. */
  readonly debts: readonly string[]
  readonly mails: readonly copies.MailRow[]
  readonly questions: readonly questions.Question[]
  /** Withdrawals that wait for somebody. */
  readonly withdrawn: readonly withdrawals.Withdrawal[]
  readonly deeds: readonly Deed[]
  /** Of goods that came: what was repaired since, as long as their buyer may claim. */
  readonly repaired: repairs.Repaired | undefined
  readonly names: ReadonlyMap<string, string>
  /** Who received the buyer's data (Art. 15(1)(c)). */
  readonly disclosures: readonly disclosures.UnitDisclosure[]
  /** The personal code, where one may be asked for. */
  readonly personalCode: CodeSection | undefined
}

/** Throws NotFound. */
export async function openOrder(
  shop: AdminShop,
  member: StaffMember,
  id: string,
  asked: SeenUnder,
): Promise<Opened> {
  const { backoffice } = shop.database
  const actor = actorOf(member)
  const failed = await withoutPurpose(backoffice, actor, copies.failedMails)
  const people = await shop.staffAuth.under('staff-accounts', actor, (tx) => staff.list(tx))
  return withPurpose(backoffice, 'order-contract', actor, async (tx) => {
    const own = await orders.find(tx, id)
    const claimsLast = !own.contractOpen && (await orders.claimsLast(tx, id))
    const seenUnder = claimsLast ? asked : 'order-contract'
    const order =
      seenUnder === 'order-contract' ? own : await tx.under(seenUnder, (claims) => orders.find(claims, id))
    await noteOpening(tx, id, seenUnder)
    const repaired =
      own.deliveredOn && (own.contractOpen || seenUnder === 'conformity-claims')
        ? await tx.under('conformity-claims', (claims) => repairs.ofOrder(claims, id))
        : undefined
    return {
      order,
      seenUnder,
      claimsLast,
      note: await orders.noteOf(tx, id),
      proofs: await proofs.latest(tx, id),
      payments: await payments.ofOrder(tx, id),
      cards: await cardOffice(tx, id),
      trust: await payLater.trustOf(tx, id),
      standingDays: own.party?.kind === 'company' ? await payLater.standingDays(tx, own.party) : undefined,
      overdue: own.paymentMethod === 'later' ? await payLater.overdueOf(tx, id) : [],
      ...(await owed(tx, id)),
      invoices: await invoices.ofOrder(tx, id),
      debts: await debts.ofOrder(tx, id),
      mails: await tx.under('service-messages', (messages) => copies.ofOrder(messages, id, failed)),
      questions: await tx.under('service-messages', (messages) => questions.ofOrder(messages, id)),
      withdrawn: await withdrawals.waitingOf(tx, id),
      deeds: [...(await deedsOf(tx, id)), ...repairDeeds(repaired)].sort(
        (one, other) => one.at.getTime() - other.at.getTime(),
      ),
      repaired,
      names: new Map(people.map((person) => [person.id, person.name])),
      disclosures: await tx.under('accountability', (trace) => disclosures.ofUnit(trace, 'order', id)),
      personalCode: await codeSection(shop, tx, order),
    }
  })
}

/** Under the very purpose that shows the buyer. */
async function noteOpening(tx: Tx<'order-contract'>, id: string, seenUnder: SeenUnder): Promise<void> {
  const opened = { unit: 'order', ids: [id], page: 'order' } as const
  if (seenUnder === 'order-contract') return openings.note(tx, opened)
  return tx.under(seenUnder, (claims) => openings.note(claims, opened))
}

async function owed(tx: Tx<'order-contract'>, id: string) {
  const { dueCents, paidCents, noted } = await payments.standing(tx, id)
  return { paymentsNoted: noted, owedCents: Math.max(0, dueCents - paidCents) }
}
