import { type Context, Hono } from 'hono'
import type { AdminShop } from '../admin-shop.ts'
import { NotFound } from '../platform/errors.ts'
import { parseForm } from '../platform/web/forms.ts'
import { type Carrier, type Delivery, parcelFields } from '../settings/delivery.ts'
import { type FormState, officePage } from '../staff/admin-page.ts'
import type { StaffEnv } from '../staff/guard.ts'
import { pattern, urlFor } from '../urls.ts'
import { fileForm, fileValues, mostColumns } from './file-form.ts'
import { changeDelivery, currentDelivery } from './settings.ts'

type C = Context<StaffEnv>

/** Which columns a carrier's parcel file has. */
export function fileRoutes(shop: AdminShop): Hono<StaffEnv> {
  return new Hono<StaffEnv>()
    .get(pattern('adminDeliveryFile'), (c) => filePage(c, shop))
    .post(pattern('adminDeliveryFile'), (c) => saveFile(c, shop))
}

async function filePage(c: C, shop: AdminShop, form: FormState = {}): Promise<Response> {
  const carrier = carrierIn(c, await currentDelivery(shop.database.backoffice))
  const typed = form.typed ?? fileValues(carrier.file)
  const rows = Array.from({ length: mostColumns }, (_, row) => row + 1)
  const last = rows.findLast((row) => typed[`field-${row}`] || typed[`title-${row}`]) ?? 0
  return officePage(c, shop, c.get('staff'), 'admin/delivery/file', {
    typed,
    ...(form.errors ? { errors: form.errors } : {}),
    saved: !form.errors && c.req.query('done') === 'saved',
    carrier: { name: carrier.name, href: urlFor('adminDeliveryCarrier', { carrier: carrier.key }) },
    action: urlFor('adminDeliveryFile', { carrier: carrier.key }),
    rows: rows.slice(0, last + 3),
    fields: parcelFields,
  })
}

async function saveFile(c: C, shop: AdminShop): Promise<Response> {
  const form = await parseForm(c, fileForm())
  if (!form.ok) return filePage(c, shop, form)
  const { key } = await changeDelivery(shop.database.backoffice, c.get('staff').id, (now) => {
    const carrier = carrierIn(c, now)
    const carriers = now.carriers.map((one) => (one.key === carrier.key ? { ...one, file: form.value } : one))
    return [{ ...now, carriers }, carrier]
  })
  return c.redirect(`${urlFor('adminDeliveryFile', { carrier: key })}?done=saved`, 303)
}

function carrierIn(c: C, { carriers }: Delivery): Carrier {
  const carrier = carriers.find(({ key }) => key === c.req.param('carrier'))
  if (!carrier) throw new NotFound()
  return carrier
}
