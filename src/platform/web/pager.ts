/** The foot of a long list, as `views/parts/pager.hbs` shows it. */
interface Pager {
  readonly first: number
  readonly last: number
  readonly total: number
  readonly previous?: string
  readonly next?: string
}

/** Pages count from 1; a list that fits on one has no pager. */
export function pagerOf(
  page: number,
  perPage: number,
  total: number,
  href: (page: number) => string,
): Pager | undefined {
  if (total <= perPage) return undefined
  return {
    first: Math.min((page - 1) * perPage + 1, total),
    last: Math.min(page * perPage, total),
    total,
    ...(page > 1 ? { previous: href(page - 1) } : {}),
    ...(page * perPage < total ? { next: href(page + 1) } : {}),
  }
}
