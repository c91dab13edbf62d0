import { sql } from 'drizzle-orm'
import type { About, Letter, MailBuilders } from '../../correspondence/jobs.ts'
import { aboutOrder, letter, type OrderMail } from '../../orders/letters.ts'
import { type Tx, withPurpose } from '../../privacy/with-purpose.ts'
import type { Shop } from '../../shop.ts'

/** What the debtor hears of a hand-over, and what the collector hears when less is owed. */
export const handOverMails: Pick<MailBuilders, 'debt-handed-over' | 'debt-recalled'> = {
  'debt-handed-over': aboutOrder((tx, _, { id }) => factsOf(tx, id), handedOverLetter),
  'debt-recalled': recallLetter,
}

/** What collectors read; the subject speaks both. */
const tongues = ['lv', 'en'] as const
const [first] = tongues

interface Facts extends Record<string, unknown> {
  readonly invoice: string
  readonly dueOn: string
  readonly principalCents: number
  readonly interestCents: number
  readonly costsCents: number
  readonly collector: string
  readonly registrationNumber: string | null
  readonly licenceNumber: string | null
  readonly collectorEmail: string | null
  readonly codeTold: boolean
}

/** As the collector was told; nothing where it has ended meanwhile. */
async function factsOf(tx: Tx<'order-contract'>, id: string): Promise<Facts | undefined> {
  const [row] = await tx.execute<Facts>(sql`
    select invoice.number as invoice, due_on::text as "dueOn", principal_cents as "principalCents", interest_cents as "interestCents",
           costs_cents as "costsCents", recipient.name as collector, registration_number as "registrationNumber",
           licence_number as "licenceNumber", recipient.email as "collectorEmail",
           needs_personal_code as "codeTold"
      from hand_over_case join hand_over on hand_over.id = hand_over_id join recipient on recipient.id = recipient_id
      join invoice on invoice.id = invoice_id
     where hand_over_case.id = ${id} and not exists (select from hand_over_end where case_id = hand_over_case.id)`)
  return row
}

function handedOverLetter(shop: Shop, mail: OrderMail, facts: Facts): Letter {
  const { principalCents, interestCents, costsCents } = facts
  return letter(shop, 'debt-handed-over', mail, {
    ...facts,
    totalCents: principalCents + interestCents + costsCents,
    shop: shop.known().settings.identity.name,
  })
}

/**
 * To the collector: a number and an amount, in Latvian and English. The debtor's contract may have ended by then; the number
 * names nobody to anybody else.
 */
async function recallLetter(shop: Shop, { id }: About): Promise<Letter | undefined> {
  const told = await withPurpose(shop.database.worker, 'order-contract', 'job:send-mail', async (tx) => {
    const [row] = await tx.execute<{ email: string; number: string; openCents: number }>(sql`
      select email, number, open_cents as "openCents" from shop_recall_letter(${id})`)
    return row
  })
  if (!told) return undefined
  const { email, number, openCents } = told
  const paragraphs = tongues.map((language) => ({
    language,
    words: shop.t(language)(`handedOver.recall.${openCents > 0 ? 'less' : 'nothing'}`, {
      number,
      amount: shop.formats(language).money(openCents),
    }),
  }))
  return {
    to: email,
    language: first,
    subject: shop.t(first)('handedOver.recall.subject', { number }),
    model: { paragraphs },
  }
}
