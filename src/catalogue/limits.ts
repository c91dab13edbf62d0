/**
 * What goods may say, measure and cost: the same in the editor's form and in a goods file, so that what one of them
 * takes the other can open and keep.
 */

/** Characters. */
export const longest = {
  name: 120,
  slug: 80,
  summary: 400,
  description: 10_000,
  material: 120,
  fixing: 200,
  warnings: 2000,
  authority: 500,
  sku: 60,
  label: 120,
  contactName: 160,
  contactAddress: 300,
  identifier: 120,
  wordLine: 80,
} as const

/** Cents with VAT, pieces, millimetres, grams, working days, lines of the buyer's words, quantity prices of a variant. */
export const most = {
  cents: 10_000_000,
  pieces: 1_000_000,
  reorder: 100_000,
  millimetres: 20_000,
  grams: 1_000_000,
  leadDays: 365,
  wordLines: 12,
  tiers: 3,
} as const

/** Small letters and digits with single hyphens between them, as the database has it. */
export const slugPattern = /^[a-z0-9]+(-[a-z0-9]+)*$/

/** GTIN-8, -12, -13 or -14, whose last digit is computed from the others (GS1 General Specifications 7.9). */
export function isGtin(text: string): boolean {
  if (!/^(\d{8}|\d{12,14})$/.test(text)) return false
  const digits = [...text].map(Number).reverse()
  const sum = digits.reduce((total, digit, index) => total + digit * (index % 2 === 1 ? 3 : 1), 0)
  return sum % 10 === 0
}

/** A measure with a decimal comma or point, with a point; undefined for what is none. */
export function measureIn(text: string): string | undefined {
  const figures = text.trim().replace(',', '.')
  return /^\d{1,6}(\.\d{1,3})?$/.test(figures) && Number(figures) > 0 ? figures : undefined
}
