import { titles } from './categories.ts'
import { doorPlates } from './products/door-plates.ts'
import { engraving } from './products/engraving.ts'
import { escapeSigns } from './products/escape.ts'
import { films } from './products/films.ts'
import { fireSigns } from './products/fire.ts'
import { firstAid } from './products/first-aid.ts'
import { gifts } from './products/gifts.ts'
import type { SeedCategory, SeedProduct } from './products/goods.ts'
import { groundSigns } from './products/grounds.ts'
import { guidance } from './products/guidance.ts'
import { houseNumbers } from './products/house-numbers.ts'
import { houseSigns } from './products/house-signs.ts'
import { informationSigns } from './products/information.ts'
import { keepsakes } from './products/keepsakes.ts'
import { mandatorySigns } from './products/mandatory.ts'
import { marking } from './products/marking.ts'
import { namePlates } from './products/name-plates.ts'
import { parkingSigns } from './products/parking.ts'
import { prohibitionSigns } from './products/prohibition.ts'
import { roadSigns } from './products/road-signs.ts'
import { roadWorks } from './products/road-works.ts'
import { specialStamps } from './products/special-stamps.ts'
import { stampSupplies } from './products/stamp-supplies.ts'
import { stamps } from './products/stamps.ts'
import { stickers } from './products/stickers.ts'
import { warningSigns } from './products/warning.ts'

/** The goods in the order in which a category shows them. */
export const products: readonly SeedProduct[] = [
  ...escapeSigns,
  ...firstAid,
  ...fireSigns,
  ...warningSigns,
  ...mandatorySigns,
  ...prohibitionSigns,
  ...houseNumbers,
  ...houseSigns,
  ...namePlates,
  ...doorPlates,
  ...engraving,
  ...gifts,
  ...keepsakes,
  ...stamps,
  ...specialStamps,
  ...stampSupplies,
  ...stickers,
  ...films,
  ...marking,
  ...informationSigns,
  ...guidance,
  ...parkingSigns,
  ...groundSigns,
  ...roadSigns,
  ...roadWorks,
]

/** The categories, each after the one that it stands under; a category shows one of its own goods. */
export const categories: readonly SeedCategory[] = titles.map(({ shows, ...title }, index) => {
  const { drawing, alt } = goods(shows)
  return { ...title, position: index + 1, drawing, alt }
})

function goods(key: string): SeedProduct {
  const product = products.find((candidate) => candidate.key === key)
  if (!product) throw new Error(`no goods called ${key}`)
  return product
}
