import { sql } from 'drizzle-orm'

/**
 * Whether a refund had arrived before it came back: its outcome was changed on a later day than it had happened. A
 * condition on `refund_outcome`.
 */
export const returned = sql`(outcome = 'failed' and shop_day(refund_outcome.noted_at) > happened_on)`
