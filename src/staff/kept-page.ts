import type { Context } from 'hono'
import { translator } from '../platform/i18n/messages.ts'
import { errorTexts, type FieldErrors, type Typed } from '../platform/web/forms.ts'
import type { Views } from '../platform/web/views.ts'
import type { StaffMember } from './auth.ts'
import { doorLanguage } from './browsers.ts'
import type { KeptForm } from './kept-forms.ts'
import type { Former } from './sign-ins.ts'

/** Who sent the form: somebody whose session has ended, somebody who is to prove again who they are, or nobody we know. */
type Sender = StaffMember | Former | undefined

type Answer = { readonly typed?: Typed; readonly errors?: FieldErrors; readonly status?: 401 | 422 | 429 }

/** What the page needs of the shop. */
type Door = { readonly views: Pick<Views, 'render'>; shopName(): Promise<string> }

/** A form that came too late: the page holds what was typed, and asks who it is. */
export async function keepingPage(
  c: Context,
  door: Door,
  kept: KeptForm,
  sender: Sender,
  { typed, errors = {}, status = 401 }: Answer = {},
): Promise<Response> {
  const signedIn = isMember(sender)
  const language = sender?.language ?? doorLanguage(c)
  const values = typed ?? { 'again-email': signedIn ? '' : (sender?.email ?? '') }
  c.header('cache-control', 'no-store')
  const html = door.views.render('admin/staff/again', {
    language,
    page: { path: c.req.path, shop: { name: await door.shopName() } },
    kept,
    signedIn,
    form: { values, errors: errorTexts(errors, translator(language)) },
  })
  return c.html(html, status)
}

function isMember(sender: Sender): sender is StaffMember {
  return sender !== undefined && 'sessionId' in sender
}
