/** What the law lets a VAT rate depend on; a product carries its class, the rate follows with the day of supply. */
export type VatClass = 'standard' | 'reduced' | 'second-reduced' | 'zero'
