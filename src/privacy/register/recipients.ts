import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import type { Reader, Transaction } from '../../platform/database/client.ts'
import { NotFound } from '../../platform/errors.ts'
import type { IsoDate } from '../../platform/time.ts'
import type { Purpose, purposes } from '../purposes.ts'
import { recipient } from './table.ts'

/** The kinds of recipient that purposes name. */
export type RecipientId = (typeof purposes)[keyof typeof purposes]['recipients'][number]

/** A processor works by our instructions (Art. 28); a controller answers for itself. */
export type RecipientRole = 'controller' | 'processor'

/** What each kind usually is; who it is in this shop, and in which country, stands in the database. */
export const recipientKinds: Readonly<Record<RecipientId, RecipientRole>> = {
  hosting: 'processor',
  carrier: 'controller',
  'payment-provider': 'controller',
  'mail-provider': 'processor',
  accountant: 'processor',
  'tax-authority': 'controller',
  'supervisory-authority': 'controller',
  court: 'controller',
  'card-dispute-body': 'controller',
  'debt-collector': 'controller',
  'survey-processor': 'processor',
}

/** The ways in which data may leave the European Economic Area (Art. 45, 46(2)(c), 47). */
export const safeguards = ['adequacy', 'standard-clauses', 'binding-rules'] as const

/** Who receives personal data from the shop. */
export interface Recipient {
  readonly id: string
  readonly kind: RecipientId
  /** Empty while only the kind is known. */
  readonly name: string
  readonly registrationNumber: string | null
  readonly role: RecipientRole
  /** ISO 3166-1 alpha-2. Seed 003 §5: processing takes place in Latvia. */
  readonly country: string
  /** The agreement by Art. 28(3). */
  readonly agreementReference: string | null
  readonly agreementOn: string | null
  readonly safeguard: (typeof safeguards)[number] | null
  /** Where a copy of the safeguard can be had (Art. 13(1)(f)). */
  readonly safeguardCopy: string | null
  readonly signedOffBy: string | null
  readonly signedOffAt: Date | null
  readonly endedOn: string | null
  /** It has confirmed that data were returned or erased (Art. 28(3)(g)). */
  readonly returnConfirmedOn: string | null
  /** A debt collector's licence (Parādu ārpustiesas atgūšanas likums 5). */
  readonly licenceNumber: string | null
  /** Where a debt collector is told that less is owed. */
  readonly email: string | null
  /** A debt collector that cannot do its work without the debtor's personal code. */
  readonly needsPersonalCode: boolean
}

type OfCollectors = 'licenceNumber' | 'email' | 'needsPersonalCode'

/** What the owner says of a recipient; the last three of a debt collector. */
export type RecipientFacts = Omit<
  Recipient,
  'id' | 'signedOffBy' | 'signedOffAt' | 'endedOn' | 'returnConfirmedOn' | OfCollectors
> &
  Partial<Pick<Recipient, OfCollectors>>

/** What the owner should look at: the first three until they are signed off, the last until it is mended. */
export type Problem = 'agreement' | 'licence' | 'country' | 'return'

const eea = new Set(
  'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK'.split(' '),
)

/** Whether data that go to this country leave the European Economic Area (chapter V): only with a safeguard. */
export function outsideEea(country: string): boolean {
  return !eea.has(country)
}

/** What is unusual or missing; empty where all is well or the owner has signed it off. */
export function problemsOf(found: Omit<Recipient, 'id'>): Problem[] {
  if (found.endedOn !== null) return returned(found) ? [] : ['return']
  if (found.signedOffAt !== null) return []
  const problems: Problem[] = []
  const collects = found.kind === 'debt-collector' && found.name !== ''
  if ((found.role === 'processor' || collects) && found.agreementReference === null)
    problems.push('agreement')
  if (collects && found.licenceNumber === null) problems.push('licence')
  if (found.country !== 'LV') problems.push('country')
  return problems
}

/** Whether the purposes in use send data to it, or it still has some. */
export function isInUse(found: Recipient, purposes: readonly Pick<Purpose, 'recipients'>[]): boolean {
  return found.endedOn === null
    ? purposes.some(({ recipients }) => recipients.includes(found.kind))
    : !returned(found)
}

