import { sql } from 'drizzle-orm'
import { type Client, exec, type Transaction } from '../platform/database/client.ts'
import type { IsoDate } from '../platform/time.ts'
import type { Journal } from './journal.ts'
import type { Login, PurposeId, PurposesOf } from './purposes.ts'
import type { Roles } from './roles.ts'

/** Who acts, as the audit notes it: an opaque id, never a name. */
export type Actor = 'guest' | `staff:${string}` | `job:${string}` | 'command'

declare const forPurpose: unique symbol

/**
 * A transaction under one purpose. Functions that read for accounting take Tx<'accounting'>; one of another
 * purpose does not compile, and the database would refuse it.
 */
export interface Tx<P extends PurposeId> extends Transaction {
  readonly [forPurpose]: (purpose: P) => void
  /** For what a restored backup must not forget: written before the commit. */
  readonly journal: Journal
  /** Runs a part under another purpose of the same login, and comes back. */
  under<Q extends PurposeId, T>(purpose: Q, work: (tx: Tx<Q>) => Promise<T>): Promise<T>
}

/** A login's door to the database. */
export interface Access<L extends Login = Login> {
  readonly login: L
  readonly client: Client
  readonly roles: Roles
  /** Without one nothing is journalled: nobody has backups of such a database. */
  readonly journal?: Journal | undefined
}

/**
 * One transaction for one purpose. Throws what `work` throws, and SQLSTATE 42501 when the purpose is switched
 * off or the login may not take it.
 */
export function withPurpose<L extends Login, P extends PurposesOf<L>, T>(
  access: Access<L>,
  purpose: P,
  actor: Actor,
  work: (tx: Tx<P>) => Promise<T>,
): Promise<T> {
  const opening = `begin; ${actingAs(access.roles, purpose)}; set local shop.actor = '${checked(actor)}'; select shop_refuse_switched_off()`
  return access.client.begin(opening, (tx) => work(bind(tx, access, purpose)))
}

/**
 * A long reading for one purpose that sees the database as it is at one moment, and writes nothing. It lifts the time
 * limits for itself, so whoever calls it bounds how long it waits for anybody.
 */
export function withSnapshot<L extends Login, P extends PurposesOf<L>, T>(
  access: Access<L>,
  purpose: P,
  actor: Actor,
  work: (tx: Tx<P>) => Promise<T>,
): Promise<T> {
  const opening = `begin isolation level repeatable read read only; set local transaction_timeout = 0;
    set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0;
    ${actingAs(access.roles, purpose)}; set local shop.actor = '${checked(actor)}'; select shop_refuse_switched_off()`
  return access.client.begin(opening, (tx) => work(bind(tx, access, purpose)))
}

declare const ofEraser: unique symbol

/** A transaction of the eraser: it deletes and blanks what no purpose holds, and serves none. */
export interface EraserTx extends Transaction {
  readonly [ofEraser]: true
}

/** One transaction of the eraser. `asOf` is a day in the past, or of the future in a look ahead that writes nothing. */
export function withEraser<T>(
  access: Access<'worker'>,
  { actor, asOf, lookAhead = false }: { actor: Actor; asOf?: IsoDate | undefined; lookAhead?: boolean },
  work: (tx: EraserTx) => Promise<T>,
): Promise<T> {
  const begin = lookAhead ? 'begin transaction read only' : 'begin'
  const day = asOf ? `; set local shop.as_of = '${asOf}'` : ''
  const opening = `${begin}; set local role "${access.roles.eraser}"; set local shop.actor = '${checked(actor)}'${day}`
  return access.client.begin(opening, (tx) => work(tx as EraserTx))
}

/** Answers one person: from here on the transaction reads the rows of whoever stands behind the session or request. */
export async function answer(tx: Tx<'rights-requests'>, subjectId: string): Promise<void> {
  await tx.execute(sql`select set_config('shop.subject', ${subjectId}, true)`)
}

/** One transaction without any purpose: settings, catalogue and other data that are nobody's. */
export function withoutPurpose<T>(
  access: Access,
  actor: Actor,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  return access.client.begin(`begin; set local shop.actor = '${checked(actor)}'`, work)
}

const noJournal: Journal = { append: async () => {} }

function bind<P extends PurposeId>(tx: Transaction, access: Access, purpose: P): Tx<P> {
  const { roles, journal = noJournal } = access
  const under = async <Q extends PurposeId, T>(other: Q, work: (tx: Tx<Q>) => Promise<T>): Promise<T> => {
    await exec(tx, `${actingAs(roles, other)}; select shop_refuse_switched_off()`)
    try {
      return await work(bind(tx, access, other))
    } finally {
      // After a failed statement this fails too, and the transaction can only roll back.
      await exec(tx, actingAs(roles, purpose)).catch(() => {})
    }
  }
  // A view of the same transaction: `under` of the outer purpose must stay what it was.
  return Object.assign(Object.create(tx), { under, journal }) as Tx<P>
}

function actingAs(roles: Roles, purpose: PurposeId): string {
  return `set local role "${roles.purpose(purpose)}"`
}

function checked(actor: Actor): string {
  if (!/^[a-z]+(:[A-Za-z0-9-]{1,60})?$/.test(actor)) throw new RangeError('an actor is a word and an id')
  return actor
}
