import { and, asc, eq, isNotNull, isNull, ne } from 'drizzle-orm'
import type { Reader } from '../../platform/database/client.ts'
import { recipient } from '../../privacy/register/table.ts'

/** To whom debts may be handed: with a licence and an agreement (Parādu ārpustiesas atgūšanas likums 5, 6). */
export interface Collector {
  readonly id: string
  readonly name: string
  readonly registrationNumber: string | null
  readonly licenceNumber: string | null
  readonly email: string | null
  readonly needsPersonalCode: boolean
}

const columns = {
  id: recipient.id,
  name: recipient.name,
  registrationNumber: recipient.registrationNumber,
  licenceNumber: recipient.licenceNumber,
  email: recipient.email,
  needsPersonalCode: recipient.needsPersonalCode,
}

const usable = and(
  eq(recipient.kind, 'debt-collector'),
  ne(recipient.name, ''),
  isNull(recipient.endedOn),
  isNotNull(recipient.licenceNumber),
  isNotNull(recipient.agreementReference),
)

/** Collectors that anything may be handed to today. */
export async function list(reader: Reader): Promise<Collector[]> {
  return reader.select(columns).from(recipient).where(usable).orderBy(asc(recipient.name), asc(recipient.id))
}

/** One of them; undefined for any other. */
export async function find(reader: Reader, id: string): Promise<Collector | undefined> {
  const [row] = await reader
    .select(columns)
    .from(recipient)
    .where(and(eq(recipient.id, id), usable))
  return row
}

/** Whoever has a batch, whether anything more may be handed to it or not. */
export async function known(reader: Reader, id: string): Promise<Collector | undefined> {
  const [row] = await reader.select(columns).from(recipient).where(eq(recipient.id, id))
  return row
}
