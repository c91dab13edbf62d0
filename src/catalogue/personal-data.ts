import { type Declarations, plainTable } from '../privacy/tags.ts'
import {
  category,
  categoryText,
  material,
  materialText,
  oldAddress,
  picture,
  pictureFile,
  pictureText,
  priceChange,
  priceTier,
  product,
  productDocument,
  productRelated,
  productText,
  variant,
  variantText,
} from './table.ts'

/** Goods are nobody's data; an order may take from the stock and put back, and nothing else. */
export const catalogueData: Declarations = {
  personal: [],
  plain: [
    plainTable<typeof category>(category, { backoffice: 'delete' }),
    plainTable<typeof categoryText>(categoryText, { backoffice: 'delete' }),
    plainTable<typeof product>(product, { backoffice: 'delete' }),
    plainTable<typeof productText>(productText, { backoffice: 'delete' }),
    plainTable<typeof variant>(variant, { backoffice: 'delete', 'order-contract': ['stock'] }),
    plainTable<typeof variantText>(variantText, { backoffice: 'delete' }),
    plainTable<typeof priceChange>(priceChange),
    plainTable<typeof priceTier>(priceTier, { backoffice: 'delete' }),
    plainTable<typeof material>(material, { backoffice: 'delete' }),
    plainTable<typeof materialText>(materialText, { backoffice: 'delete' }),
    plainTable<typeof productRelated>(productRelated, { backoffice: 'delete' }),
    plainTable<typeof productDocument>(productDocument, { backoffice: 'delete' }),
    plainTable<typeof oldAddress>(oldAddress, { backoffice: 'delete' }),
    plainTable<typeof picture>(picture, { backoffice: 'delete' }),
    plainTable<typeof pictureText>(pictureText, { backoffice: 'delete' }),
    plainTable<typeof pictureFile>(pictureFile, { backoffice: 'delete', worker: 'insert' }),
  ],
}
