import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import Handlebars from 'handlebars'
import type { Language } from '../i18n/languages.ts'
import { readMessages, type Translate, translatorOf } from '../i18n/messages.ts'
import { helperNames, registerHelpers, type ViewSurroundings } from './view-helpers.ts'

/** What every template gets: its language, the page-wide model of its face, and its own fields. */
type ViewModel = {
  readonly language: Language
  readonly page?: unknown
  readonly [field: string]: unknown
}

export type Views = {
  /** Renders a template by its path without ending (`storefront/cart/cart`). Throws where there is none. */
  render(name: string, model: ViewModel): string
  has(name: string): boolean
  /** Compiles every template now; a syntax error or an unknown helper throws. Start-up leaves it to first use. */
  compileAll(): void
}

type ViewOptions = ViewSurroundings & {
  readonly directory: string
  /** Reads templates and texts again for each page, for whoever writes them. */
  readonly reload?: boolean
}

/** Parts that show no more than one object (the param) and fixed words: written once for each, as long as somebody holds it. */
const writtenOnce: Readonly<Record<string, string>> = {
  'parts/product-card': 'product',
  'parts/menu': 'menu',
  'parts/foot': 'site',
  'parts/guarantee': 'site',
}

type Templates = Map<string, HandlebarsTemplateDelegate>

const compileOptions = {
  knownHelpersOnly: true,
  knownHelpers: Object.fromEntries(helperNames.map((name) => [name, true])),
  preventIndent: true,
} as const

/**
 * Reads all templates once and registers each as a partial under its path. Compiling waits for the first use,
 * so that the process starts fast.
 */
export function openViews(options: ViewOptions): Views {
  const kept = readAll(options)
  const templates = () => (options.reload ? readAll({ ...options, translator: freshTexts(options) }) : kept)
  return {
    render(name, model) {
      const template = templates().get(name)
      if (!template) throw new Error(`no template views/${name}.hbs`)
      return template(model)
    },
    has: (name) => templates().has(name),
    compileAll() {
      for (const { source } of readTemplates(options.directory)) {
        Handlebars.precompile(source, compileOptions)
      }
    },
  }
}

function readAll({ directory, ...surroundings }: ViewOptions): Templates {
  const handlebars = Handlebars.create()
  registerHelpers(handlebars, surroundings)
  const templates: Templates = new Map()
  for (const { name, source } of readTemplates(directory)) {
    // A plain text (the other half of a mail) wants the characters themselves.
    const options = { ...compileOptions, noEscape: name.endsWith('.text') }
    const template = handlebars.compile(withoutIndent(source), options)
    templates.set(name, template)
    const param = writtenOnce[name]
    handlebars.registerPartial(name, param === undefined ? template : remembering(template, param))
  }
  return templates
}

function remembering(
  template: HandlebarsTemplateDelegate,
  param: string,
): HandlebarsTemplateDelegate<Readonly<Record<string, unknown>>> {
  const written = new WeakMap<object, { readonly language: unknown; readonly html: string }>()
  return (context, options) => {
    const shown = context[param] as object
    const language: unknown = options?.data?.root.language
    const kept = written.get(shown)
    if (kept && kept.language === language) return kept.html
    const html = template(context, options)
    written.set(shown, { language, html })
    return html
  }
}

function freshTexts({ directory }: ViewOptions): (language: Language) => Translate {
  const messages = readMessages(join(directory, 'messages'))
  return (language) => translatorOf(messages, language)
}

/** All templates below a directory: name (path without ending, with `/`) and source. */
export function readTemplates(directory: string): { name: string; source: string }[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.hbs'))
    .map((entry) => {
      const path = join(entry.parentPath, entry.name)
      const name = relative(directory, path).slice(0, -'.hbs'.length).split(sep).join('/')
      return { name, source: readFileSync(path, 'utf8') }
    })
}

/** Indentation is for the reader of the template; visitors need not download it. */
function withoutIndent(source: string): string {
  return /<pre\b/.test(source) ? source : source.replace(/^[ \t]+/gm, '')
}
