import { urlFor } from '../urls.ts'

/** The parts of the goods room. */
export function roomLinks(current: 'goods' | 'categories' | 'materials' | 'discounts' | 'files') {
  const rooms = [
    { key: 'goods', href: urlFor('adminGoods') },
    { key: 'categories', href: urlFor('adminCategories') },
    { key: 'materials', href: urlFor('adminMaterials') },
    { key: 'files', href: urlFor('adminGoodsFiles') },
    { key: 'discounts', href: urlFor('adminDiscounts') },
  ] as const
  return rooms.map((room) => ({ ...room, current: room.key === current }))
}
