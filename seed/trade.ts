import { randomBytes } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { drawSign } from '../src/catalogue/drawing/drawing.ts'
import { signOf } from '../src/catalogue/signs.ts'
import * as cartArtwork from '../src/checkout/cart-artwork.ts'
import * as carts from '../src/checkout/carts.ts'
import { goodsOf, quotesFor } from '../src/checkout/deliveries.ts'
import * as discounts from '../src/checkout/discounts.ts'
import { type OrderForm, place } from '../src/checkout/placing.ts'
import * as personalCodes from '../src/customers/personal-codes.ts'
import { destinationOf } from '../src/orders/destinations.ts'
import { find, type OrderFacts } from '../src/orders/find.ts'
import * as fulfilment from '../src/orders/fulfilment.ts'
import type * as orders from '../src/orders/orders.ts'
import * as proofs from '../src/orders/proofs.ts'
import * as questions from '../src/orders/questions.ts'
import * as repairs from '../src/orders/repairs.ts'
import type { Transaction } from '../src/platform/database/client.ts'
import { renderPreview } from '../src/platform/files/pictures.ts'
import type { Language } from '../src/platform/i18n/languages.ts'
import { translator } from '../src/platform/i18n/messages.ts'
import { cents } from '../src/platform/money.ts'
import { dayIn, type IsoDate } from '../src/platform/time.ts'
import { type Access, type Tx, withPurpose } from '../src/privacy/with-purpose.ts'
import * as receipts from '../src/receivables/receipts.ts'
import * as supplies from '../src/receivables/supplies.ts'
import type { Settings } from '../src/settings/settings.ts'
import { markFile } from './artwork.ts'
import type { Past } from './past.ts'
import type { SeedOrder } from './seed-order.ts'

/** What every order of the past needs to know. */
export interface Ground {
  readonly tx: Transaction
  readonly past: Past
  readonly settings: Settings
  readonly zone: string
  /** The notice in force in each language. */
  readonly notices: Readonly<Record<Language, string>>
  readonly variants: ReadonlyMap<string, string>
}

/** Who worked in the shop then and has left since: a staff number without a name. */
export const clerk = '5eed0000-0000-4000-8000-000000000001'

/** Pixels of a drawing sent for approval, small where it is long past: drawing is what takes longest here. */
const proofWidth = { lately: 480, once: 240 }

/** Places an order as the order form does and returns its id. */
export async function placed(ground: Ground, seed: SeedOrder, moment: Date): Promise<string> {
  const { past, settings, notices, zone } = ground
  const { language } = seed.by
  const token = randomBytes(32).toString('base64url')
  const party = partyOf(seed)
  const { total, key } = await filledCart(ground, seed, token, dayIn(zone, moment))
  const form: OrderForm = {
    formKey: randomBytes(32).toString('base64url'),
    cartToken: token,
    language,
    party,
    delivery: key,
    noticeVersionId: notices[language],
    termsVersionId: settings.terms[language]!.id,
    payment: seed.later === undefined ? 'transfer' : 'later',
    // Sealed under a key that nobody keeps, and taken back at once: nobody has one in the demo shop.
    ...(seed.later !== undefined && { personalCode: '32000000000' }),
    agreedTotalCents: total,
    consents: { email: null, phone: null },
    noSimilarGoods: false,
    gift: seed.giftTo !== undefined,
  }
  const { id } = await place(past.access, form, {
    settings,
    noticeVersionId: notices[language],
    today: dayIn(zone, moment),
    keys: { form: randomBytes(32), address: randomBytes(32), personalCodes: () => randomBytes(32) },
    purposesOn: new Set(),
  })
  if (seed.later !== undefined && party.kind === 'person')
    await withPurpose(past.access, 'identification', 'guest', (tx) => personalCodes.takeBack(tx, id))
  return id
}

