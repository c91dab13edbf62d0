import { z } from 'zod'
import { missingGlyphs, readable } from '../platform/files/lettering.ts'

/** The words of a sign: as many lines of as many characters as it holds, in letters that we can draw. */
export function wordsForm({ lines: most, length }: { readonly lines: number; readonly length: number }) {
  return z
    .preprocess((typed) => tidied(typed), z.string('errors.required').min(1, 'errors.required'))
    .superRefine((text, context) => {
      const lines = text.split('\n')
      const refuse = (message: string, params: Record<string, unknown>) =>
        context.addIssue({ code: 'custom', message, params })
      const missing = missingGlyphs(text)
      if (lines.length > most) refuse('errors.wordLines', { lines: most })
      else if (lines.some((line) => [...line].length > length)) refuse('errors.wordLength', { length })
      else if (missing.length > 0) refuse('errors.wordCharacters', { characters: readable(missing) })
    })
}

/** Lines without blanks round them, and no empty lines before or after. */
function tidied(typed: unknown): unknown {
  if (typeof typed !== 'string') return typed
  return typed
    .normalize('NFC')
    .replace(/\t/g, ' ')
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .join('\n')
    .replace(/^\n+|\n+$/g, '')
}
