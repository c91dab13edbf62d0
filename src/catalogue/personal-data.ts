import { type Declarations, plainTable } from '../privacy/tags.ts'
import {
  category,
  categoryText,
  picture,
  pictureFile,
  pictureText,
  priceChange,
  product,
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
    plainTable<typeof picture>(picture, { backoffice: 'delete' }),
    plainTable<typeof pictureText>(pictureText, { backoffice: 'delete' }),
    plainTable<typeof pictureFile>(pictureFile, { backoffice: 'delete', worker: 'insert' }),
  ],
}
