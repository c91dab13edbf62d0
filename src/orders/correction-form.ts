import { z } from 'zod'
import { askAbout } from '../customers/email-slips.ts'
import { free, named, optional, phone, postcodeIn } from '../customers/fields.ts'
import { pointLine } from '../delivery/points.ts'
import * as fields from '../platform/web/fields.ts'
import type { Typed } from '../platform/web/forms.ts'
import type { Correctable, Corrected } from './corrections.ts'
import { destinationCountry } from './destinations.ts'
import type { Elsewhere } from './elsewhere.ts'
import type { OrderFacts, PartyFacts } from './find.ts'

/** What of an order is asked for: the fields of its way of delivery, as far as they may still be changed. */
export type Asked = Readonly<Record<'courier' | 'locker' | 'phone' | 'email' | 'reference', boolean>>

/** What a correction's form asks, of what may still be changed. */
export function askedOf({ delivery }: OrderFacts, may: Correctable): Asked {
  return {
    courier: may.delivery && delivery.method === 'courier',
    locker: may.delivery && delivery.method === 'locker',
    phone: may.phone,
    email: may.email,
    reference: may.reference,
  }
}

/** The address that the form showed: one that looks like a slip is asked about once. */
export const seenForm = z.object({ emailSeen: z.string().catch('') })

/**
 * The form with the same rules as the order form; what is not asked for is not in it. Without `emailSeen` nobody is
 * asked about a slip of the finger: staff write what they were told.
 */
export function correctionForm(order: OrderFacts, asked: Asked, elsewhere: Elsewhere, emailSeen?: string) {
  const email = emailSeen === undefined ? fields.email() : fields.email().superRefine(askAbout(emailSeen))
  return z.object({
    ...(asked.courier && courierFields(order, elsewhere)),
    ...(asked.locker && lockerFields(elsewhere)),
    ...(asked.phone && { phone: elsewhere.needsPhone ? phone() : optional(phone()) }),
    ...(asked.email && { email }),
    ...(asked.reference && { orderReference: named(fields.optionalText(60)) }),
  })
}

/** What stands in the order now, for the form to begin with. */
export function standing({ party }: OrderFacts): Typed {
  if (!party) return {}
  const { lockerTown, lockerName } = lockerParts(party)
  const elsewhere = party.deliveryStreet !== null
  return present({
    deliveryName: party.deliveryName ?? (party.companyName ? null : party.name),
    deliveryStreet: elsewhere ? party.deliveryStreet : party.street,
    deliveryTown: elsewhere ? party.deliveryTown : party.town,
    deliveryPostcode: elsewhere ? party.deliveryPostcode : party.postcode,
    lockerTown,
    lockerName,
    point: party.pointId,
    phone: party.phone,
    email: party.email,
    orderReference: party.buyerReference,
  })
}

/** The form's answers as the order keeps them: what is the buyer's own stands there once. */
export function correctedBy(
  typed: Readonly<Record<string, unknown>>,
  party: PartyFacts,
  asked: Asked,
  elsewhere: Elsewhere,
): Corrected {
  const said = typed as Readonly<Record<string, string | undefined>>
  return {
    ...(asked.courier && courierOf(said, party)),
    ...(asked.locker && lockerOf(said, elsewhere)),
    ...(asked.phone && { phone: said.phone ?? null }),
    ...(asked.email && { email: said.email! }),
    ...(asked.reference && { buyerReference: said.orderReference ?? null }),
  }
}

function lockerOf(
  said: Readonly<Record<string, string | undefined>>,
  { towns = [] }: Elsewhere,
): Pick<Corrected, 'locker' | 'pointId'> {
  const point = towns.flatMap((town) => town.points).find(({ id }) => id === said.point)
  if (point) return { locker: pointLine(point), pointId: point.id }
  return { locker: `${said.lockerTown}, ${said.lockerName}`, pointId: null }
}

function courierOf(said: Readonly<Record<string, string | undefined>>, party: PartyFacts): Corrected {
  const { deliveryName = null, deliveryStreet = null, deliveryTown = null, deliveryPostcode = null } = said
  const own =
    party.deliveryCountry === null &&
    deliveryStreet === party.street &&
    deliveryTown === party.town &&
    deliveryPostcode === party.postcode
  const where = own
    ? { deliveryStreet: null, deliveryTown: null, deliveryPostcode: null }
    : { deliveryStreet, deliveryTown, deliveryPostcode }
  return { ...where, deliveryName: deliveryName === party.name ? null : deliveryName }
}

/** A locker is kept on one line: its town, then its name. */
function lockerParts({ locker }: PartyFacts) {
  const [lockerTown = null, ...name] = locker?.split(', ') ?? []
  return { lockerTown, lockerName: name.join(', ') }
}

function present(values: Readonly<Record<string, string | null>>): Typed {
  return Object.fromEntries(Object.entries(values).flatMap(([name, value]) => (value ? [[name, value]] : [])))
}

/** The same rules as the order form's; the price was agreed for a place that costs no more and no less. */
function courierFields({ party, gift }: OrderFacts, { costsTheSame }: Elsewhere) {
  const code = postcodeIn(party ? destinationCountry(party) : '')
  return {
    // A gift goes to somebody: without a name it would come to who sent it.
    deliveryName: named(gift ? fields.text(120) : fields.optionalText(120)),
    deliveryStreet: named(fields.text(160)),
    deliveryTown: named(fields.text(80)),
    deliveryPostcode: code.refine(costsTheSame, 'errors.otherPrice'),
  }
}

function lockerFields({ towns }: Elsewhere) {
  if (!towns) return { lockerTown: free(fields.text(80)), lockerName: free(fields.text(120)) }
  const ids = new Set(towns.flatMap(({ points }) => points.map(({ id }) => id)))
  return { point: z.string('errors.choice').refine((id) => ids.has(id), 'errors.choice') }
}
