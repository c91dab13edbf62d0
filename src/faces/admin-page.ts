import type { Context } from 'hono'
import type { AdminShop } from '../admin-shop.ts'
import { testMode } from '../payments/cards/cards.ts'
import { connectionOf } from '../platform/web/connection.ts'
import type { Shop } from '../shop.ts'
import type { StaffMember } from '../staff/auth.ts'
import { urlFor } from '../urls.ts'

/** The shop with what its back office adds: who signs in, and what stands around every page. */
export function openAdmin(shop: Shop): AdminShop {
  const own: Pick<AdminShop, 'shopName' | 'adminPage' | 'addressOf'> = {
    shopName: async () => shop.known().settings.identity.name,
    adminPage: async (c, member) => pageModel(c, shop, member),
    addressOf: (c) => connectionOf(c, shop.config),
  }
  // A view of the same shop: its getters stay what they are.
  return Object.assign(Object.create(shop), own)
}

function pageModel(c: Context, shop: Shop, member: StaffMember) {
  return {
    path: c.req.path,
    language: member.language,
    shop: { name: shop.known().settings.identity.name },
    staff: { name: member.name, role: member.role },
    nav: placesFor(member).map(({ key, href, at = [href] }) => ({
      key,
      href,
      current: href === urlFor('admin') ? c.req.path === href : at.some((one) => c.req.path.startsWith(one)),
    })),
    mailCaptured: shop.mailCaptured && member.role !== 'accountant',
    cardTestMode: testMode(shop) && member.role !== 'accountant',
  }
}

interface Place {
  readonly key: string
  readonly href: string
  /** Where the paths of its pages begin, if not at `href`. */
  readonly at?: readonly string[]
}

/** The places that are open to this person. */
function placesFor({ role }: StaffMember): Place[] {
  if (role === 'accountant') return [{ key: 'money', href: urlFor('accountant') }]
  const people = { key: 'people', href: urlFor('staffPeople') }
  return [
    { key: 'today', href: urlFor('admin') },
    { key: 'orders', href: urlFor('adminOrders') },
    { key: 'money', href: urlFor('adminPayments'), at: [urlFor('adminMoney'), urlFor('accountant')] },
    { key: 'goods', href: urlFor('adminGoods') },
    { key: 'news', href: urlFor('adminNews') },
    { key: 'privacy', href: urlFor('adminRequests'), at: [urlFor('adminPrivacy')] },
    ...(role === 'owner' ? [people] : []),
    {
      key: 'settings',
      href: urlFor('adminSettings', { section: 'identity' }),
      at: [urlFor('adminAllSettings'), urlFor('adminMails'), urlFor('adminJobs')],
    },
  ]
}