async function filledCart(
  { past, settings, variants }: Ground,
  seed: SeedOrder,
  token: string,
  today: IsoDate,
): Promise<{ total: number; key: string }> {
  await withPurpose(past.access, 'website', 'guest', (tx) => carts.keep(tx, token))
  return withPurpose(past.access, 'order-contract', 'guest', async (tx) => {
    for (const [index, [sku, quantity, words = null]] of seed.lines.entries()) {
      const mark = index === 0 ? seed.mark : undefined
      const put = { variantId: variants.get(sku)!, quantity, words, apart: mark !== undefined }
      const { lineId } = await carts.add(tx, token, put)
      if (mark !== undefined) await cartArtwork.attach(tx, token, lineId, await markFile(mark))
    }
    if (seed.code && (await discounts.enter(tx, token, seed.code)) !== 'taken')
      throw new RangeError(`nobody takes the code ${seed.code}`)
    const held = await carts.contents(tx, token, seed.by.language)
    const offered = await quotesFor(held, settings, today, destinationOf(partyOf(seed)))
    const quote = offered.find(({ kind }) => kind === seed.delivery)
    if (!quote) throw new RangeError(`no ${seed.delivery} takes ${seed.lines[0]![0]}`)
    const off = held.discount?.cents ?? 0
    return { total: goodsOf(held.lines) - off + quote.priceCents, key: quote.key }
  })
}

function partyOf({ by, delivery, giftTo, note }: SeedOrder): orders.Party {
  const { street, town, postcode, country } = by.address
  const company =
    'company' in by
      ? {
          companyName: by.company,
          registrationNumber: by.registrationNumber,
          vatNumber: by.vatNumber ?? null,
          invoiceEmail: by.invoiceEmail ?? null,
        }
      : {}
  const elsewhere = giftTo && {
    deliveryName: giftTo.name,
    deliveryStreet: giftTo.address.street,
    deliveryTown: giftTo.address.town,
    deliveryPostcode: giftTo.address.postcode,
  }
  return {
    kind: 'company' in by ? 'company' : 'person',
    name: by.name,
    email: by.email,
    phone: by.phone,
    street,
    town,
    postcode,
    country,
    note: note ?? null,
    locker: delivery === 'locker' ? `${town}, Centrāltirgus pakomāts` : null,
    ...company,
    ...elsewhere,
  }
}

/** Sends a drawing of each line of the buyer's own that has none approved yet. */
export async function sendProofs({ past }: Ground, id: string, { daysAgo, mark }: SeedOrder): Promise<void> {
  const width = daysAgo > 60 ? proofWidth.once : proofWidth.lately
  await past.asStaff(clerk, async (tx) => {
    const known = await proofs.latest(tx, id)
    for (const { id: lineId, variantId, words } of await ownLines(tx, id)) {
      const sign = await signOf(tx, variantId)
      // Words on white: brushed steel takes five times as long.
      const size = { ...sign.size, finish: 'printed-white' } as const
      // Instead of words the buyer's own mark.
      const shown = words === '' ? mark!.split(' ') : words.split('\n')
      const { bytes } = await renderPreview(drawSign(sign.drawing!, shown, size), width)
      const seen = known.get(lineId)?.version ?? 0
      await proofs.send(tx, { orderId: id, lineId, words, picture: bytes, seen, by: clerk })
    }
  })
}

/** The buyer answers every drawing: yes, or what should be different. */
export async function answerProofs({ past }: Ground, id: string, remark: string | undefined): Promise<void> {
  await withPurpose(past.access, 'order-contract', 'guest', async (tx) => {
    for (const { id: proofId } of (await proofs.latest(tx, id)).values())
      await proofs.answer(
        tx,
        id,
        proofId,
        remark === undefined ? { approved: true } : { approved: false, remark },
      )
  })
}

/** Notes what came in: all of it, or the part that is said. */
export async function receive(
  ground: Ground,
  id: string,
  moment: Date,
  part: number | undefined,
): Promise<void> {
  const { past, settings, zone } = ground
  const today = dayIn(zone, moment)
  await past.asStaff(clerk, async (tx) => {
    const order = await find(tx, id)
    const before = await paidSoFar(tx, id)
    await receipts.receive(
      tx,
      {
        orderId: id,
        amountCents: cents(part ?? order.totalCents - before.cents),
        receivedOn: today,
        means: 'transfer' as const,
        payerName: payerOf(order),
        notedBy: clerk,
        seen: before.count,
      },
      { settings, today, t: translator },
    )
  })
}

