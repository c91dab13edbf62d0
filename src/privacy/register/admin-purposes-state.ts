import type { Context } from 'hono'
import type { AdminShop } from '../../admin-shop.ts'
import type { Transaction } from '../../platform/database/client.ts'
import { NotFound, Unavailable } from '../../platform/errors.ts'
import * as settings from '../../settings/settings.ts'
import { actorOf, type StaffMember } from '../../staff/auth.ts'
import * as staff from '../../staff/staff.ts'
import type { Named } from '../notices/notice-words.ts'
import { purposeList } from '../purposes.ts'
import { withoutPurpose } from '../with-purpose.ts'
import { type WrittenText, written } from './balancing.ts'
import { type InForce, read } from './in-force.ts'
import * as switches from './switches.ts'
import { withTerms } from './terms.ts'
import { newest, type RegisterVersion } from './versions.ts'

/** The register as the pages of the back office show it, read anew for each page. */
export interface RegisterState extends InForce {
  readonly settings: settings.Settings
  readonly texts: readonly WrittenText[]
  readonly switches: readonly switches.Switch[]
  readonly version: RegisterVersion | undefined
}

export async function readState(shop: AdminShop, member: StaffMember): Promise<RegisterState> {
  return within(shop, member, async (tx) => {
    const found = await settings.read(tx)
    if (!found) throw new Unavailable('the shop is not set up')
    return {
      ...(await read(tx)),
      settings: found,
      texts: await written(tx),
      switches: await switches.read(tx),
      version: await newest(tx),
    }
  })
}

/** Nobody's data: the register is the shop's own. */
export function within<T>(
  shop: AdminShop,
  member: StaffMember,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  return withoutPurpose(shop.database.backoffice, actorOf(member), work)
}

/** Who is behind an id, while the shop knows them. */
export async function namesOf(shop: AdminShop, member: StaffMember): Promise<ReadonlyMap<string, string>> {
  const people = await shop.staffAuth.under('staff-accounts', actorOf(member), (tx) => staff.list(tx))
  return new Map(people.map(({ id, name }) => [id, name]))
}

/** Every purpose with the terms in force, in register order. */
export function purposesIn({ terms }: Pick<RegisterState, 'terms'>): Named[] {
  return withTerms(purposeList, terms)
}

/** The purpose of the address. Throws NotFound. */
export function purposeIn(c: Context, state: Pick<RegisterState, 'terms'>): Named {
  const found = purposesIn(state).find(({ id }) => id === c.req.param('id'))
  if (!found) throw new NotFound()
  return found
}

/** The purposes in use. */
export function inUseIn(state: RegisterState): Named[] {
  return purposesIn(state).filter(({ id }) => state.on.has(id))
}

/** How many terms of the purposes in use nobody has signed off yet. */
export function termsToSign({ on, terms }: Pick<RegisterState, 'on' | 'terms'>): number {
  return terms.filter(({ purpose, proposed, signedAt }) => on.has(purpose) && proposed && signedAt === null)
    .length
}
