/** What was measured of others, as ratios to H on two cores: they cannot be run here. */
export const peers = {
  /** The best that renders pages: OpenCart 0.0010 and 0.0011, EverShop 0.0010 and 0.0012. */
  category: 0.001,
  product: 0.0012,
  /** Vendure answers with JSON alone. */
  listJson: 0.0055,
  productJson: 0.002,
  /** Whole guest orders a second at 8 buyers, in their own run. */
  ordersEverShop: 2.1,
  ordersVendure: 2.8,
} as const
