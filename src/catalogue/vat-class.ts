export const vatClasses = ['standard', 'reduced', 'second-reduced', 'zero'] as const

/** What the law lets a VAT rate depend on; a product carries its class, the rate follows with the day of supply. */
export type VatClass = (typeof vatClasses)[number]
