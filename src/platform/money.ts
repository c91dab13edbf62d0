/** Integer cents of one ISO 4217 currency; the shop sells in EUR. */
export type Cents = number & { readonly __unit: 'cents' }

/** Hundredths of a percent: 2100 is 21 %. */
export type BasisPoints = number & { readonly __unit: 'basis points' }

/** An amount of whole cents, negative for what goes back. Throws RangeError for anything but a safe integer. */
export function cents(amount: number): Cents {
  if (!Number.isSafeInteger(amount)) throw new RangeError('an amount is a whole number of cents')
  return amount as Cents
}

/** A rate in hundredths of a percent, 0 to 10,000. Throws RangeError otherwise. */
export function basisPoints(rate: number): BasisPoints {
  if (!Number.isInteger(rate) || rate < 0 || rate > 10_000)
    throw new RangeError('a rate is 0 to 10,000 basis points')
  return rate as BasisPoints
}

/** Hundredths with two decimals and a point, as machines write them: cents in euros, basis points in percent. */
export function decimal(hundredths: number): string {
  const digits = String(Math.abs(hundredths)).padStart(3, '0')
  return `${hundredths < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

/** The sum, in cents. */
export function sum(amounts: readonly Cents[]): Cents {
  return cents(amounts.reduce((total: number, amount) => total + amount, 0))
}
