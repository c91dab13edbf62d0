import { createHash } from 'node:crypto'
import { HtmlValidate } from 'html-validate'
import { languageOfPath } from '../../src/platform/i18n/languages.ts'
import { attribute, parseHtml, textOf } from './html.ts'

export type AuditOptions = {
  /** Where the page was asked for, without origin. */
  readonly path: string
  /** Our own origins: the public address and the one of the test. */
  readonly origins: readonly string[]
  /** Names that Set-Cookie may carry (`cookies.names`). */
  readonly cookies: readonly string[]
  /** A page of the back office speaks the language of its user, whatever the path. */
  readonly anyLanguage?: boolean
}

/** Authorities, and carriers that follow a parcel: our pages may link to them; nothing is ever fetched from them. */
const linkedHosts = new Set([
  'www.ptac.gov.lv',
  'www.dvi.gov.lv',
  'www.lvportals.lv',
  'likumi.lv',
  'eur-lex.europa.eu',
  'consumer-redress.ec.europa.eu',
  'www.dpdgroup.com',
  'mana.omniva.lv',
])

const validator = new HtmlValidate({
  extends: ['html-validate:recommended', 'html-validate:document'],
  rules: {
    // How a template is indented or which of two valid spellings it takes is nobody's concern.
    'attribute-boolean-style': 'off',
    'attribute-empty-style': 'off',
    'attr-quotes': 'off',
    'doctype-style': 'off',
    'no-trailing-whitespace': 'off',
    'void-style': 'off',
    'long-title': 'off',
    'tel-non-breaking': 'off',
    'no-inline-style': 'error',
    'require-sri': 'off',
    'valid-id': ['error', { relaxed: true }],
  },
})

const clean = new Set<string>()

/** Throws one readable message with all that is wrong with an answer. */
export function auditPage(response: Response, html: string, options: AuditOptions) {
  const findings = [...auditHeaders(response, options), ...auditOnce(html, options)]
  if (findings.length === 0) return
  throw new Error(`${options.path} (${response.status}):\n  ${findings.join('\n  ')}`)
}

/** The headers of any answer, also of redirects and files. */
export function auditHeaders(response: Response, { cookies, origins }: AuditOptions): string[] {
  const policy = response.headers.get('content-security-policy') ?? ''
  const findings: string[] = []
  if (!policy.includes("default-src 'none'")) findings.push('no strict Content-Security-Policy')
  if (/unsafe-|\*|data:|'nonce-/.test(policy)) findings.push(`weak Content-Security-Policy: ${policy}`)
  if (response.headers.get('x-content-type-options') !== 'nosniff') findings.push('no nosniff')
  for (const cookie of response.headers.getSetCookie()) findings.push(...auditCookie(cookie, cookies))
  const location = response.headers.get('location')
  if (location && isForeign(location, origins)) findings.push(`redirects to ${location}`)
  return findings
}

function auditCookie(cookie: string, names: readonly string[]): string[] {
  const name = cookie.slice(0, cookie.indexOf('='))
  return [
    ...(names.includes(name) ? [] : [`sets a cookie that is not on the list: ${name}`]),
    ...['HttpOnly', 'SameSite=Lax', 'Path=/']
      .filter((attribute) => !cookie.split('; ').includes(attribute))
      .map((attribute) => `cookie ${name} without ${attribute}`),
  ]
}

/** html-validate takes milliseconds, and tests fetch the same page many times. */
function auditOnce(html: string, options: AuditOptions): string[] {
  const hash = createHash('sha256')
    .update(options.anyLanguage ? '' : languageOfPath(options.path))
    .update(html)
    .digest('base64')
  if (clean.has(hash)) return []
  const findings = [...auditMarkup(html), ...auditMeaning(html, options)]
  if (findings.length === 0) clean.add(hash)
  return findings
}

function auditMarkup(html: string): string[] {
  const report = validator.validateStringSync(html)
  return report.results.flatMap(({ messages }) =>
    messages.map(({ line, column, ruleId, message }) => `${line}:${column} ${message} (${ruleId})`),
  )
}

function auditMeaning(html: string, options: AuditOptions): string[] {
  const root = parseHtml(html)
  const findings: string[] = []
  const count = root.querySelectorAll('h1').length
  if (count !== 1) findings.push(`${count} h1 elements`)
  const title = root.querySelector('title')
  if (!title || textOf(title) === '') findings.push('no title')
  const language = attribute(root.querySelector('html') ?? root, 'lang')
  if (!options.anyLanguage && language !== languageOfPath(options.path)) findings.push(`lang is ${language}`)
  for (const element of root.querySelectorAll('*')) {
    findings.push(...auditAddresses(element, options.origins), ...auditInline(element))
  }
  const unfinished = /\{\{|\[object |\bundefined\b|\bNaN\b|\bInvalid Date\b/.exec(textOf(root))
  if (unfinished) findings.push(`shows "${unfinished[0]}"`)
  return findings
}

type Element = ReturnType<typeof parseHtml>

function auditAddresses(element: Element, origins: readonly string[]): string[] {
  const mayLink = element.tagName === 'a'
  return ['src', 'href', 'action', 'formaction', 'srcset', 'poster', 'data']
    .map((name) => attribute(element, name))
    .filter((address) => address !== undefined)
    .filter((address) => isForeign(address, origins) && !(mayLink && isLinked(address)))
    .map((address) => `<${element.tagName}> leads to ${address}`)
}

function isForeign(address: string, origins: readonly string[]): boolean {
  const url = URL.parse(address, 'http://same.invalid')
  if (!url) return true
  if (url.protocol === 'mailto:' || url.protocol === 'tel:') return false
  return url.origin !== 'http://same.invalid' && !origins.includes(url.origin)
}

function isLinked(address: string): boolean {
  const url = URL.parse(address)
  return url?.protocol === 'https:' && linkedHosts.has(url.host)
}

function auditInline(element: Element): string[] {
  const { tagName } = element
  const handlers = element.attributes.filter(({ key }) => /^(on|style$)/.test(key)).map(({ key }) => key)
  // Data for search engines is not run.
  const data = attribute(element, 'type') === 'application/ld+json'
  const inline = tagName === 'style' || (tagName === 'script' && !element.hasAttribute('src') && !data)
  return [
    ...handlers.map((key) => `<${tagName}> with inline ${key}`),
    ...(inline ? [`inline <${tagName}>`] : []),
  ]
}
