import { fileURLToPath } from 'node:url'
import Handlebars from 'handlebars'
import { readMessages } from '../src/platform/i18n/messages.ts'
import { helperNames } from '../src/platform/web/view-helpers.ts'
import { messageArguments } from './support/icu.ts'
import { messagesInTemplate, parseTemplates, type Template, walk } from './support/templates.ts'

/** What Handlebars itself does not stop: run by `npm run check`, prints file:line and ends with 1. */

type Finding = { file: string; line: number; text: string }
const blankMark = '\ue000'

type Report = (offset: number, text: string) => void

const builtIn = ['if', 'unless', 'each', 'with', 'lookup']
const helpers = new Set<string>([...helperNames, ...builtIn])
/** Written alike in every language, so they need no translation. */
const sameEverywhere = /^(PDF|EUR|IBAN|BIC|SWIFT|SKU|TOTP|QR|PVN|VAT|CSV|UBL|mm|cm|kg)$/
/** Attributes and parameters that people read or hear. */
const read = new Set([
  'alt',
  'title',
  'placeholder',
  'aria-label',
  'aria-description',
  'label',
  'hint',
  'text',
])
const readParams = new Set([...read, 'heading', 'caption', 'legend', 'button', 'description'])

export function lintTemplate(template: Template, names: ReadonlySet<string>): Finding[] {
  const findings: Finding[] = []
  const at = (line: number, text: string) => findings.push({ file: template.file, line, text })
  lintCalls(template, names, at)
  const markup = withoutMustaches(isLetter(template) ? withoutStyle(template.source) : template.source)
  const report: Report = (offset, text) => at(markup.slice(0, offset).split('\n').length, text)
  // Such a part stands inside a tag and holds nothing but attributes.
  if (template.name.endsWith('-attributes')) lintTag('input', markup, 0, report)
  else lintMarkup(markup, report)
  return findings
}

function lintCalls(
  { name, program }: Template,
  names: ReadonlySet<string>,
  at: (line: number, text: string) => void,
) {
  const inline = new Set<string>(['@partial-block'])
  walk(program, { inline: (name) => inline.add(name) })
  walk(program, {
    call(helper, node) {
      const { line } = node.loc.start
      const isCall = node.type !== 'MustacheStatement' || node.params.length > 0 || node.hash !== undefined
      if (isCall && !helpers.has(helper)) at(line, `unknown helper ${helper}`)
      const raw = node.type === 'MustacheStatement' && !(node as hbs.AST.MustacheStatement).escaped
      if (raw && !name.startsWith('layouts/')) at(line, '{{{ outside layouts')
    },
    partial(partial, node) {
      const { line } = node.loc.start
      if (partial && !names.has(partial) && !inline.has(partial)) at(line, `unknown part ${partial}`)
      for (const { key, value } of node.hash?.pairs ?? []) {
        const text = value.type === 'StringLiteral' ? (value as hbs.AST.StringLiteral).value : ''
        if (readParams.has(key) && hasWords(text)) at(line, `text without translation: ${key}="${text}"`)
      }
    },
  })
}

/** Mail programs fetch no style sheet, so the letters' layout carries its own. */
function isLetter({ name }: Template): boolean {
  return name === 'layouts/mail'
}

function withoutStyle(source: string): string {
  return source.replace(/<style>[\s\S]*?<\/style>/, (style) => style.replace(/[^\n]/g, ''))
}

/** The template with every mustache blanked out, lines and offsets kept. The blank is no letter and no space. */
function withoutMustaches(source: string): string {
  const blank = (text: string) => text.replace(/[^\n]/g, blankMark)
  return source
    .replace(/\{\{~?!--[\s\S]*?--~?\}\}/g, blank)
    .replace(/\{\{\{[\s\S]*?\}\}\}/g, blank)
    .replace(/\{\{[\s\S]*?\}\}/g, blank)
}

function lintMarkup(markup: string, report: Report) {
  const tag = /<!--[\s\S]*?-->|<!doctype[^>]*>|<\/?([a-zA-Z][\w-]*)((?:"[^"]*"|'[^']*'|[^>"'])*)>/gi
  let end = 0
  for (const match of markup.matchAll(tag)) {
    lintText(markup.slice(end, match.index), end, report)
    if (match[1] && !match[0].startsWith('</'))
      lintTag(match[1].toLowerCase(), match[2] ?? '', match.index, report)
    end = match.index + match[0].length
  }
  lintText(markup.slice(end), end, report)
  for (const { index } of markup.matchAll(/javascript:/gi)) report(index, 'javascript: address')
}

function lintText(text: string, offset: number, report: Report) {
  if (!hasWords(text)) return
  const first = text.search(/\p{L}/u)
  report(offset + first, `text without translation: ${text.replaceAll(blankMark, '').trim().slice(0, 60)}`)
}

function lintTag(name: string, attributes: string, offset: number, report: Report) {
  if (name === 'style') report(offset, 'inline style element')
  // Data for search engines is not run.
  const data = /\stype="application\/ld\+json"/.test(attributes)
  if (name === 'script' && !/\ssrc=/.test(attributes) && !data) report(offset, 'inline script')
  for (const match of attributes.matchAll(/([^\s"'=\ue000]+)\s*=\s*("[^"]*"|'[^']*'|)/g)) {
    lintAttribute((match[1] as string).toLowerCase(), match[2] as string, offset, report)
  }
}

function lintAttribute(name: string, quoted: string, offset: number, report: Report) {
  if (quoted === '') report(offset, `unquoted attribute ${name}`)
  if (name === 'style') report(offset, 'inline style attribute')
  if (name.startsWith('on')) report(offset, `inline handler ${name}`)
  if (read.has(name) && hasWords(quoted)) report(offset, `text without translation: ${name}=${quoted}`)
}

function hasWords(text: string): boolean {
  const words = text.replace(/&[#\w]+;/g, ' ').match(/\p{L}{2,}/gu) ?? []
  return words.some((word) => !sameEverywhere.test(word))
}

/** Messages that a template asks for and nobody wrote, or wrote with a value that the template does not pass. */
function lintMessages(template: Template): Finding[] {
  const { en, lv } = readMessages(fileURLToPath(new URL('../views/messages/', import.meta.url)))
  return messagesInTemplate(template).flatMap(({ file, line, key, prefix, values }) => {
    const finding = (text: string) => [{ file, line, text }]
    if (prefix)
      return [...lv.keys()].some((known) => known.startsWith(key)) ? [] : finding(`no message ${key}…`)
    const missing = [lv, en].find((messages) => !messages.has(key))
    if (missing) return finding(`no message "${key}" in ${missing === lv ? 'lv' : 'en'}`)
    const wanted = messageArguments(en.get(key) as string, 'en').names
    const absent = wanted.filter((name) => !values?.includes(name))
    return absent.length > 0 ? finding(`message "${key}" needs ${absent.join(', ')}`) : []
  })
}

function lint(): Finding[] {
  try {
    const templates = parseTemplates()
    const names = new Set(templates.map(({ name }) => name))
    return templates.flatMap((template) => [...lintTemplate(template, names), ...lintMessages(template)])
  } catch (error) {
    if (error instanceof Handlebars.Exception) return [{ file: 'views', line: 0, text: error.message }]
    throw error
  }
}

if (import.meta.main) {
  const findings = lint()
  for (const { file, line, text } of findings) process.stderr.write(`${file}:${line} ${text}\n`)
  process.exitCode = findings.length > 0 ? 1 : 0
}
