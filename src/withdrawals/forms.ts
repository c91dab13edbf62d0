import { z } from 'zod'
import { free } from '../customers/fields.ts'
import * as fields from '../platform/web/fields.ts'

/** The name of the field that says how many pieces of a line are given back. */
export function piecesField(lineId: string): string {
  return `pieces-${lineId}`
}

/** The name of the field that says how much is taken off for a line. */
export function reductionField(lineId: string): string {
  return `off-${lineId}`
}

/** The name of the field that says how many pieces of a line go back to the shelf. */
export function restockField(lineId: string): string {
  return `restock-${lineId}`
}

/** A line of an order and how many of its pieces may be named. */
export interface Countable {
  readonly id: string
  readonly most: number
}

const who = {
  name: free(fields.text(120)),
  email: fields.email().transform((address) => address.toLowerCase()),
  key: fields.id(),
}

/**
 * What a consumer states (CRD Art. 11a(2)): who, what names the contract, where the receipt goes. No reason is asked for. Of an
 * order that is open in this browser its lines are chosen; any other is named in words.
 */
export function statementForm(lines: readonly Countable[] | undefined) {
  if (!lines) {
    return z
      .object({ contract: free(fields.text(200)), which: free(fields.optionalLines(1000)), ...who })
      .transform(({ which, ...stated }) => ({ ...stated, words: which ?? null, pieces: null }))
  }
  const counts = piecesOf(lines, piecesField)
  return z.object({ ...counts, ...who }).transform((typed, context) => {
    const pieces = chosen(lines, typed, piecesField)
    if (pieces.length === 0) {
      context.addIssue({
        code: 'custom',
        message: 'withdrawal.none',
        path: [piecesField(lines[0]?.id ?? '')],
      })
      return z.NEVER
    }
    const { name, email, key } = typed as unknown as { name: string; email: string; key: string }
    return { name, email, key, words: null, pieces, contract: undefined as string | undefined }
  })
}

/** Which button was pressed, and the order that the page was about. */
export const pressedForm = z.object({
  action: z.enum(['review', 'confirm', 'change', 'refresh']).catch('review'),
  order: z.uuid().optional().catch(undefined),
})

/** How many pieces of each line, none of them where nothing was typed. */
export function piecesOf(lines: readonly Countable[], nameOf: (lineId: string) => string) {
  return Object.fromEntries(
    lines.map(({ id, most }) => [
      nameOf(id),
      z.preprocess(
        (typed) => (typed === undefined || typed === '' ? '0' : typed),
        fields.wholeNumber(0, most),
      ),
    ]),
  )
}

/** The lines of which at least one piece was named. */
export function chosen(
  lines: readonly Countable[],
  typed: Readonly<Record<string, unknown>>,
  nameOf: (lineId: string) => string,
): { orderLineId: string; quantity: number }[] {
  return lines
    .map(({ id }) => ({ orderLineId: id, quantity: Number(typed[nameOf(id)] ?? 0) }))
    .filter(({ quantity }) => quantity > 0)
}
