/** Input that no page would send. */

const alphabet = [
  'a',
  'Ā',
  '0',
  ' ',
  '<',
  '>',
  '"',
  "'",
  '`',
  '&',
  '=',
  '%',
  '\0',
  '\n',
  '\r',
  '\u202e',
  '💥',
  '{',
  '}',
  '$',
  ';',
  '\\',
  '/',
]

const nasty = [
  '-1',
  '0',
  '0.5',
  '1e309',
  '99999999999999999999',
  'NaN',
  'true',
  'null',
  '[object Object]',
  '__proto__',
  'constructor',
  "' or 1=1 --",
  '"><script>alert(1)</script>',
  '{{constructor.constructor("return process")()}}',
  '../../../etc/passwd',
  'javascript:alert(1)',
  '\ud800',
  '2026-02-30',
  '0000-00-00',
  '=cmd|/c calc',
  '\u0000',
  '12,5',
  '٣',
]

const names = [
  'formKey',
  'noticeVersion',
  'agreed-dpd-courier',
  'price',
  'total',
  'variant',
  'product',
  'quantity',
  'words',
  'line',
  'action',
  'buyer',
  'name',
  'email',
  'phone',
  'street',
  'delivery',
  'payment',
  'read',
  'note',
  'answer',
  'change',
  'search',
  'amount',
  'receivedOn',
  'payer',
  'seen',
  'carrier',
  'tracking',
  'deliveredOn',
  'code',
  'password',
  'next',
  'role',
  'language',
  '__proto__',
  'constructor',
  '',
]

export const any = <T>(list: readonly T[]): T => list[Math.floor(Math.random() * list.length)]!

/** One that nobody takes: empty, far too long, or of letters no field allows. */
export function poison(): string {
  return any(['', 'x'.repeat(1100), '\0\0\0', `${'Ā'.repeat(60)}\0`])
}

export function value(): string {
  return Math.random() < 0.6 ? any(nasty) : letters(Math.floor(Math.random() * 200))
}

/** Known and unknown fields with nasty values, some of them twice. */
export function fields(): string {
  const count = Math.floor(Math.random() * 20)
  const pairs = Array.from(
    { length: count },
    () => `${encoded(Math.random() < 0.8 ? any(names) : value())}=${encoded(value())}`,
  )
  return pairs.join('&')
}

/** The known fields, each with what nobody takes. */
export function poisoned(): string {
  return names.map((name) => `${encoded(name)}=${encoded(poison())}`).join('&')
}

/** Bytes, not text. */
export function bytes(): Buffer {
  return Buffer.from(
    Array.from({ length: Math.floor(Math.random() * 3000) }, () => Math.floor(Math.random() * 256)),
  )
}

export function contentType(): string {
  if (Math.random() < 0.85) return 'application/x-www-form-urlencoded'
  return any([
    'application/x-www-form-urlencoded; charset=utf-16',
    'APPLICATION/X-WWW-FORM-URLENCODED',
    'multipart/form-data',
    'multipart/form-data; boundary=x',
    'application/json',
    'text/plain',
    'text/plain; boundary=multipart/form-data',
    'x',
  ])
}

/** For a place in an address. */
export function segment(): string {
  return any([
    '00000000-0000-4000-8000-000000000000',
    '0',
    '-1',
    '999999999999999999999',
    'x'.repeat(300),
    '%00',
    '%ff',
    '%',
    '%2e%2e',
    '..%2f..%2fpackage.json',
    '%F0%9F%92%A5',
    '__proto__',
    "'%20or%201=1--",
    'A'.repeat(43),
  ])
}

/** Percent-encoding that does not mind half a surrogate, and now and then breaks. */
function encoded(text: string): string {
  const safe = encodeURIComponent(text.toWellFormed())
  return Math.random() < 0.03 ? `${safe}%` : Math.random() < 0.03 ? `${safe}%ff` : safe
}

function letters(length: number): string {
  return Array.from({ length }, () => any(alphabet)).join('')
}
