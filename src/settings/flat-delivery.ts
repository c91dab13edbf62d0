import { z } from 'zod'
import { blankDelivery } from './carriers.ts'
import { type Delivery, deliverySchema, type Service } from './delivery.ts'

const way = z.object({ offered: z.boolean(), priceCents: z.number(), days: z.number() })
type Way = z.infer<typeof way>

const flat = z.object({
  courier: way,
  locker: way,
  collection: way,
  freeFromCents: z.number().nullable(),
})

/**
 * The delivery settings. Before carriers and weights a shop had one price for each way: what was kept so is read as
 * that price for every weight.
 */
export const delivery = z.preprocess(fromFlat, deliverySchema) as z.ZodType<Delivery, Delivery>

function fromFlat(kept: unknown): unknown {
  const { success, data } = flat.safeParse(kept)
  if (!success) return kept
  const { freeFromCents } = data
  return {
    ...blankDelivery,
    carriers: blankDelivery.carriers.map((carrier) => ({
      ...carrier,
      courier:
        carrier.key === 'dpd' ? priced(carrier.courier!, data.courier, freeFromCents) : carrier.courier,
      locker: carrier.key === 'omniva' ? priced(carrier.locker!, data.locker, freeFromCents) : carrier.locker,
    })),
    collection: { ...blankDelivery.collection, ...data.collection },
  }
}

function priced(service: Service, { offered, priceCents, days }: Way, freeFromCents: number | null): Service {
  const rates = service.rates.map((rate) => ({
    ...rate,
    freeFromCents,
    days: { from: Math.min(rate.days.from, days), until: days },
    bands: [{ upToGrams: 30_000, priceCents }],
  }))
  return { ...service, offered, rates }
}
