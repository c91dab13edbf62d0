import { type SQL, sql } from 'drizzle-orm'
import type { Settings } from '../settings/settings.ts'
import { stepsFor } from './dunning/schedule.ts'

/** Ways to narrow the debts; the order is that of the way from the due day to the end. */
export const debtFilters = [
  'all',
  'not-due',
  'overdue',
  'to-remind',
  'notice-due',
  'notice-sent',
  'objection',
  'upheld',
  'waiting',
  'collectable',
  'handed-over',
  'barring',
  'written-off',
] as const
export type DebtFilter = (typeof debtFilters)[number]

/** Days after a letter before the next step, whenever it went: time to see it, and to pay. */
const daysToAnswer = 7
/** Days before a debt is time-barred from which somebody should look at it. */
const barredSoonDays = 90

const open = sql`d.open_cents > 0`
const late = sql`(d.open_cents > 0 and d.due_on < shop_today())`
const barred = sql`d.barred_on < shop_today()`
/** Nothing stands in the way of asking for it. */
export const free = sql`(not (${barred}) and not d.held and not d.restricted and not d.stopped and not d.handed_over
  and coalesce(d.promised_on < shop_today(), true) and coalesce(d.objection, 'rejected') = 'rejected')`

/**
 * Whose schedule is over: a company may go to a collector before its notice, but nobody is urged to. Of these few the whole
 * question is asked. A charge goes with the document that it is about.
 */
export const ripe = sql`case when ${late} and ${free} and case d.debtor_kind
      when 'company' then d.noticed_on + ${daysToAnswer}::int <= shop_today() else d.object_until < shop_today() end
  then shop_debt_of(d.order_id) = d.invoice_id else false end`

/** What a filter asks of a row `d` of shop_debts. */
export function conditionOf(filter: DebtFilter, settings: Settings['debts']): SQL {
  switch (filter) {
    case 'all':
      return open
    case 'not-due':
      return sql`(d.open_cents > 0 and d.due_on >= shop_today())`
    case 'overdue':
      return late
    case 'to-remind':
      return sql`(${open} and ${free} and d.notice_id is null and ${stepTo(settings)})`
    case 'notice-due':
      return sql`(${late} and ${free} and d.kind <> 'charge' and d.notice_id is null and d.due_on <= shop_today() - case d.debtor_kind
          when 'person' then ${settings.personNoticeDays}::int when 'company' then ${settings.companyNoticeDays}::int end
        and coalesce(d.reminded_on + ${daysToAnswer}::int <= shop_today(), d.debtor_kind = 'company'))`
    case 'notice-sent':
      // A letter is on its way for some days; only a person's 21 days count from its receipt.
      return sql`(${late} and ${free} and d.debtor_kind = 'person' and d.received_on is null
        and d.noticed_on + ${daysToAnswer}::int <= shop_today())`
    case 'objection':
      // Of a restricted person it waits: nobody may read it. What is time-barred is written off, whoever is right.
      return sql`(${open} and d.objection = 'open' and not d.restricted and not (${barred}))`
    case 'upheld':
      // The buyer was told that they are right, and the invoice still says otherwise.
      return sql`(${open} and d.objection = 'upheld' and not d.restricted and not d.stopped and not (${barred}))`
    case 'waiting':
      return sql`(${open} and (d.held or d.promised_on >= shop_today()))`
    case 'collectable':
      return sql`case when ${ripe} then cardinality(shop_collection_problems(d.invoice_id)) = 0 else false end`
    case 'handed-over':
      return sql`d.handed_over`
    case 'barring':
      return sql`(${open} and d.barred_on < shop_today() + ${barredSoonDays}::int)`
    case 'written-off':
      return sql`d.written_off_cents > 0`
  }
}

/** The newest step of the schedule has come and was not taken: as shop_reminders_due has it, for all of them at once. */
function stepTo(settings: Settings['debts']): SQL {
  const daysOf = (kind: 'person' | 'company') =>
    sql`${sql.param(stepsFor(kind, settings).map(({ days }) => days))}::int[]`
  return sql`exists (
    select from (select count(*) as level, max(days) as days
                   from unnest(case d.debtor_kind when 'person' then ${daysOf('person')} when 'company' then ${daysOf('company')} end) days
                  where d.due_on + days <= shop_today()) step
     where step.level > d.level and coalesce(d.reminded_on < d.due_on + step.days, true))`
}
