import { z } from 'zod'
import { free } from '../../customers/fields.ts'
import * as fields from '../../platform/web/fields.ts'

/** The longest objection that the page takes. */
export const objectionMost = 4000

/** What the debtor says against a debt, in their own words. */
export const objectionForm = z.object({ objection: free(fields.lines(objectionMost)) })
