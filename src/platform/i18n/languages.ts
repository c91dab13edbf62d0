/** The languages the shop can speak. Which of them are open to visitors is a setting of the shop. */
export const languages = ['lv', 'en', 'sv', 'nl'] as const

export type Language = (typeof languages)[number]

/** Each language in its own words, for the language switch. */
export const languageNames: Readonly<Record<Language, string>> = {
  lv: 'Latviešu',
  en: 'English',
  sv: 'Svenska',
  nl: 'Nederlands',
}

/** The BCP 47 locale in which a language writes money, dates and numbers. */
export const locales: Readonly<Record<Language, string>> = {
  lv: 'lv-LV',
  en: 'en-GB',
  sv: 'sv-SE',
  nl: 'nl-NL',
}

export function isLanguage(text: unknown): text is Language {
  return languages.includes(text as Language)
}

/** The language of a path: the first segment where it is one (`/en/cart`), Latvian otherwise. */
export function languageOfPath(path: string): Language {
  const first = path.split('/', 2)[1]
  return isLanguage(first) ? first : 'lv'
}
