import { urlFor } from '../urls.ts'
import type { ListQuery } from './debt-forms.ts'

/** Where debts are listed as a query says; what is as it always is stays unsaid. */
export function debtsHref({ state = 'all', sort = 'due', page = 1, debtor }: Partial<ListQuery>): string {
  const said = new URLSearchParams({
    ...(state === 'all' ? {} : { state }),
    ...(sort === 'due' ? {} : { sort }),
    ...(debtor ? { debtor } : {}),
    ...(page > 1 ? { page: String(page) } : {}),
  })
  return said.size > 0 ? `${urlFor('adminDebts')}?${said}` : urlFor('adminDebts')
}
