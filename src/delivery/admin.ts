import { type Context, Hono } from 'hono'
import type { AdminShop } from '../admin-shop.ts'
import { memberStates } from '../invoicing/vat-rates.ts'
import { NotFound } from '../platform/errors.ts'
import { translator } from '../platform/i18n/messages.ts'
import { type FieldErrors, fieldError, parseForm, type Typed } from '../platform/web/forms.ts'
import { homeZone, knownCarriers } from '../settings/carriers.ts'
import type { Carrier, Delivery, Zone } from '../settings/delivery.ts'
import { type FormState, officePage } from '../staff/admin-page.ts'
import type { StaffEnv } from '../staff/guard.ts'
import type { StaffLanguage } from '../staff/table.ts'
import { pattern, urlFor } from '../urls.ts'
import { fileRoutes } from './admin-file.ts'
import { pointRoutes } from './admin-points.ts'
import { type CarriedKind, carrierForm, carrierValues, mostRows, newCarrierForm, zoneForm } from './forms.ts'
import { changeDelivery, currentDelivery, keyFrom } from './settings.ts'

type C = Context<StaffEnv>

/** Carriers and zones in the settings; the face lets owner and administrator in. */
export function deliveryRoutes(shop: AdminShop): Hono<StaffEnv> {
  return new Hono<StaffEnv>()
    .post(pattern('adminDeliveryCarriers'), (c) => addCarrier(c, shop))
    .get(pattern('adminDeliveryCarrier'), (c) => carrierPage(c, shop))
    .post(pattern('adminDeliveryCarrier'), (c) => saveCarrier(c, shop))
    .post(pattern('adminDeliveryCarrierRemove'), (c) => removeCarrier(c, shop))
    .get(pattern('adminDeliveryZone'), (c) => zonePage(c, shop))
    .post(pattern('adminDeliveryZone'), (c) => saveZone(c, shop))
    .post(pattern('adminDeliveryZoneRemove'), (c) => removeZone(c, shop))
    .route('/', fileRoutes(shop))
    .route('/', pointRoutes(shop))
}

async function carrierPage(c: C, shop: AdminShop, form: FormState = {}): Promise<Response> {
  const delivery = await currentDelivery(shop.database.backoffice)
  const carrier = carrierIn(c, delivery)
  const member = c.get('staff')
  const typed = form.typed ?? carrierValues(carrier, member.language)
  return officePage(c, shop, member, 'admin/delivery/carrier', {
    typed,
    ...(form.errors ? { errors: form.errors, labels: labelsFor(member.language, delivery.zones) } : {}),
    saved: !form.errors && c.req.query('done') === 'saved',
    carrier: {
      key: carrier.key,
      name: carrier.name,
      fileHref: urlFor('adminDeliveryFile', { carrier: carrier.key }),
      pointsHref: urlFor('adminDeliveryPoints', { carrier: carrier.key }),
      removable: !carrier.courier?.offered && !carrier.locker?.offered,
    },
    services: (['locker', 'courier'] as const).map((kind) => serviceModel(kind, typed, delivery.zones)),
  })
}

const numbers = Array.from({ length: mostRows }, (_, row) => row + 1)

/** The summary of mistakes names a cell by its service, its column and its row. */
function labelsFor(language: StaffLanguage, zones: readonly Zone[]): Record<string, string> {
  const t = translator(language)
  const rows = (title: string, column: string, prefix: string) =>
    numbers.map((row) => [`${prefix}-${row}`, `${title}: ${t('delivery.nth', { name: t(column), row })}`])
  const labels = (['locker', 'courier'] as const).flatMap((kind) => [
    ...['size', 'length', 'width', 'height'].flatMap((side) =>
      rows(t(`delivery.${kind}`), `delivery.${side}`, `${kind}-${side}`),
    ),
    ...zones.flatMap(({ key, name }) => {
      const title = `${t(`delivery.${kind}`)}, ${name}`
      const prefix = `${kind}-${key}`
      return [
        ...rows(title, 'delivery.upTo', `${prefix}-kg`),
        ...rows(title, 'settings.price', `${prefix}-price`),
        [`${prefix}-from`, `${title}: ${t('delivery.daysFrom')}`],
        [`${prefix}-until`, `${title}: ${t('delivery.daysUntil')}`],
        [`${prefix}-free`, `${title}: ${t('settings.freeFrom')}`],
      ]
    }),
  ])
  return {
    name: t('delivery.carrier.name'),
    trackingLink: t('delivery.trackingLink'),
    ...Object.fromEntries(labels),
  }
}