/** How many recipients in use wait for the owner's eye. */
export function warnings(
  found: readonly Recipient[],
  purposes: readonly Pick<Purpose, 'recipients'>[],
): number {
  return found.filter((one) => isInUse(one, purposes) && problemsOf(one).length > 0).length
}

function returned({ role, returnConfirmedOn }: Omit<Recipient, 'id'>): boolean {
  return role === 'controller' || returnConfirmedOn !== null
}

/** Every recipient, those of today first, in the order of their kinds. */
export async function list(reader: Reader): Promise<Recipient[]> {
  const rows = (await reader
    .select(columns)
    .from(recipient)
    .orderBy(asc(recipient.name), asc(recipient.id))) as Recipient[]
  const kinds = Object.keys(recipientKinds)
  return rows.toSorted(
    (one, other) =>
      Number(one.endedOn !== null) - Number(other.endedOn !== null) ||
      kinds.indexOf(one.kind) - kinds.indexOf(other.kind),
  )
}

/** Throws NotFound. */
export async function find(reader: Reader, id: string): Promise<Recipient> {
  const [row] = await reader.select(columns).from(recipient).where(eq(recipient.id, id))
  if (!row) throw new NotFound()
  return row as Recipient
}

/** One more recipient; where only its kind was known so far, it takes that place. Returns its id. */
export async function add(tx: Transaction, facts: RecipientFacts, by: string | null): Promise<string> {
  const [unnamed] = await tx
    .update(recipient)
    .set(changed(facts, by))
    .where(and(eq(recipient.kind, facts.kind), eq(recipient.name, ''), isNull(recipient.endedOn)))
    .returning({ id: recipient.id })
  if (unnamed) return unnamed.id
  const id = crypto.randomUUID()
  await tx.insert(recipient).values({ id, ...facts, notedBy: by })
  return id
}

/** What was signed off was something else: whoever changes a recipient asks for the owner's eye again. */
export async function change(
  tx: Transaction,
  id: string,
  facts: RecipientFacts,
  by: string | null,
): Promise<void> {
  await tx.update(recipient).set(changed(facts, by)).where(eq(recipient.id, id))
}

/** The owner has seen it and takes it as it is. */
export async function signOff(tx: Transaction, id: string, by: string): Promise<void> {
  await tx.update(recipient).set({ signedOffBy: by, signedOffAt: sql`now()` }).where(eq(recipient.id, id))
}

/** It receives nothing more from this day on; when it confirmed return or erasure may follow later. */
export async function end(
  tx: Transaction,
  id: string,
  { endedOn, returnConfirmedOn }: { endedOn: IsoDate | null; returnConfirmedOn: IsoDate | null },
  by: string | null,
): Promise<void> {
  await tx
    .update(recipient)
    .set({ endedOn, returnConfirmedOn, notedBy: by, notedAt: sql`now()` })
    .where(eq(recipient.id, id))
}

const ofCollectors = { licenceNumber: null, email: null, needsPersonalCode: false }

function changed(facts: RecipientFacts, by: string | null) {
  return { ...ofCollectors, ...facts, signedOffBy: null, signedOffAt: null, notedBy: by, notedAt: sql`now()` }
}

const columns = {
  id: recipient.id,
  kind: recipient.kind,
  name: recipient.name,
  registrationNumber: recipient.registrationNumber,
  role: recipient.role,
  country: recipient.country,
  agreementReference: recipient.agreementReference,
  agreementOn: recipient.agreementOn,
  safeguard: recipient.safeguard,
  safeguardCopy: recipient.safeguardCopy,
  signedOffBy: recipient.signedOffBy,
  signedOffAt: recipient.signedOffAt,
  endedOn: recipient.endedOn,
  returnConfirmedOn: recipient.returnConfirmedOn,
  licenceNumber: recipient.licenceNumber,
  email: recipient.email,
  needsPersonalCode: recipient.needsPersonalCode,
}
