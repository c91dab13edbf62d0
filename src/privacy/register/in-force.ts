import { sql } from 'drizzle-orm'
import type { Reader } from '../../platform/database/client.ts'
import type { PurposeId } from '../purposes.ts'
import * as recipients from './recipients.ts'
import { type KeptTerm, read as readTerms } from './terms.ts'

/** The register as the shop lives it now: what is switched on, how long things are kept, who receives data. */
export interface InForce {
  readonly on: ReadonlySet<PurposeId>
  readonly terms: readonly KeptTerm[]
  /** Former ones among them. */
  readonly recipients: readonly recipients.Recipient[]
}

/** Everything that the shop itself decides of the register, from the database. */
export async function read(reader: Reader): Promise<InForce> {
  const rows = await reader.execute<{ purpose: PurposeId }>(
    sql`select purpose from purpose_switch where switched_on`,
  )
  return {
    on: new Set(rows.map(({ purpose }) => purpose)),
    terms: await readTerms(reader),
    recipients: await recipients.list(reader),
  }
}
