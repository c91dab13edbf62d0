import { auditHeaders, auditPage } from './audit.ts'
import { type Form, formsIn } from './form.ts'
import { attribute, type HtmlElement, parseHtml, textOf } from './html.ts'

/** The part of a Hono app that the client needs; also any server through `fetch`. */
export type Target = { request(path: string, init: RequestInit): Response | Promise<Response> }

export type ClientOptions = {
  /** `shop.config.publicUrl`; forms are sent with this origin. */
  readonly publicUrl?: string | undefined
  /** Names that Set-Cookie may carry (`cookies.names`). */
  readonly cookies: readonly string[]
  /** The back office speaks the language of its user, whatever the path. */
  readonly anyLanguage?: boolean
  /** Off for tests of broken requests, whose answers may be made by the server itself. */
  readonly audit?: boolean
}

export type Fields = Readonly<Record<string, string | File | readonly string[]>>

/** One browser without scripts: keeps cookies, fills in forms, and audits every page that it sees. */
export type Client = {
  get(path: string, headers?: Record<string, string>): Promise<Page>
  /** Sends fields that no page offered, as an attacker would. */
  post(path: string, fields: Fields, headers?: Record<string, string>): Promise<Page>
  /** Fills in and sends a form of a page; see `Form.filled` for what it refuses. */
  submit(form: Form, values?: Fields, button?: string): Promise<Page>
  /** Goes on from a redirect, as often as it takes (at most 5 times). */
  follow(page: Page): Promise<Page>
  readonly jar: Map<string, string>
}

export type Page = {
  readonly status: number
  readonly path: string
  readonly headers: Headers
  readonly body: string
  /** Where a redirect leads, as a path of ours or a full foreign address. */
  readonly location: string | undefined
  /** All that a reader sees, on one line. */
  readonly text: string
  readonly title: string
  readonly h1: string
  find(selector: string): HtmlElement
  all(selector: string): HtmlElement[]
  texts(selector: string): string[]
  /** The address of the link with this text. */
  link(text: string | RegExp): string
  readonly forms: Form[]
  /** The only form whose action or id matches. */
  form(which: string | RegExp): Form
}

const here = 'http://localhost'

export function openClient(target: Target, options: ClientOptions): Client {
  const jar = new Map<string, string>()
  const origin = options.publicUrl ?? here

  const send = async (method: string, path: string, init: RequestInit = {}): Promise<Page> => {
    const headers = new Headers(init.headers)
    if (jar.size > 0 && !headers.has('cookie')) headers.set('cookie', cookieHeader(jar))
    const response = await target.request(path, { ...init, method, headers, redirect: 'manual' })
    const body = await response.text()
    if (options.audit !== false) audit(response, body, path, origin, options)
    keepCookies(jar, response)
    return openPage(response, body, path, origin)
  }
  const post = (path: string, fields: Fields, headers: Record<string, string> = {}, multipart = false) =>
    send('POST', path, {
      headers: { origin, 'sec-fetch-site': 'same-origin', ...headers },
      body: multipart ? formData(fields) : urlencoded(fields),
    })

  return {
    jar,
    get: (path, headers = {}) => send('GET', path, { headers }),
    post,
    submit(form, values = {}, button) {
      const fields = form.filled(values, button)
      if (form.method === 'get') return send('GET', `${form.action}?${urlencoded(fields)}`)
      return post(form.action, fields, {}, form.multipart)
    },
    async follow(page) {
      let at = page
      for (let hop = 0; at.location !== undefined; hop += 1) {
        if (hop === 5) throw new Error(`${page.path}: redirects without end`)
        at = await send('GET', at.location)
      }
      return at
    },
  }
}

function audit(response: Response, body: string, path: string, origin: string, options: ClientOptions) {
  const about = {
    path,
    origins: [origin, here],
    cookies: options.cookies,
    anyLanguage: options.anyLanguage ?? false,
  }
  if (response.headers.get('content-type')?.startsWith('text/html')) {
    auditPage(response, body, about)
    return
  }
  const findings = auditHeaders(response, about)
  if (findings.length > 0) throw new Error(`${path} (${response.status}):\n  ${findings.join('\n  ')}`)
}

function cookieHeader(jar: Map<string, string>): string {
  return [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
}

function keepCookies(jar: Map<string, string>, response: Response) {
  for (const cookie of response.headers.getSetCookie()) {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
    if (name === undefined) continue
    if (/;\s*Max-Age=0(;|$)/i.test(cookie)) jar.delete(name)
    else jar.set(name, value ?? '')
  }
}

function urlencoded(fields: Fields): URLSearchParams {
  return new URLSearchParams(pairs(fields).map(([name, value]): [string, string] => [name, String(value)]))
}

function formData(fields: Fields): FormData {
  const data = new FormData()
  for (const [name, value] of pairs(fields)) data.append(name, value)
  return data
}

function pairs(fields: Fields): [string, string | File][] {
  return Object.entries(fields).flatMap(([name, value]): [string, string | File][] =>
    typeof value === 'string' || value instanceof File ? [[name, value]] : value.map((one) => [name, one]),
  )
}

function openPage(response: Response, body: string, path: string, origin: string): Page {
  let tree: HtmlElement | undefined
  const root = () => {
    tree ??= parseHtml(body)
    return tree
  }
  const all = (selector: string) => root().querySelectorAll(selector)
  const find = (selector: string) => {
    const found = root().querySelector(selector)
    if (!found) throw new Error(`${path}: no ${selector}`)
    return found
  }
  const forms = () => formsIn(root(), path)
  return {
    status: response.status,
    path,
    headers: response.headers,
    body,
    location: response.headers.get('location')?.replace(origin, '') ?? undefined,
    get text() {
      return textOf(find('body'))
    },
    get title() {
      return textOf(find('title'))
    },
    get h1() {
      return textOf(find('h1'))
    },
    find,
    all,
    texts: (selector) => all(selector).map(textOf),
    link(text) {
      const found = all('a').find((a) => matches(textOf(a), text))
      if (!found) throw new Error(`${path}: no link ${text}`)
      return attribute(found, 'href') ?? ''
    },
    get forms() {
      return forms()
    },
    form(which) {
      const found = forms().filter(({ action, id }) => matches(action, which) || (id && matches(id, which)))
      if (found.length !== 1) throw new Error(`${path}: ${found.length} forms ${which}`)
      return found[0] as Form
    },
  }
}

function matches(text: string, wanted: string | RegExp): boolean {
  return typeof wanted === 'string' ? text === wanted : wanted.test(text)
}
