import type { Context } from 'hono'
import type { Translate } from '../platform/i18n/messages.ts'
import { addDays, type IsoDate } from '../platform/time.ts'
import { dayParts, leadTime } from '../settings/sending.ts'
import { openCalendar } from '../settings/working-days.ts'
import { languageOf, type StorefrontShop } from '../storefront-shop.ts'
import type { Product } from './products.ts'
import { isPersonal } from './signs.ts'

/** When the goods leave, and what that stands on: the money, and the buyer's yes where a proof comes first. */
export async function leadWords(
  c: Context,
  { clock, known, t: translate }: StorefrontShop,
  product: Product,
): Promise<{ when: string; if: string }> {
  const t = translate(languageOf(c))
  const drawn = isPersonal(product)
  const { settings } = known()
  const { paidOn, leavesOn } = leadTime(clock, await openCalendar(), settings, {
    leadDays: product.leadDays,
    drawn,
  })
  const money = { day: onDay(t, paidOn, clock.today()), hour: settings.ordering.cutOffHour }
  return {
    when: product.madeToOrder
      ? t('lead.made', { day: t('day.by', dayParts(leavesOn)) })
      : t('lead.shelf', { day: onDay(t, leavesOn, clock.today()) }),
    if: drawn ? t('lead.proof', money) : t('lead.paid', money),
  }
}

function onDay(t: Translate, day: IsoDate, today: IsoDate): string {
  if (day === today) return t('day.today')
  return day === addDays(today, 1) ? t('day.tomorrow') : t('day.on', dayParts(day))
}
