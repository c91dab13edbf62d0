import type { AdminShop } from '../admin-shop.ts'
import * as codes from '../customers/personal-codes.ts'
import type { Tx } from '../privacy/with-purpose.ts'
import type { OrderFacts } from './find.ts'

/** What the order's page shows of a personal code; without a mask it may be asked for. */
export interface CodeSection {
  readonly mask?: string
  readonly keptAt?: Date
}

/** Undefined where none may be asked for: the purpose is off, a company ordered, or nothing is to be paid. */
export async function codeSection(
  shop: AdminShop,
  tx: Tx<'order-contract'>,
  { id, party }: OrderFacts,
): Promise<CodeSection | undefined> {
  if (!identificationOn(shop) || party?.kind !== 'person') return undefined
  return tx.under('identification', async (own) => {
    if (!(await codes.isWanted(own, id))) return undefined
    return (await codes.masked(own, codes.keyRing(shop.secret), id)) ?? {}
  })
}

/** A purpose that is switched off has no pages. */
export function identificationOn(shop: AdminShop): boolean {
  return shop.known().purposesOn.has('identification')
}
