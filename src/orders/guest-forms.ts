import { z } from 'zod'
import { choice, optionalLines } from '../platform/web/fields.ts'

/** The answer to a proof: yes, or what should be different. The field carries the proof's id, as the page may hold several. */
export function proofForm(proofId: string) {
  const change = changeField(proofId)
  return z
    .object({ answer: choice(['approve', 'change']), [change]: optionalLines(1000) })
    .superRefine((typed, context) => {
      const asked = typed[change] !== undefined
      const refuse = (message: string) => context.addIssue({ code: 'custom', message, path: [change] })
      if (typed.answer === 'change' && !asked) refuse('errors.required')
      // A wish must not be lost with a yes: what is approved is made.
      if (typed.answer === 'approve' && asked) refuse('errors.approveOrChange')
    })
    .transform(({ answer, ...rest }) => ({ answer, change: rest[change] as string | undefined }))
}

/** The name of the field for what should change. */
export function changeField(proofId: string): string {
  return `change-${proofId}`
}
