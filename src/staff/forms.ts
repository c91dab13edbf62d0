import { z } from 'zod'
import { longestPassword, type Weakness, weaknessOf } from '../platform/auth/weak-passwords.ts'
import { choice, email, requiredTick, text } from '../platform/web/fields.ts'
import { type FieldErrors, fieldError } from '../platform/web/forms.ts'
import { staffLanguages, staffRoles } from './table.ts'
import { localPath } from './urls.ts'

const address = email().transform((value) => value.toLowerCase())
/** As typed: a password may begin with a space. */
const password = z.string('errors.required').min(1, 'errors.required').max(1000, 'errors.tooLong')
const next = z.string().optional().transform(localPath)

const newPassword = { newPassword: password, again: password }
const same = <T extends { newPassword: string; again: string }>(typed: T) => typed.newPassword === typed.again
const notSame = { error: 'staff.password.again.differs', path: ['again'] }

export const signInForm = z.object({ email: address, password, next })

export const codeForm = z.object({ code: text(20), next })

export const recoveryForm = z.object({ recoveryCode: text(40), next })

export const confirmForm = z.object({ password, code: text(20), next })

/** On the page that keeps a form: its fields stand beside those that were typed. */
export const confirmAgainForm = z.object({ 'again-password': password, 'again-code': text(20) })
export const againForm = confirmAgainForm.extend({ 'again-email': address })

export const passwordForm = z.object(newPassword).refine(same, notSame)

export const firstOwnerForm = z
  .object({
    name: text(200),
    email: address,
    language: choice(staffLanguages),
    ...newPassword,
    undertaking: requiredTick(),
  })
  .refine(same, notSame)

export const joinForm = z
  .object({ language: choice(staffLanguages), ...newPassword, undertaking: requiredTick() })
  .refine(same, notSame)

export const inviteForm = z.object({
  name: text(200),
  email: address,
  role: choice(staffRoles),
  language: choice(staffLanguages),
})

export const roleForm = z.object({ role: choice(staffRoles) })

export const languageForm = z.object({ language: choice(staffLanguages) })

const weaknesses: Record<Weakness, string> = {
  short: 'staff.password.short',
  long: 'staff.password.long',
  personal: 'staff.password.personal',
  simple: 'staff.password.simple',
  common: 'staff.password.common',
}

/** What is wrong with a new password, as an error beside its field; undefined where it will do. */
export function passwordErrors(typed: string, personal: readonly string[]): FieldErrors | undefined {
  const weakness = weaknessOf(typed, personal)
  return weakness && { newPassword: fieldError(weaknesses[weakness], { max: longestPassword }) }
}
