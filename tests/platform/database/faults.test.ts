import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { emptyDatabase } from '../../support/postgres.ts'
import type { Outcome } from './stray.ts'

type Fate = Outcome | 'the process died' | 'no answer'

/** Each case in a process and a database of its own. */
async function fate(name: string, kind: 'plain' | 'ours'): Promise<Fate> {
  const database = await emptyDatabase()
  const script = fileURLToPath(new URL('stray.ts', import.meta.url))
  const { promise, resolve } = Promise.withResolvers<Fate>()
  execFile(process.execPath, [script, name, kind, database.url], { timeout: 20_000 }, (error, stdout) => {
    if (error) resolve(error.killed ? 'no answer' : 'the process died')
    else resolve(JSON.parse(stdout))
  })
  return promise.finally(database.drop)
}

const lateCommit = { told: ['CONNECTION_LOST', 'B changed its mind'], rows: [] }
const parallel = { told: ['gave up', 'kept'], rows: [] }
const rollbackDead = { told: ['CONNECTION_LOST', 'kept'], rows: [] }

describe.concurrent('a backend dies in the middle of a transaction', () => {
  it('a late statement never lands in the next transaction', async () => {
    expect(await fate('late_commit', 'ours')).toEqual(lateCommit)
  })

  it('parallel statements fail alone and the next request is served', async () => {
    expect(await fate('parallel', 'ours')).toEqual(parallel)
  })

  it('nothing is sent into a dead connection', async () => {
    expect(await fate('rollback_dead', 'ours')).toEqual(rollbackDead)
  })
})

describe.concurrent('what PostgreSQL answers is what the caller is told', () => {
  it('a transaction with a failed statement passed over is not acknowledged', async () => {
    expect(await fate('swallowed', 'ours')).toEqual({ told: ['ROLLED_BACK'], rows: [] })
  })

  it('a savepoint rolls back alone', async () => {
    expect(await fate('nested', 'ours')).toEqual({ told: ['kept'], rows: ['inner', 'outer'] })
  })
})

describe.concurrent('these tests bite: the package by itself fails them', () => {
  it.each([
    ['late_commit', lateCommit],
    ['parallel', parallel],
    ['rollback_dead', rollbackDead],
  ])('%s', async (name, held) => {
    const plain = await fate(name, 'plain')
    // The package words its errors otherwise; harm is a death, a stray row, or a last caller treated worse.
    const harmed =
      typeof plain === 'string' || plain.rows.length > 0 || plain.told.at(-1) !== held.told.at(-1)
    expect(harmed, JSON.stringify(plain)).toBe(true)
  })
})
