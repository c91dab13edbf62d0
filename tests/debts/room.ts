import type { DebtFilter } from '../../src/receivables/debt-filters.ts'
import { urlFor } from '../../src/urls.ts'
import type { Client, Page } from '../support/client.ts'
import { attribute } from '../support/html.ts'

/** The list of debts, or what a filter shows of it. */
export function listOf(desk: Client, state?: string): Promise<Page> {
  return desk.get(`${urlFor('adminDebts')}${state ? `?state=${state}` : ''}`)
}

/** The page of a debt. */
export function pageOf(desk: Client, { invoiceId }: { readonly invoiceId: string }): Promise<Page> {
  return desk.get(urlFor('adminDebt', { invoice: invoiceId }))
}

/** The ids that each filter shows, in the order of the page. */
export async function eachFilter(
  desk: Client,
  filters: readonly DebtFilter[],
): Promise<Partial<Record<DebtFilter, string[]>>> {
  const shown: Partial<Record<DebtFilter, string[]>> = {}
  for (const filter of filters) {
    const page = await listOf(desk, filter)
    shown[filter] = page
      .all('.by-row tbody th[scope="row"] a')
      .flatMap((link) => /debts\/([0-9a-f-]{36})$/.exec(attribute(link, 'href') ?? '')?.[1] ?? [])
  }
  return shown
}