/** Rows that hold something and one more, three at least. */
function serviceModel(kind: CarriedKind, typed: NonNullable<FormState['typed']>, zones: readonly Zone[]) {
  const shown = (least: number, ...names: string[]) => {
    const last = numbers.findLast((row) => names.some((name) => (typed[`${name}-${row}`] ?? '') !== '')) ?? 0
    return numbers.slice(0, Math.max(least, last + 1))
  }
  return {
    kind,
    compartments: kind === 'courier' ? [1] : shown(3, 'locker-size', 'locker-length'),
    zones: zones.map(({ key, name, postcodes }) => ({
      name,
      own: postcodes.length > 0,
      prefix: `${kind}-${key}`,
      bands: shown(3, `${kind}-${key}-kg`, `${kind}-${key}-price`),
    })),
  }
}

async function saveCarrier(c: C, shop: AdminShop): Promise<Response> {
  const { zones } = await currentDelivery(shop.database.backoffice)
  const form = await parseForm(c, carrierForm(zones))
  if (!form.ok) return carrierPage(c, shop, form)
  const key = carrierKeyIn(c)
  await changeDelivery(shop.database.backoffice, c.get('staff').id, (now) => {
    carrierIn(c, now)
    const carriers = now.carriers.map((carrier) =>
      carrier.key === key ? { ...carrier, ...form.value } : carrier,
    )
    return [{ ...now, carriers }, undefined]
  })
  return c.redirect(`${urlFor('adminDeliveryCarrier', { carrier: key })}?done=saved`, 303)
}

async function addCarrier(c: C, shop: AdminShop): Promise<Response> {
  const form = await parseForm(c, newCarrierForm)
  if (!form.ok) return officePage(c, shop, c.get('staff'), 'admin/delivery/carrier-new', form)
  const { newCarrier: name } = form.value
  const key = await changeDelivery(shop.database.backoffice, c.get('staff').id, (now) => {
    const made = keyFrom(
      name,
      now.carriers.map((carrier) => carrier.key),
    )
    const carrier: Carrier = {
      key: made,
      name,
      trackingLink: null,
      needsPhone: true,
      courier: null,
      locker: null,
      file: knownCarriers[0]!.file,
    }
    return [{ ...now, carriers: [...now.carriers, carrier] }, made]
  })
  return c.redirect(urlFor('adminDeliveryCarrier', { carrier: key }), 303)
}

/** One that is on offer stays: first its ways are closed. */
async function removeCarrier(c: C, shop: AdminShop): Promise<Response> {
  const key = carrierKeyIn(c)
  await changeDelivery(shop.database.backoffice, c.get('staff').id, (now) => {
    const { courier, locker } = carrierIn(c, now)
    const carriers =
      courier?.offered || locker?.offered ? now.carriers : now.carriers.filter((one) => one.key !== key)
    return [{ ...now, carriers }, undefined]
  })
  return c.redirect(`${urlFor('adminSettings', { section: 'delivery' })}?done=saved`, 303)
}

/** The Union, and neighbours to whom goods leave it. */
const reachable = [...memberStates, 'CH', 'GB', 'IS', 'LI', 'NO']

async function zonePage(c: C, shop: AdminShop, form: FormState = {}): Promise<Response> {
  const { zones } = await currentDelivery(shop.database.backoffice)
  const key = c.req.param('zone') ?? ''
  const zone = zones.find((one) => one.key === key)
  if (!zone && key !== 'new') throw new NotFound()
  return officePage(c, shop, c.get('staff'), 'admin/delivery/zone', {
    typed: form.typed ?? zoneValues(zone),
    ...(form.errors ? { errors: form.errors } : {}),
    zone: zone && { key, name: zone.name, removable: zones.length > 1 },
    action: urlFor('adminDeliveryZone', { zone: key }),
  })
}

