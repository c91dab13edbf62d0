import { Agent, type IncomingHttpHeaders, request } from 'node:http'
import { text } from 'node:stream/consumers'

/** A connection that broke before the answer. */
export interface Broken extends NodeJS.ErrnoException {
  /** On the clock of `performance.now`. */
  readonly sentAt: number
}

export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly location: string | undefined
  readonly body: string
}

/** A visitor's browser without scripts: cookies, forms, nothing else. */
export interface Browser {
  get(path: string): Promise<Answer>
  post(path: string, fields: Readonly<Record<string, string>>): Promise<Answer>
  /** Sends a body as it is. */
  send(path: string, body: string | Buffer, headers: Record<string, string>): Promise<Answer>
  readonly cookies: Map<string, string>
}

const longestWaitMs = 60_000

/** Connections are shared by all browsers of a proof, as many at once as there are requests. */
export function openAgent(): Agent {
  return new Agent({ keepAlive: true, maxSockets: 1000, maxFreeSockets: 256 })
}

/** `origin` is asked at each request: a shop that starts again answers at another port. */
export function openBrowser(origin: () => string, agent: Agent): Browser {
  const cookies = new Map<string, string>()

  async function ask(
    method: string,
    path: string,
    body?: string | Buffer,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const answer = await exchange(origin(), agent, method, path, body, {
      ...cookieHeader(cookies),
      ...headers,
    })
    keepCookies(cookies, answer.headers['set-cookie'])
    return answer
  }

  return {
    cookies,
    get: (path) => ask('GET', path),
    post: (path, fields) => ask('POST', path, new URLSearchParams(fields).toString(), urlencoded),
    send: (path, body, headers) => ask('POST', path, body, headers),
  }
}

const urlencoded = { 'content-type': 'application/x-www-form-urlencoded' }

function exchange(
  origin: string,
  agent: Agent,
  method: string,
  path: string,
  body: string | Buffer | undefined,
  headers: Record<string, string>,
): Promise<Answer> {
  const { hostname, port } = new URL(origin)
  const sentAt = performance.now()
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }
    const own = method === 'GET' ? {} : { origin, 'sec-fetch-site': 'same-origin' }
    const asked = request(
      { hostname, port, path, method, agent, headers: { ...own, ...length, ...headers } },
      (answer) => {
        text(answer).then(
          (content) =>
            resolve({
              status: answer.statusCode ?? 0,
              headers: answer.headers,
              location: answer.headers.location?.replace(origin, ''),
              body: content,
            }),
          reject,
        )
      },
    )
    // Also when bytes trickle in: a browser that is never answered is a finding.
    const hurry = setTimeout(
      () => asked.destroy(new Error(`${method} ${path}: no answer within a minute`)),
      longestWaitMs,
    )
    asked.once('close', () => clearTimeout(hurry))
    asked.once('error', (error) => reject(Object.assign(error, { sentAt })))
    asked.end(body)
  })
}

function cookieHeader(cookies: Map<string, string>): Record<string, string> {
  return cookies.size ? { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') } : {}
}

function keepCookies(cookies: Map<string, string>, set: readonly string[] = []): void {
  for (const cookie of set) {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
    if (name === undefined) continue
    if (/;\s*Max-Age=0(;|$)/i.test(cookie)) cookies.delete(name)
    else cookies.set(name, value ?? '')
  }
}
