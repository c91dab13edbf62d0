import type { Letter, MailBuilders } from '../../correspondence/jobs.ts'
import { printedIban } from '../../customers/identifiers.ts'
import { documentName } from '../../invoicing/documents.ts'
import { aboutOrder, letter, type OrderMail } from '../../orders/letters.ts'
import { printedReference } from '../../payments/reference.ts'
import type { Tx } from '../../privacy/with-purpose.ts'
import type { Shop } from '../../shop.ts'
import * as notices from './notices.ts'
import * as objections from './objections.ts'

/** Letters about a debt to whoever owes it: the notice itself, and what became of an objection. */
export const noticeMails: Pick<
  MailBuilders,
  'debt-notice' | 'debt-objection-received' | 'debt-objection-decided'
> = {
  'debt-notice': aboutOrder((tx, _, { id }) => noticeFacts(tx, id), noticeLetter),
  'debt-objection-received': aboutOrder(
    (tx, _, { id }) => objections.find(tx, id),
    (shop, mail, { raisedAt, words }) =>
      aboutDebt(shop, 'debt-objection-received', mail, { raisedAt, words }),
  ),
  'debt-objection-decided': aboutOrder(decisionFacts, (shop, mail, facts) =>
    aboutDebt(shop, 'debt-objection-decided', mail, facts),
  ),
}

async function noticeFacts(tx: Tx<'order-contract'>, id: string) {
  return { ...(await notices.find(tx, id)), bytes: await notices.document(tx, id) }
}

function noticeLetter(
  shop: Shop,
  mail: OrderMail,
  { bytes, principalCents, interestCents, costsCents, issuedOn }: Awaited<ReturnType<typeof noticeFacts>>,
): Letter {
  const { order } = mail
  const { bank, identity } = shop.known().settings
  const t = shop.t(order.language)
  const person = order.party?.kind !== 'company'
  return {
    ...aboutDebt(shop, 'debt-notice', mail, {
      title: t(`debtNotice.title.${person ? 'person' : 'company'}`),
      person,
      issuedOn,
      principalCents,
      interestCents,
      costsCents,
      totalCents: principalCents + interestCents + costsCents,
      holder: bank.accountHolder,
      iban: printedIban(bank.iban),
      reference: printedReference(order.paymentReference),
      email: identity.email,
      post: [identity.legalName, identity.street, identity.town, identity.postcode].join(', '),
    }),
    attachments: [
      {
        name: documentName(`${t('debtMail.fileName')}-${order.number}`),
        type: 'application/pdf',
        content: bytes,
      },
    ],
  }
}

/** Undefined while nobody has decided. */
async function decisionFacts(
  tx: Tx<'order-contract'>,
  order: OrderMail['order'],
  { id }: { readonly id: string },
) {
  const { decidedAt, upheld, reason, raisedAt, restReason } = await objections.find(tx, id)
  if (!decidedAt) return undefined
  return {
    raisedAt,
    upheld: upheld === true,
    reason: restReason ?? reason,
    orderNumber: order.number,
    rest: restReason !== null,
  }
}

/** A letter whose link leads to the debt, and not to the order. */
function aboutDebt(
  shop: Shop,
  kind: 'debt-notice' | 'debt-objection-received' | 'debt-objection-decided',
  mail: OrderMail,
  model: Readonly<Record<string, unknown>>,
): Letter {
  return letter(shop, kind, { ...mail, href: `${mail.href}?to=debt` }, model)
}
