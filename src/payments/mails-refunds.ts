import { eq } from 'drizzle-orm'
import type { Letter, MailBuilders } from '../correspondence/jobs.ts'
import { aboutOrder, letter, type OrderMail } from '../orders/letters.ts'
import type { Tx } from '../privacy/with-purpose.ts'
import type { Shop } from '../shop.ts'
import { find } from './refunds.ts'
import { refundAccount, refundOutcome } from './table.ts'

/** Letters about money that goes back: that it will, and that it did. */
export const refundMails: Pick<MailBuilders, 'refund-asked' | 'refund-done'> = {
  'refund-asked': aboutOrder((tx, _, { id }) => factsOf(tx, id), askedLetter),
  'refund-done': aboutOrder(async (tx, _, { id }) => {
    const facts = await factsOf(tx, id)
    return facts?.happenedOn ? facts : undefined
  }, doneLetter),
}

type Facts = NonNullable<Awaited<ReturnType<typeof factsOf>>>

async function factsOf(tx: Tx<'order-contract'>, id: string) {
  const found = await find(tx, id)
  if (!found) return undefined
  const [account] = await tx
    .select({ iban: refundAccount.iban })
    .from(refundAccount)
    .where(eq(refundAccount.refundId, id))
  const [outcome] = await tx
    .select({ happenedOn: refundOutcome.happenedOn, outcome: refundOutcome.outcome })
    .from(refundOutcome)
    .where(eq(refundOutcome.refundId, id))
  return {
    ...found,
    iban: account ? masked(account.iban) : undefined,
    happenedOn: outcome?.outcome === 'done' ? outcome.happenedOn : undefined,
  }
}

/** A letter may be read by others: enough to recognise one's own account. */
function masked(iban: string): string {
  return `${iban.slice(0, 4)} … ${iban.slice(-4)}`
}

function askedLetter(shop: Shop, mail: OrderMail, { amountCents, means, iban }: Facts): Letter {
  return letter(shop, 'refund-asked', mail, {
    amountCents,
    means,
    iban,
    needsAccount: means === 'transfer' && !iban,
  })
}

function doneLetter(shop: Shop, mail: OrderMail, { amountCents, means, iban, happenedOn }: Facts): Letter {
  return letter(shop, 'refund-done', mail, { amountCents, means, iban, happenedOn })
}
