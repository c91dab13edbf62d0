import { z } from 'zod'
import { type Language, languageNames, languages } from '../platform/i18n/languages.ts'
import { choice, optionalLines } from '../platform/web/fields.ts'
import { section } from './admin-section.ts'
import { publishTerms } from './terms.ts'

const longest = 30_000

/** The terms of sale, one form for each language: a text of this length fills a whole request. */
export const terms = section({
  group: 'languages',
  form: () => z.object({ language: choice(languages), ...textFields() }).transform(templateOf),
  async shown(_tx, { settings }) {
    return {
      values: Object.fromEntries(
        languages.map((code) => [fieldOf(code), settings.terms[code]?.template ?? '']),
      ),
      texts: languages.map((code) => ({
        code,
        name: languageNames[code],
        since: settings.terms[code]?.publishedAt,
        open: settings.languages.open.includes(code),
      })),
    }
  },
  async save(tx, { language, template }, { settings }, by) {
    if (settings.terms[language]?.template === template) return
    await publishTerms(tx, language, template, settings.identity, by)
  },
})

function textFields() {
  return Object.fromEntries(languages.map((code) => [fieldOf(code), optionalLines(longest)]))
}

function templateOf(
  typed: { language: Language; [field: string]: string | undefined },
  context: z.RefinementCtx,
) {
  const { language } = typed
  const template = typed[fieldOf(language)]
  if (template !== undefined) return { language, template }
  context.addIssue({ code: 'custom', message: 'errors.required', path: [fieldOf(language)] })
  return z.NEVER
}

function fieldOf(language: Language): string {
  return `terms-${language}`
}
