import { sql } from 'drizzle-orm'
import type { Tx } from '../privacy/with-purpose.ts'

type Contract = Tx<'order-contract'>

/** Days past the due day. */
export const ages = ['not-due', '1-30', '31-60', '61-90', '90+'] as const
export type Age = (typeof ages)[number]

/** What is open of one age; cents. */
export interface AgeSum {
  readonly age: Age
  readonly debts: number
  readonly personCents: number
  readonly companyCents: number
  readonly cents: number
}

/** What one debtor owes; cents. */
export interface DebtorSum {
  /** Names the debtor in an address: one of their orders. */
  readonly debtor: string
  readonly kind: 'person' | 'company' | null
  /** Null where this purpose does not see them any more, or not now. */
  readonly name: string | null
  readonly debts: number
  readonly cents: number
  readonly overdueCents: number
  /** Days since the oldest due day; negative while none has come. */
  readonly daysLate: number
}

export interface Ageing {
  /** All ages, those without a debt too. */
  readonly ages: readonly AgeSum[]
  readonly debts: number
  readonly cents: number
  readonly overdueCents: number
  /** Who owes most that is overdue, first. */
  readonly debtors: readonly DebtorSum[]
  readonly debtorCount: number
}

/** What is owed today by age and by debtor; of debtors the first `most`. */
export async function overview(tx: Contract, most: number): Promise<Ageing> {
  const sums = await byAge(tx)
  const debtors = await byDebtor(tx, most)
  const cents = total(sums)
  return {
    ages: sums,
    debts: sums.reduce((all, { debts }) => all + debts, 0),
    cents,
    overdueCents: cents - total(sums.filter(({ age }) => age === 'not-due')),
    debtors: debtors.map(({ all: _, ...debtor }) => debtor),
    debtorCount: debtors[0]?.all ?? 0,
  }
}

async function byAge(tx: Contract): Promise<AgeSum[]> {
  const rows = await tx.execute<AgeSum & Record<string, unknown>>(sql`
    select case when late <= 0 then 'not-due' when late <= 30 then '1-30' when late <= 60 then '31-60'
                when late <= 90 then '61-90' else '90+' end as age,
           count(*)::int as debts, sum(open_cents)::float8 as cents,
           coalesce(sum(open_cents) filter (where debtor_kind is distinct from 'company'), 0)::float8 as "personCents",
           coalesce(sum(open_cents) filter (where debtor_kind = 'company'), 0)::float8 as "companyCents"
      from (select *, shop_today() - due_on as late from shop_debts(null) where open_cents > 0) d group by 1`)
  const nothing = { debts: 0, cents: 0, personCents: 0, companyCents: 0 }
  return ages.map((age) => rows.find((row) => row.age === age) ?? { age, ...nothing })
}

async function byDebtor(tx: Contract, most: number): Promise<(DebtorSum & { all: number })[]> {
  return [
    ...(await tx.execute<DebtorSum & { all: number } & Record<string, unknown>>(sql`
      with d as materialized (
        select debtor_order, debtor_kind, count(*)::int as debts, sum(open_cents)::float8 as cents,
               coalesce(sum(open_cents) filter (where due_on < shop_today()), 0)::float8 as overdue,
               max(shop_today() - due_on) as late, count(*) over ()::int as every
          from shop_debts(null) where open_cents > 0 group by 1, 2 order by overdue desc, cents desc, 1 limit ${most})
      select debtor_order as debtor, debtor_kind as kind, coalesce(company_name, name) as name, debts, cents,
             overdue as "overdueCents", late as "daysLate", every as "all"
        from d left join order_party on order_id = debtor_order order by overdue desc, cents desc, debtor_order`)),
  ]
}

function total(sums: readonly AgeSum[]): number {
  return sums.reduce((all, { cents }) => all + cents, 0)
}
