/** Where staff find their own pages; `src/urls.ts` takes these names in. */
export const staffUrls = {
  staffSignIn: '/admin/sign-in',
  staffCode: '/admin/sign-in/code',
  staffRecovery: '/admin/sign-in/recovery',
  staffAgain: '/admin/sign-in/again',
  staffSignOut: '/admin/sign-out',
  staffInvitation: '/admin/invitation/:token',
  staffSecondFactor: '/admin/second-factor',
  staffSecondFactorPicture: '/admin/second-factor/qr.svg',
  staffConfirm: '/admin/confirm',
  staffPeople: '/admin/staff',
  staffRole: '/admin/staff/:id/role',
  staffRemoval: '/admin/staff/:id/removal',
  staffLink: '/admin/staff/:id/link',
  staffAccount: '/admin/account',
  staffLanguage: '/admin/account/language',
  staffPassword: '/admin/account/password',
  staffNewSecondFactor: '/admin/account/second-factor',
  staffRecoveryCodes: '/admin/account/recovery-codes',
  staffSessionEnd: '/admin/account/sessions/:id/end',
} as const

export type StaffUrl = keyof typeof staffUrls

/** The place with the way on from there, where there is one. */
export function withNext(name: StaffUrl, next: string | undefined): string {
  return next ? `${staffUrls[name]}?next=${encodeURIComponent(next)}` : staffUrls[name]
}

const office = /^\/(admin|accountant)(\/[\w./-]*)?(\?[\w=&-]*)?$/

/** A path inside the back office, or undefined: nobody is sent elsewhere by a link to our sign-in page. */
export function localPath(next: string | undefined): string | undefined {
  return next && next.length <= 200 && office.test(next) && !/\/\/|\.\./.test(next) ? next : undefined
}
