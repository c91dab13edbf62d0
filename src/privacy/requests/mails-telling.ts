import * as mails from '../../correspondence/mails.ts'
import type { Tx } from '../with-purpose.ts'
import type { Request } from './requests.ts'

/** Letters that tell of a request and what became of it. */
export const letterKinds = [
  'request-received',
  'request-extended',
  'request-refused',
  'request-lifting',
  'request-done',
] as const
export type LetterKind = (typeof letterKinds)[number]

/** Tells whoever asked, by mail; a letter for the post is printed from the request's page instead. */
export async function tell(
  tx: Tx<'rights-requests'>,
  kind: LetterKind,
  aboutId: string,
  { postal }: Pick<Request, 'postal'>,
): Promise<void> {
  if (postal === null) await mails.queue(tx, kind, { id: aboutId })
}
