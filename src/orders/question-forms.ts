import { z } from 'zod'
import { free } from '../customers/fields.ts'
import * as fields from '../platform/web/fields.ts'

/** A buyer's question; the key is the question's own id, so that a form sent twice asks once. */
export const questionForm = z.object({
  question: free(fields.lines(2000)),
  questionKey: fields.id(),
})

/** How a question was answered, and where whoever answered goes on. */
export const answerForm = z.object({
  answerNote: free(fields.text(500)),
  from: z.enum(['list']).optional().catch(undefined),
})