function zoneValues({ name, countries, postcodes }: Omit<Zone, 'key'> = { ...homeZone, name: '' }): Typed {
  return { name, countries: countries.join(', '), postcodes: postcodes.join(', ') }
}

async function saveZone(c: C, shop: AdminShop): Promise<Response> {
  const key = c.req.param('zone') ?? ''
  const form = await parseForm(c, zoneForm(reachable))
  if (!form.ok) return zonePage(c, shop, form)
  const { name, countries, postcodes } = form.value
  const refused = await changeDelivery(shop.database.backoffice, c.get('staff').id, (now) => {
    const others = now.zones.filter((zone) => zone.key !== key)
    if (key !== 'new' && others.length === now.zones.length) throw new NotFound()
    const against = refusalOf(form.value, others)
    if (against) return [now, against]
    const made = key === 'new' ? keyFrom(name, [...now.zones.map((zone) => zone.key), 'new']) : key
    const zone: Zone = { key: made, name, countries, postcodes }
    const zones =
      key === 'new' ? [...now.zones, zone] : now.zones.map((one) => (one.key === key ? zone : one))
    return [reaching(now, zones), undefined]
  })
  if (refused) return zonePage(c, shop, { typed: form.typed, errors: refused })
  return c.redirect(`${urlFor('adminSettings', { section: 'delivery' })}?done=saved`, 303)
}

/** Two zones for the same place would leave it to chance which of them counts, and two of a name nobody tells apart. */
function refusalOf(
  { name, countries, postcodes }: Omit<Zone, 'key'>,
  others: readonly Zone[],
): FieldErrors | undefined {
  if (others.some((zone) => zone.name.toLowerCase() === name.toLowerCase()))
    return { name: fieldError('delivery.problem.zone-name') }
  const beside = others.filter((zone) => zone.countries.some((one) => countries.includes(one)))
  if (postcodes.length === 0 && beside.some((zone) => zone.postcodes.length === 0))
    return { countries: fieldError('delivery.problem.whole-country') }
  for (const value of postcodes) {
    const zone = beside.find((one) => one.postcodes.includes(value))
    if (zone) return { postcodes: fieldError('delivery.problem.zone-postcode', { value, zone: zone.name }) }
  }
  return undefined
}

/** With the zone go its prices; the last one stays. Throws NotFound. */
async function removeZone(c: C, shop: AdminShop): Promise<Response> {
  const key = c.req.param('zone') ?? ''
  await changeDelivery(shop.database.backoffice, c.get('staff').id, (now) => [
    withoutZone(now, key),
    undefined,
  ])
  return c.redirect(`${urlFor('adminSettings', { section: 'delivery' })}?done=saved`, 303)
}

function withoutZone(now: Delivery, key: string): Delivery {
  const zones = now.zones.filter((zone) => zone.key !== key)
  if (zones.length === now.zones.length) throw new NotFound()
  if (zones.length === 0) return now
  const without = (service: Carrier['courier']) =>
    service && { ...service, rates: service.rates.filter(({ zone }) => zone !== key) }
  const carriers = now.carriers.map((carrier) => ({
    ...carrier,
    courier: without(carrier.courier),
    locker: without(carrier.locker),
  }))
  return { ...reaching(now, zones), carriers }
}

/** The shop sends to where its zones are; the country that was first stays the one that is offered first. */
function reaching(now: Delivery, zones: Zone[]): Delivery {
  const reached = [...new Set(zones.flatMap((zone) => zone.countries))]
  const before = now.countries.filter((one) => reached.includes(one))
  return { ...now, zones, countries: [...new Set([...before, ...reached])] }
}

function carrierKeyIn(c: C): string {
  return c.req.param('carrier') ?? ''
}

function carrierIn(c: C, { carriers }: Delivery): Carrier {
  const carrier = carriers.find(({ key }) => key === carrierKeyIn(c))
  if (!carrier) throw new NotFound()
  return carrier
}
