import { sql } from 'drizzle-orm'
import { type CastCompany, type CastPerson, people } from '../../seed/cast.ts'
import * as customers from '../../src/customers/customers.ts'
import type { OpenedShop } from '../../src/open-shop.ts'
import * as keys from '../../src/orders/keys.ts'
import * as orders from '../../src/orders/orders.ts'
import { creditorReference } from '../../src/payments/reference.ts'
import type { Language } from '../../src/platform/i18n/languages.ts'
import { cents } from '../../src/platform/money.ts'
import { addDays } from '../../src/platform/time.ts'
import { type Tx, withPurpose } from '../../src/privacy/with-purpose.ts'
import { takeOrderNumber } from '../../src/settings/numbers.ts'
import { urlFor } from '../../src/urls.ts'
import type { Client } from '../support/client.ts'
import type { Bought } from '../support/trade.ts'

export interface Wanted {
  readonly language?: Language
  /** The words of a sign made to order; without them something from the shelf. */
  readonly words?: string
  /** Without words: made after it was ordered all the same. */
  readonly toMake?: boolean
  readonly quantity?: number
  readonly by?: CastPerson | CastCompany
  readonly delivery?: 'courier' | 'locker' | 'collection'
  /** The carrier's key. */
  readonly carrier?: string
  readonly party?: Partial<orders.Party>
  readonly payment?: orders.Draft['paymentMethod']
  /** Cents. */
  readonly priceCents?: number
}

/** An order without the way there: whoever tests what comes after it need not fill in the order form. */
export async function placed(shop: OpenedShop, buyer: Client, wanted: Wanted = {}): Promise<Bought> {
  const { language = 'lv' } = wanted
  const { id, number, key } = await withPurpose(shop.database.storefront, 'order-contract', 'guest', (tx) =>
    place(shop, tx, wanted),
  )
  await buyer.get(urlFor('orderOpen', language, { token: key }))
  return { id, number, buyer }
}

async function place(shop: OpenedShop, tx: Tx<'order-contract'>, wanted: Wanted) {
  const { language = 'lv', by = people.anna, delivery = 'courier' } = wanted
  const { settings, notices } = shop.known()
  const id = crypto.randomUUID()
  const number = await takeOrderNumber(tx, settings.numbers)
  await orders.place(tx, {
    id,
    number,
    formKeyHash: orders.formKeyHash(Buffer.alloc(32, 3), id),
    customerId: await customers.remember(tx, by.email),
    language,
    delivery: { method: delivery, priceCents: cents(delivery === 'collection' ? 0 : 399) },
    carrier: wanted.carrier ?? null,
    paymentMethod: wanted.payment ?? 'transfer',
    paymentReference: creditorReference(number),
    payBy: addDays(shop.clock.today(), 7),
    noticeVersionId: notices[language]!.id,
    termsVersionId: settings.terms[language]!.id,
    party: { ...partyOf(by, delivery), ...wanted.party },
    lines: [await lineOf(tx, wanted)],
  })
  return { id, number, key: await keys.make(tx, id) }
}

function partyOf(by: CastPerson | CastCompany, delivery: Wanted['delivery']): orders.Party {
  const { name, email, phone, address } = by
  const company =
    'company' in by
      ? {
          kind: 'company' as const,
          companyName: by.company,
          registrationNumber: by.registrationNumber,
          vatNumber: by.vatNumber ?? null,
        }
      : { kind: 'person' as const }
  const { street, town, postcode } = address
  const locker = delivery === 'locker' ? 'Rīga, Origo' : null
  return {
    ...company,
    name,
    email,
    phone: phone.replaceAll(' ', ''),
    street,
    town,
    postcode,
    country: 'LV',
    locker,
  }
}

async function lineOf(tx: Tx<'order-contract'>, wanted: Wanted): Promise<orders.DraftLine> {
  const { language = 'lv', words = null, toMake = words !== null, quantity = 1 } = wanted
  const [found] = await tx.execute<{
    id: string
    sku: string
    name: string
    label: string
    price: number
  }>(sql`
    select variant.id, sku, name, coalesce(label, '') as label, price_cents as price
      from variant join product on product.id = variant.product_id
      join product_text on product_text.product_id = product.id and product_text.language = ${language}
      left join variant_text on variant_text.variant_id = variant.id and variant_text.language = ${language}
     where published_at is not null and (word_lines is not null) = ${words !== null} and (stock is null) = ${words !== null}
       and (stock is null or stock > 5)
     order by word_lines * word_line_length desc nulls last, sku limit 1`)
  return {
    variantId: found!.id,
    sku: found!.sku,
    name: found!.name,
    label: found!.label,
    quantity,
    unitPriceCents: wanted.priceCents ?? found!.price,
    vatCategory: 'S',
    vatRate: 2100,
    madeToOrder: words !== null,
    toMake,
    words,
    stocked: !toMake,
  }
}
