import { spawn, spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cartHashSql } from './carts.ts'
import { result } from './children.ts'
import type { Sent } from './placing.ts'

/** Why pgbench cannot be compared with, or undefined when it can. */
export function pgbenchMissing(): string | undefined {
  return spawnSync('pgbench', ['--version']).error
    ? 'pgbench is not installed (Debian: postgresql-contrib)'
    : undefined
}

/** pgbench scripts of the very statements that placing an order sends, one for each of the goods. */
export async function writeScripts(
  folder: string,
  url: string,
  from: number,
): Promise<{ files: string[]; messages: number }> {
  const pairs = await result<[Sent[], Sent[]][]>('tests/bench/placing.ts', ['record', url, String(from)])
  const files = pairs.map(([one, other], index) => {
    const file = join(folder, `order-${index}.sql`)
    writeFileSync(file, script(one, other))
    return file
  })
  return { files, messages: pairs[0]![0].length }
}

/** Transactions a second of pgbench, prepared, at 8 clients; uses the carts from `from` on. */
export async function runPgbench(url: string, files: string[], from: number, carts: number, seconds: number) {
  const clients = 8
  const { hostname, port, username, password, pathname } = new URL(url)
  const args = [
    '-n',
    '-M',
    'prepared',
    '-c',
    `${clients}`,
    '-j',
    '2',
    '-T',
    `${seconds}`,
    '-D',
    `from=${from}`,
  ]
  args.push('-D', `share=${Math.floor(carts / clients)}`, '-D', 'i=0')
  args.push(
    ...files.flatMap((file) => ['-f', file]),
    '-h',
    hostname,
    '-p',
    port,
    '-U',
    username,
    pathname.slice(1),
  )
  const child = spawn('pgbench', args, {
    env: { PATH: '/usr/bin:/bin', PGPASSWORD: decodeURIComponent(password) },
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (said += part))
  await new Promise((resolve) => child.once('close', resolve))
  const tps = /tps = ([\d.]+)/.exec(said)
  const failed = /number of failed transactions: (\d+)/.exec(said)
  if (!tps || failed?.[1] !== '0' || /aborted/.test(said)) throw new Error(`pgbench failed:\n${said}`)
  return { perSecond: Number(tps[1]) }
}

/**
 * What is the same in both orders stays as it is; what differs is made from the order's number :n, or taken from the
 * answer it came from. Only the making of these values is not the shop's.
 */
function script(one: Sent[], other: Sent[]): string {
  const made = new Made(one, other)
  const lines = ['\\set i :i + 1', '\\set n :from + :client_id * :share + :i']
  for (const [index, sent] of one.entries()) {
    lines.push(...(sent.simple ? messages(sent.text) : [`${made.statement(index)}${made.ending(index)}`]))
  }
  return `${lines.join('\n')}\n`
}

/** Several statements in one message, as one round trip. */
function messages(text: string): string[] {
  const statements = text.split(/;\s*/).map((statement) => `${statement};`)
  return statements.length === 1 ? statements : ['\\startpipeline', ...statements, '\\endpipeline']
}

/** Where each value that differs between two orders comes from. */
class Made {
  readonly #one: Sent[]
  readonly #other: Sent[]
  /** SQL for a differing value, by the value as the first order had it. */
  readonly #sources = new Map<string, string>()
  /** Statements whose answers are needed later. */
  readonly #asked = new Set<number>()

  constructor(one: Sent[], other: Sent[]) {
    if (one.length !== other.length) throw new Error('two orders sent different statements')
    this.#one = one
    this.#other = other
    for (const [index, sent] of one.entries()) this.#learn(index, sent)
    // A second walk, so that no answer is asked for that nobody uses.
    for (const index of one.keys()) this.statement(index)
  }

  /** The statement with its parameters put in. */
  statement(index: number): string {
    const { text } = this.#one[index]!
    return text
      .trim()
      .replace(/\s+/g, ' ')
      .replace(/\$(\d+)/g, (_, place: string) => this.#parameter(index, Number(place) - 1))
  }

  ending(index: number): string {
    return this.#asked.has(index) ? `\n\\gset r${index}_` : ';'
  }

  #learn(index: number, { parameters, row }: Sent): void {
    const { parameters: others, row: otherRow } = this.#other[index]!
    for (const [place, value] of parameters.entries()) {
      const differs = typeof value === 'string' && value !== others[place]
      if (differs && !this.#sources.has(value)) this.#sources.set(value, this.#fromNumber(value))
    }
    for (const [column, value] of Object.entries(row ?? {})) {
      const differs = typeof value === 'string' && value !== otherRow?.[column]
      // A name that pgbench cannot hold is a column nobody passes on.
      if (differs && /^[a-z_]+$/.test(column) && !this.#sources.has(value)) {
        this.#sources.set(value, `:r${index}_${column}`)
      }
    }
  }

  #fromNumber(value: string): string {
    const salt = this.#sources.size
    const inner = [...this.#sources].find(([known]) => known.length === 36 && value.includes(known))
    if (inner) {
      const [before, after] = value.split(inner[0]) as [string, string]
      return `(${quoted(before)} || ${inner[1]} || ${quoted(after)})`
    }
    if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value)) {
      return `(${quoted(`${String(salt).padStart(8, '0')}-0000-4000-8000-`)} || lpad(to_hex(:n::bigint), 12, '0'))::uuid`
    }
    if (value.startsWith('\\x')) {
      // The first such value is the form's key, which must be new; a cart's must be one that was prepared.
      const isCart = this.#one.some(
        ({ text, parameters }) => /shop_(cart_of|empty_cart)/.test(text) && parameters.includes(value),
      )
      return isCart ? cartHashSql(':n') : `sha256(convert_to('${salt}-' || :n, 'UTF8'))`
    }
    return `(${quoted(value.replace(/\d+/, ''))} || :n)`
  }

  #parameter(index: number, place: number): string {
    const value = this.#one[index]!.parameters[place]
    if (value === null || value === undefined) return 'null'
    const differs = value !== this.#other[index]!.parameters[place]
    const source = differs ? this.#sources.get(String(value)) : undefined
    const answer = source && /^:r(\d+)_/.exec(source)
    if (answer) this.#asked.add(Number(answer[1]))
    return source ?? quoted(String(value))
  }
}

/** A colon would be taken for a variable of pgbench's. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`.replace(/:(?=\w)/g, "' || chr(58) || '")
}
