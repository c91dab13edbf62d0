import type net from 'node:net'
import { Readable, Writable } from 'node:stream'
import postgres from 'postgres'
import { ConnectionLost } from './lost.ts'
import { type Address, connectSocket } from './socket.ts'

export type Rows = postgres.RowList<postgres.Row[]>

/** How a statement is sent and answered: rows as objects, rows as arrays, a simple query, a COPY. */
type Form = 'objects' | 'values' | 'simple' | 'copy'

export interface SlotOptions extends Address {
  user: string
  password?: string | undefined
  database: string
  /** Settings of the session, sent with the start-up message. */
  parameters: Record<string, string>
  queryMs: number
  parsers: Record<number, unknown>
  serializers: Record<number, unknown>
  onNotify?: (channel: string, payload: string) => void
}

interface Job {
  text: string
  parameters: unknown[]
  form: Form
  resolve: (answer: unknown) => void
  reject: (error: Error) => void
}

// PostgreSQL, Message Formats: Terminate.
const terminate = Buffer.from([0x58, 0, 0, 0, 4])

/**
 * One connection, for one borrower at a time, one statement at a time; once dead it stays dead.
 *
 * The package `postgres` is used for its protocol only. Its pool, reconnect, `begin` and `reserve` mix
 * transactions or end the process when a backend dies (porsager/postgres #1154, #1216), so each slot has a
 * `postgres()` of its own that may open a single socket, ever, and is never spoken to after that socket's end.
 */
export class Slot {
  readonly #sql: postgres.Sql
  readonly #options: SlotOptions
  readonly #onDeath: (slot: Slot, reason: Error) => void
  readonly #queue: Job[] = []
  #running: Job | undefined
  #limit: NodeJS.Timeout | undefined
  #socket: net.Socket | undefined
  #copy: Readable | Writable | undefined
  #connecting = false
  #connected = false
  #lost: Error | undefined

  constructor(options: SlotOptions, onDeath: (slot: Slot, reason: Error) => void) {
    this.#options = options
    this.#onDeath = onDeath
    this.#sql = protocol(options, () => this.#connect())
  }

  get dead(): boolean {
    return this.#lost !== undefined
  }

  /** How long an answer may take. */
  get patienceMs(): number {
    return this.#options.queryMs
  }

  /** A prepared statement; rows as objects, or as arrays with `values`. */
  run(text: string, parameters: unknown[] = [], form: 'objects' | 'values' = 'objects'): Promise<Rows> {
    return this.#submit(text, parameters, form) as Promise<Rows>
  }

  /** One message, possibly of several statements, without parameters. */
  simple(text: string): Promise<Rows> {
    return this.#submit(text, [], 'simple') as Promise<Rows>
  }

