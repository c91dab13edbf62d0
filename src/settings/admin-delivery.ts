import { z } from 'zod'
import { amount, amountText, optionalAmount } from '../platform/web/amounts.ts'
import { tick, wholeNumber } from '../platform/web/fields.ts'
import { fieldError } from '../platform/web/forms.ts'
import { Refused, section } from './admin-section.ts'
import { change } from './settings.ts'

/** A parcel in Latvia that costs more than this is a slip of the finger. */
const dearest = 100_000
const days = () => wholeNumber(1, 60)

/** How goods reach the buyer, and what that costs. */
export const delivery = section({
  group: 'delivery',
  form: () =>
    z.object({
      courierOpen: tick(),
      courierPrice: amount(0, dearest),
      courierDays: days(),
      lockerOpen: tick(),
      lockerPrice: amount(0, dearest),
      lockerDays: days(),
      collectionOpen: tick(),
      collectionPrice: amount(0, dearest),
      freeFrom: optionalAmount(1, 10_000_000),
    }),
  async shown(_tx, { settings: { delivery: ways }, language }) {
    const price = (cents: number) => amountText(cents, language)
    return {
      values: {
        ...opened('courier', ways.courier.offered),
        courierPrice: price(ways.courier.priceCents),
        courierDays: String(ways.courier.days),
        ...opened('locker', ways.locker.offered),
        lockerPrice: price(ways.locker.priceCents),
        lockerDays: String(ways.locker.days),
        ...opened('collection', ways.collection.offered),
        collectionPrice: price(ways.collection.priceCents),
        freeFrom: ways.freeFromCents === null ? '' : price(ways.freeFromCents),
      },
    }
  },
  async save(tx, typed, { settings }, by) {
    if (!typed.courierOpen && !typed.lockerOpen && !typed.collectionOpen) {
      throw new Refused({ courierOpen: fieldError('settings.problem.nothing-offered') })
    }
    const ways = {
      courier: { offered: typed.courierOpen, priceCents: typed.courierPrice, days: typed.courierDays },
      locker: { offered: typed.lockerOpen, priceCents: typed.lockerPrice, days: typed.lockerDays },
      collection: {
        offered: typed.collectionOpen,
        priceCents: typed.collectionPrice,
        days: settings.delivery.collection.days,
      },
      freeFromCents: typed.freeFrom,
    }
    await change(tx, 'delivery', ways, by)
  },
})

function opened(way: string, offered: boolean): Record<string, string> {
  return offered ? { [`${way}Open`]: 'yes' } : {}
}
