import { z } from 'zod'
import { untranslated } from '../catalogue/translations.ts'
import type { Transaction } from '../platform/database/client.ts'
import { languages as all, type Language, languageNames } from '../platform/i18n/languages.ts'
import { missingTexts } from '../platform/i18n/messages.ts'
import { sentTick } from '../platform/web/fields.ts'
import { fieldError } from '../platform/web/forms.ts'
import { type Around, Refused, section } from './admin-section.ts'
import { change } from './settings.ts'

/** Latvian is the shop's own; English is where the addresses of closed languages lead. */
const always: readonly Language[] = ['lv', 'en']
const optional = all.filter((code) => !always.includes(code))

/** The languages in which visitors find the shop. */
export const languages = section({
  group: 'languages',
  form: () =>
    z
      .object(Object.fromEntries(optional.map((code) => [fieldOf(code), sentTick()])))
      .transform((typed) => optional.filter((code) => typed[fieldOf(code)])),
  async shown(tx, around) {
    const { open } = around.settings.languages
    const shown = []
    for (const code of all) {
      const only = always.includes(code)
      const missing = only ? undefined : await missingIn(tx, code, around)
      const choosable = !missing || !closes(missing) || open.includes(code)
      shown.push({ code, name: languageNames[code], only, missing, choosable })
    }
    return { values: Object.fromEntries(open.map((code) => [fieldOf(code), 'yes'])), languages: shown }
  },
  async save(tx, chosen, around, by) {
    // A language that is open stays so while something new waits for its translation.
    for (const code of chosen.filter((one) => !around.settings.languages.open.includes(one))) {
      const missing = await missingIn(tx, code, around)
      if (missing && closes(missing)) {
        throw new Refused({ [fieldOf(code)]: fieldError('settings.problem.language') })
      }
    }
    await change(
      tx,
      'languages',
      { open: all.filter((code) => always.includes(code) || chosen.includes(code)) },
      by,
    )
  },
})

interface Missing {
  readonly texts: number
  readonly products: number
  readonly terms: boolean
}

/** Goods without a text are not shown in a language; a page without its words would be broken, a sale without terms void. */
function closes({ texts, terms }: Missing): boolean {
  return texts > 0 || terms
}

/** What a visitor would miss in a language; undefined for nothing. */
async function missingIn(
  tx: Transaction,
  code: Language,
  { settings }: Around,
): Promise<Missing | undefined> {
  const missing = {
    texts: missingTexts(code),
    products: await untranslated(tx, code),
    terms: settings.terms[code] === undefined,
  }
  return missing.texts > 0 || missing.products > 0 || missing.terms ? missing : undefined
}

function fieldOf(language: Language): string {
  return `open-${language}`
}
