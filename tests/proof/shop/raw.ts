import { connect } from 'node:net'

/** Requests as no client library would send them. `HOST` stands for the shop's own. */
export const oddRequests: readonly string[] = [
  ...[
    '/%',
    '/%ff',
    '/%00',
    '/%c0%ae%c0%ae/',
    '//evil.example/',
    '/\\evil.example/',
    '/en/%e0%a4%a',
    '/../../etc/passwd',
  ].map(get),
  ...[
    '/assets/..%2f..%2fpackage.json',
    '/assets/%2e%2e/site.css',
    '/assets/',
    '/assets/x',
    '/pictures/x/1.webp',
  ].map(get),
  ...[
    '/?page=1e309',
    '/admin/orders?page=-1&state=__proto__',
    `/${'a'.repeat(7000)}`,
    `/?${'a=b&'.repeat(1500)}`,
  ].map(get),
  ...[
    'http://evil.example/',
    'http://evil.example:99999/',
    'http://[::1/',
    'https:///',
    '*',
    'evil.example:443',
    '?',
    'grozs',
  ].map(get),
  ...[
    'evil.example',
    '',
    'a b',
    '[::1',
    'evil.example:abc',
    'x@evil.example',
    `${'h'.repeat(5000)}`,
    'evil.example/..',
  ].map(host),
  'GET / HTTP/1.1\r\n\r\n',
  'GET / HTTP/1.1\r\nHost: HOST\r\nHost: evil.example\r\n\r\n',
  'GET / HTTP/1.0\r\n\r\n',
  'GET / HTTP/3.0\r\nHost: HOST\r\n\r\n',
  'CONNECT evil.example:443 HTTP/1.1\r\nHost: HOST\r\n\r\n',
  ...['OPTIONS', 'TRACE', 'PUT', 'DELETE', 'PATCH', 'PROPFIND', 'HEAD', 'LINK'].map(
    (method) =>
      `${method} /grozs HTTP/1.1\r\nHost: HOST\r\nOrigin: http://HOST\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`,
  ),
  'X Y Z\r\n\r\n',
  '\u0016\u0003\u0001\r\n\r\n',
  headed(`X: ${'x'.repeat(20_000)}`),
  headed('Cookie: cart=%ff; cart=; orders=\u0001; staff=%; __proto__=1'),
  headed(`Cookie: ${'a=b; '.repeat(2000)}`),
  headed('Accept-Encoding: gzip;q=abc, br;q=1e309, *;q=-1'),
  headed('Accept-Language: \u00ff;q=x, , ;;'),
  headed('If-None-Match: "'),
  headed('Range: bytes=9-1'),
  headed('Upgrade: websocket\r\nConnection: upgrade'),
  posted('Expect: 100-continue\r\nContent-Length: 3', 'a=b'),
  posted('Expect: something\r\nContent-Length: 3', 'a=b'),
  posted('Content-Length: 90', 'a=b'),
  posted('Content-Length: -5', ''),
  posted('Content-Length: 3\r\nContent-Length: 4', 'a=b'),
  posted('Content-Length: 3\r\nTransfer-Encoding: chunked', '3\r\na=b\r\n0\r\n\r\n'),
  posted('Transfer-Encoding: chunked', 'zz\r\na=b\r\n0\r\n\r\n'),
  posted(
    'Transfer-Encoding: chunked',
    `${'4000\r\n'}${'a'.repeat(0x4000)}\r\n`.repeat(20).concat('0\r\n\r\n'),
  ),
  posted('Transfer-Encoding: gzip', 'a=b'),
  posted('Content-Encoding: gzip\r\nContent-Length: 3', 'a=b'),
  posted('Content-Length: 99999999', 'a=b'),
  posted('Origin: null\r\nContent-Length: 3', 'a=b'),
]

function get(target: string): string {
  return `GET ${target} HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\n\r\n`
}

function host(name: string): string {
  return `GET / HTTP/1.1\r\nHost: ${name}\r\nConnection: close\r\n\r\n`
}

function headed(header: string): string {
  return `GET /grozs HTTP/1.1\r\nHost: HOST\r\n${header}\r\nConnection: close\r\n\r\n`
}

function posted(headers: string, body: string): string {
  const origin = headers.startsWith('Origin') ? '' : 'Origin: http://HOST\r\n'
  return `POST /grozs/likt HTTP/1.1\r\nHost: HOST\r\n${origin}Content-Type: application/x-www-form-urlencoded\r\nConnection: close\r\n${headers}\r\n\r\n${body}`
}

export interface RawAnswer {
  /** 0 where the connection was closed without an answer. */
  readonly status: number
  readonly text: string
}

const patienceMs = 1500

/** Sends the bytes and reads until the shop closes, or has said nothing for a while. */
export function exchangeRaw(origin: string, request: string): Promise<RawAnswer> {
  const { hostname, port, host } = new URL(origin)
  return new Promise((resolve) => {
    let text = ''
    const socket = connect({ host: hostname, port: Number(port) })
    const done = () => {
      socket.destroy()
      resolve({ status: Number(/^HTTP\/1\.[01] (\d{3})/.exec(text)?.[1] ?? 0), text })
    }
    socket.setTimeout(patienceMs, done)
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1')
    })
    socket.on('error', done)
    socket.on('close', done)
    socket.write(Buffer.from(request.replaceAll('HOST', host), 'latin1'))
  })
}