function payerOf({ party }: OrderFacts): string | null {
  return party ? (party.companyName ?? party.name) : null
}

/** What staff do with the goods themselves: what lies on the shelf is not made. */
export async function make({ past }: Ground, id: string): Promise<void> {
  await past.asStaff(clerk, async (tx) => {
    const { lines } = await find(tx, id)
    for (const { id: lineId, toMake } of lines) if (toMake) await fulfilment.make(tx, id, lineId, clerk)
  })
}

export async function pack({ past }: Ground, id: string): Promise<void> {
  await past.asStaff(clerk, (tx) => fulfilment.pack(tx, id, clerk))
}

export async function dispatch(ground: Ground, id: string, moment: Date, seed: SeedOrder): Promise<void> {
  const { past, settings } = ground
  const collected = seed.delivery === 'collection'
  await past.asStaff(clerk, async (tx) => {
    const { delivery } = await find(tx, id)
    const carrier = settings.delivery.carriers.find(({ key }) => key === delivery.carrier)
    const parcel = {
      carrier: collected ? 'collection' : (carrier?.name ?? 'DPD'),
      trackingNumber: collected ? null : `0580${String(9_876_000_000 + seed.daysAgo).padStart(10, '0')}`,
    }
    await supplies.send(tx, id, parcel, actingOn(ground, moment))
  })
}

export async function deliver(ground: Ground, id: string, moment: Date): Promise<void> {
  const { past, zone } = ground
  const acting = actingOn(ground, moment)
  await past.asStaff(clerk, (tx) => supplies.receivedBy(tx, id, dayIn(zone, moment), acting))
}

/** Goods that did not conform come back whole on the same day. */
export async function repair({ past, zone }: Ground, id: string, moment: Date): Promise<void> {
  const backoffice = past.access as unknown as Access<'backoffice'>
  const noted = { orderId: id, repairedOn: dayIn(zone, moment), by: clerk }
  await withPurpose(backoffice, 'conformity-claims', `staff:${clerk}`, (tx) => repairs.note(tx, noted))
}

function actingOn({ settings, zone }: Ground, moment: Date) {
  return { settings, today: dayIn(zone, moment), t: translator, by: clerk }
}

export async function cancel({ past }: Ground, id: string, reason: string): Promise<void> {
  await past.asStaff(clerk, (tx) => fulfilment.cancel(tx, id, reason, clerk))
}

/** The buyer asks something; the words are kept as the form on the order's page keeps them. */
export async function ask({ past }: Ground, id: string, words: string): Promise<string> {
  const question = { id: crypto.randomUUID(), orderId: id, words }
  await withPurpose(past.access, 'order-contract', 'guest', (tx) => questions.ask(tx, question))
  return question.id
}

export async function answerQuestion({ past }: Ground, id: string, questionId: string, note: string) {
  await past.asStaff(clerk, (tx) =>
    questions.answer(tx, { questionId, orderId: id, note, answeredBy: clerk }),
  )
}

/** Lines with the buyer's words, or with nothing but their file: those have no words. */
async function ownLines(
  tx: Tx<'order-contract'>,
  id: string,
): Promise<{ id: string; variantId: string; words: string }[]> {
  return [
    ...(await tx.execute<{ id: string; variantId: string; words: string }>(sql`
      select order_line.id, variant_id as "variantId", coalesce(words, '') as words from order_line
        left join artwork on artwork.order_line_id = order_line.id
        where order_line.order_id = ${id} and made_to_order order by position`)),
  ]
}

async function paidSoFar(tx: Tx<'order-contract'>, id: string): Promise<{ count: number; cents: number }> {
  const [row] = await tx.execute<{ count: number; cents: number }>(sql`
    select count(*)::int as count, coalesce(sum(amount_cents), 0)::int as cents from payment where order_id = ${id}`)
  return row!
}
