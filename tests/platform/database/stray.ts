import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'
import { clientOptions } from '../../../src/platform/database/address.ts'
import { openClient, type Transaction } from '../../../src/platform/database/client.ts'

/**
 * One fault of the package `postgres`, on a live server, in a process of its own, because the package may end it:
 * `node stray.ts <case> <plain | ours> <address>` prints what became of it. See porsager/postgres #1154 and #1216.
 */
interface Door {
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>
  ping(): Promise<unknown>
}

export interface Outcome {
  /** What each caller was told: 'kept', or why not; 'never' when nobody answered in 3 s. */
  told: string[]
  /** What is in the table afterwards. */
  rows: string[]
}

const [name = '', kind = '', url = ''] = process.argv.slice(2)
const owner = postgres(url, { max: 1, onnotice() {} })

const cases: Record<string, (door: Door) => Promise<string[]>> = {
  /** A's backend dies; A goes on and commits late, while B has the place. */
  async late_commit(door) {
    const [aMayGoOn, letAGoOn] = gate()
    const [bMayEnd, letBEnd] = gate()
    const [bBegan, sayBBegan] = gate()
    const [aDied, sayADied] = gate()
    const a = door.transaction(async (tx) => {
      await write(tx, 'A1')
      await terminate(await backendOf(tx))
      sayADied()
      await aMayGoOn
      await write(tx, 'A2')
    })
    const b = aDied.then(() =>
      door.transaction(async (tx) => {
        await write(tx, 'B1')
        sayBBegan()
        await bMayEnd
        throw new Error('B changed its mind')
      }),
    )
    const told = [tell(a), tell(b)]
    // Plain `postgres()` may keep B waiting for A's place.
    await Promise.race([bBegan, pause(1500)])
    letAGoOn()
    await pause(300)
    letBEnd()
    return Promise.all(told)
  },

  /** The backend dies under parallel statements; afterwards the client must serve. */
  async parallel(door) {
    const broken = door.transaction(async (tx) => {
      const backend = await backendOf(tx)
      const statements = Promise.allSettled([
        tx.execute(sql`select pg_sleep(0.5), ${1}::int`),
        ...['P1', 'P2', 'P3'].map((word) => write(tx, word)),
      ])
      await pause(100)
      await terminate(backend)
      await statements
      throw new Error('gave up')
    })
    return [await tell(broken), await tell(door.ping())]
  },

  /** The work fails because its backend died; the ROLLBACK must not be sent into the void. */
  async rollback_dead(door) {
    const broken = door.transaction(async (tx) => {
      await terminate(await backendOf(tx))
      await pause(100)
      await write(tx, 'R1')
    })
    const told = await tell(broken)
    // Plain `postgres()` answers while the work still runs; its write comes before anyone connects again.
    await pause(300)
    return [told, await tell(door.ping())]
  },

  /** A failed statement is passed over: COMMIT answers ROLLBACK, which nobody may take for kept. */
  async swallowed(door) {
    const broken = door.transaction(async (tx) => {
      await write(tx, 'S1')
      await tx.execute(sql`select 1 / 0`).catch(() => {})
    })
    return [await tell(broken)]
  },

  /** A savepoint rolls back alone. */
  async nested(door) {
    const kept = door.transaction(async (tx) => {
      await write(tx, 'outer')
      await tx
        .transaction(async (inner) => {
          await write(inner, 'lost')
          await inner.execute(sql`select 1 / 0`)
        })
        .catch(() => {})
      await tx.transaction((inner) => write(inner, 'inner'))
    })
    return [await tell(kept)]
  },
}

function doorOf(kind: string): Door {
  if (kind === 'ours') {
    const client = openClient({ ...clientOptions(url), max: 1 })
    return {
      transaction: (work) => client.begin('begin', work),
      ping: async () => client.orm.execute(sql`select 1`),
    }
  }
  const plain = drizzle({ client: postgres(url, { max: 1, onnotice() {} }) })
  return {
    transaction: (work) => plain.transaction((tx) => work(tx as unknown as Transaction)),
    ping: async () => plain.execute(sql`select 1`),
  }
}

async function write(tx: Transaction, word: string): Promise<void> {
  await tx.execute(sql`insert into stray (word) values (${word})`)
}

async function backendOf(tx: Transaction): Promise<number> {
  const [row] = await tx.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`)
  return row?.pid ?? 0
}

async function terminate(pid: number): Promise<void> {
  await owner`select pg_terminate_backend(${pid}::int, 5000)`
}

async function tell(work: Promise<unknown>): Promise<string> {
  const answered = work.then(
    () => 'kept',
    (error) => error.cause?.code ?? error.code ?? error.message,
  )
  return Promise.race([answered, pause(3000).then(() => 'never')])
}

function gate(): [Promise<void>, () => void] {
  const { promise, resolve } = Promise.withResolvers<void>()
  return [promise, resolve]
}

await owner`create table stray (word text not null)`
const told = (await cases[name]?.(doorOf(kind))) ?? []
const rows = await owner<{ word: string }[]>`select word from stray order by word`
const outcome: Outcome = { told, rows: rows.map((row) => row.word) }
process.stdout.write(JSON.stringify(outcome), () => process.exit(0))
