import { sql } from 'drizzle-orm'
import { customType, timestamp, uuid } from 'drizzle-orm/pg-core'

/** Raw bytes; postgres.js hands them over as Buffer. */
export const bytea = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => 'bytea' })

/** A random uuid; not a secret. */
export const id = () => uuid().primaryKey().default(sql`gen_random_uuid()`)

/** A moment, with time zone. */
export const moment = (name: string) => timestamp(name, { withTimezone: true })
