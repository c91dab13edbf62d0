import type { Login, PurposeId } from './purposes.ts'

/** The names of the shop's roles in one database; roles belong to the whole cluster, so they carry its name. */
export interface Roles {
  /** Everything without personal data may be read by all of the shop's roles. */
  readonly everyone: string
  login(login: Login): string
  purpose(purpose: PurposeId): string
  /** Acts for no purpose: takes away what none holds any longer. The worker alone takes it. */
  readonly eraser: string
}

/** Roles for a database. Throws RangeError when the name leaves no room (PostgreSQL keeps 63 bytes). */
export function rolesFor(database: string): Roles {
  if (!/^[a-z0-9_]{1,35}$/.test(database))
    throw new RangeError('a database name is 1 to 35 of a-z, 0-9 and _')
  return {
    everyone: `${database}_everyone`,
    eraser: `${database}_eraser`,
    login: (login) => `${database}_${login}`,
    purpose: (purpose) => `${database}_p_${purpose.replaceAll('-', '_')}`,
  }
}

export const logins: readonly Login[] = ['storefront', 'backoffice', 'worker', 'signin']
