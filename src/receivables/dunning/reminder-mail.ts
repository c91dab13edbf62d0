import type { Letter } from '../../correspondence/jobs.ts'
import { printedIban } from '../../customers/identifiers.ts'
import { offered } from '../../payments/cards/cards.ts'
import { printedReference } from '../../payments/reference.ts'
import { transferCode } from '../../payments/transfer-code.ts'
import { transferImage } from '../../payments/transfer-image.ts'
import type { Language } from '../../platform/i18n/languages.ts'
import { cents } from '../../platform/money.ts'
import type { IsoDate } from '../../platform/time.ts'
import type { Shop } from '../../shop.ts'
import { noticeDueOn, type Tone } from './schedule.ts'

/** A debt as its reminder tells it. */
export interface Reminded {
  readonly kind: 'person' | 'company'
  /** Of the document. */
  readonly number: string
  readonly orderNumber: string
  readonly dueOn: IsoDate
  readonly tone: Tone
  /** Cents, at this moment. */
  readonly openCents: number
  /** Some of it was paid or credited. */
  readonly partly: boolean
  readonly reference: string
}

interface Debtor {
  readonly to: string
  readonly name: string
  readonly language: Language
  /** The order's page, where whoever reads the letter may see it. */
  readonly href?: string | undefined
  readonly secret?: string
}

export const contentId = 'transfer-code@mail'

/** The reminder of a debt. */
export async function reminderLetter(shop: Shop, debtor: Debtor, debt: Reminded): Promise<Letter> {
  const { to, language, secret, name, href } = debtor
  const { tone } = debt
  const picture = await transferImage(codeOf(shop, debt))
  return {
    to,
    language,
    subject: shop.t(language)(`reminder.subject.${tone}`, {
      number: debt.number,
      day: shop.formats(language).date(debt.dueOn),
    }),
    ...(secret !== undefined && { secret }),
    model: {
      name,
      href,
      tone,
      number: debt.number,
      orderNumber: debt.orderNumber,
      dueOn: debt.dueOn,
      openCents: debt.openCents,
      partly: debt.partly,
      free: debt.kind === 'person',
      noticeOn: noticeAfter(debt, shop),
      card: offered(shop),
      payment: paymentOf(shop, debt),
      picture: { contentId, side: picture.side },
    },
    attachments: [{ name: 'qr.png', type: 'image/png', content: picture.bytes, contentId }],
  }
}

function codeOf(shop: Shop, { openCents, reference }: Reminded): string {
  const { bank } = shop.known().settings
  return transferCode({ name: bank.accountHolder, iban: bank.iban, amountCents: cents(openCents), reference })
}

/** The last reminder says from when the notice may come, unless that day has passed. */
function noticeAfter({ tone, kind, dueOn }: Reminded, shop: Shop): IsoDate | undefined {
  const day = noticeDueOn(kind, dueOn, shop.known().settings.debts)
  return tone === 'last' && day > shop.clock.today() ? day : undefined
}

function paymentOf(shop: Shop, { openCents, reference }: Reminded) {
  const { bank } = shop.known().settings
  return {
    accountHolder: bank.accountHolder,
    iban: printedIban(bank.iban),
    bic: bank.bic,
    bank: bank.bank,
    amountCents: openCents,
    reference: printedReference(reference),
  }
}