  /** The rows of `copy … to stdout`. The next statement must wait for the stream's end. */
  async copyOut(text: string): Promise<Readable> {
    const rows = (await this.#submit(text, [], 'copy')) as Readable
    if (this.#lost) throw this.#lost
    this.#copy = rows
    // The package stops reading when the stream is full, and where that happens at its end it never goes on.
    rows.once('end', () => this.#socket?.resume())
    return rows
  }

  /** Takes the rows of `copy … from stdin`; its end or error is PostgreSQL's. The next statement must wait for it. */
  async copyIn(text: string): Promise<Writable> {
    const rows = (await this.#submit(text, [], 'copy')) as Writable
    if (this.#lost) throw this.#lost
    this.#copy = rows
    return rows
  }

  /** Cuts the connection; whatever runs or waits in it is rejected with the reason. */
  kill(reason: Error): void {
    if (this.#lost) return
    this.#die(reason)
    this.#socket?.destroy()
  }

  /** Says good-bye to PostgreSQL first; for an idle slot. */
  quit(): Promise<void> {
    const socket = this.#socket
    if (this.#lost || !socket || !this.#connected) {
      this.kill(new ConnectionLost('closed'))
      return Promise.resolve()
    }
    this.#die(new ConnectionLost('closed'))
    return new Promise((resolve) => {
      const impatient = setTimeout(() => socket.destroy(), 1000)
      socket.once('close', () => {
        clearTimeout(impatient)
        resolve()
      })
      socket.resume().end(terminate)
    })
  }

  #submit(text: string, parameters: unknown[], form: Form): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (this.#lost) return reject(this.#lost)
      const job: Job = { text, parameters, form, resolve, reject }
      if (this.#running) this.#queue.push(job)
      else this.#start(job)
    })
  }

  #start(job: Job): void {
    this.#running = job
    this.#limit = setTimeout(
      () => this.kill(new ConnectionLost('the statement exceeded its time')),
      this.#options.queryMs,
    )
    send(this.#sql, job).then(
      (answer) => this.#finish(job, () => job.resolve(answer)),
      (error) => this.#fail(job, error),
    )
  }

  #finish(job: Job, settle: () => void): void {
    if (this.#running !== job) return
    clearTimeout(this.#limit)
    this.#running = undefined
    settle()
    const next = this.#queue.shift()
    if (next) this.#start(next)
  }

  #fail(job: Job, error: Error): void {
    if (isRefusal(error)) this.#finish(job, () => job.reject(error))
    else if (this.#running === job) this.kill(named(error))
  }

  async #connect(): Promise<net.Socket> {
    if (this.#connecting || this.#lost) throw this.#lost ?? new ConnectionLost('a slot connects once')
    this.#connecting = true
    const socket = await connectSocket(this.#options, (opening) => {
      this.#socket = opening
    })
    if (this.#lost) {
      socket.destroy()
      throw this.#lost
    }
    this.#socket = socket
    this.#connected = true
    // Heard before the package hears them, so that it is cut off (see #die) before it can react.
    socket.on('error', (cause) => this.kill(new ConnectionLost('the connection broke', { cause })))
    socket.on('end', () => this.kill(new ConnectionLost('the server closed the connection')))
    socket.on('close', () => this.kill(new ConnectionLost('the connection closed')))
    return socket
  }

  #die(reason: Error): void {
    this.#lost = reason
    clearTimeout(this.#limit)
    // The package never learns of the end: its own clean-up sets its socket to null and later writes to it.
    if (this.#connected) this.#socket?.removeAllListeners().on('error', () => {})
    const jobs = [this.#running, ...this.#queue.splice(0)]
    this.#running = undefined
    for (const job of jobs) job?.reject(reason)
    if (this.#copy && !ended(this.#copy)) this.#copy.destroy(reason)
    this.#onDeath(this, reason)
  }
}

function protocol(options: SlotOptions, socket: () => Promise<net.Socket>): postgres.Sql {
  const settings = {
    host: options.host,
    port: options.port,
    user: options.user,
    password: options.password ?? '',
    database: options.database,
    max: 1,
    ssl: false,
    socket,
    fetch_types: false,
    idle_timeout: 0,
    max_lifetime: null,
    connect_timeout: options.connectMs / 1000,
    connection: options.parameters,
    onnotice() {},
    ...(options.onNotify && { onnotify: options.onNotify }),
  }
  const sql = postgres(settings as postgres.Options<Record<string, never>>)
  Object.assign(sql.options.parsers, options.parsers)
  Object.assign(sql.options.serializers, options.serializers)
  return sql
}

function send(sql: postgres.Sql, { text, parameters, form }: Job): Promise<unknown> {
  if (form === 'simple') return sql.unsafe(text)
  if (form === 'copy') return copying(sql, text)
  const query = sql.unsafe(text, parameters as never[], { prepare: true })
  return form === 'values' ? query.values() : query
}

function ended(copy: Readable | Writable): boolean {
  return copy instanceof Readable ? copy.readableEnded : copy.writableFinished
}

/**
 * The package hands its stream out by a promise. When the whole answer comes in one packet and ends in an error, the
 * stream fails before anybody can listen, which ends the process; so the first listener is put on as it is made.
 * Rows that PostgreSQL refuses after the last was sent leave the package's stream without an end; it gets its error here.
 */
function copying(sql: postgres.Sql, text: string): Promise<unknown> {
  const query = sql.unsafe(text) as unknown as Promise<unknown> & {
    resolve: (answer: unknown) => void
    reject: (error: Error) => void
  }
  const { resolve, reject } = query
  let copy: Readable | Writable | undefined
  query.resolve = (answer) => {
    if (answer instanceof Readable || answer instanceof Writable) {
      copy = answer
      copy.on('error', () => {})
    }
    resolve(answer)
  }
  query.reject = (error) => {
    if (copy instanceof Writable) copy.destroy(error)
    reject(error)
  }
  return query
}

/** PostgreSQL refused the statement and goes on serving; after FATAL or a driver's error nothing is sure any more. */
function isRefusal(error: unknown): boolean {
  return error instanceof postgres.PostgresError && error.severity === 'ERROR'
}

function named(error: Error): Error {
  const code = 'code' in error ? String(error.code) : ''
  return code.startsWith('CONNECT') && !(error instanceof ConnectionLost)
    ? new ConnectionLost('no answer while connecting', { cause: error })
    : error
}
