import { and, count, eq, gt, isNotNull, isNull, max, sql } from 'drizzle-orm'
import { keyedHash } from '../platform/keys.ts'
import type { Tx } from '../privacy/with-purpose.ts'
import { minutes, type StaffAuth } from './auth.ts'
import { signInAttempt } from './table.ts'

const window = minutes(15)
/** Wrong passwords for one account from one address; also for an account that does not exist. */
const mostForBoth = 5
/** From one address, whatever the account. */
const mostForAddress = 30
/** For one account from anywhere; an address that has been let in before is spared, so nobody can lock the owner out. */
const mostForAccount = 20
const knownFor = minutes(30 * 24 * 60)

type Hashes = { readonly account: Buffer; readonly address: Buffer }

/**
 * Notes an attempt before the password is looked at and gives its id, or undefined where there were too many.
 * Attempts at the same door wait for each other, so a hundred at once still get no more tries.
 */
export async function admit(auth: StaffAuth, email: string, address: string): Promise<string | undefined> {
  const hashes = { account: hash(auth, `account ${email}`), address: hash(auth, `address ${address}`) }
  const now = auth.clock.now()
  return auth.under('security', 'guest', async (tx) => {
    await oneAtATime(tx, hashes)
    if (await isThrottled(tx, now, hashes)) return undefined
    const [attempt] = await tx
      .insert(signInAttempt)
      .values({ at: now, accountHash: hashes.account, addressHash: hashes.address })
      .returning({ id: signInAttempt.id })
    return attempt?.id
  })
}

/** The password was right: the failures before it count no more. */
export async function succeed(auth: StaffAuth, attemptId: string): Promise<void> {
  await auth.under('security', 'guest', async (tx) => {
    await tx
      .update(signInAttempt)
      .set({ succeededAt: auth.clock.now() })
      .where(eq(signInAttempt.id, attemptId))
  })
}

async function oneAtATime(tx: Tx<'security'>, { account, address }: Hashes): Promise<void> {
  for (const door of [account, address]) {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${door.toString('hex')}, 1))`)
  }
}

async function isThrottled(tx: Tx<'security'>, now: Date, { account, address }: Hashes): Promise<boolean> {
  const ofAccount = eq(signInAttempt.accountHash, account)
  const ofAddress = eq(signInAttempt.addressHash, address)
  const letIn = await lastSuccess(tx, new Date(now.getTime() - knownFor), and(ofAccount, ofAddress))
  const from = new Date(now.getTime() - window)
  if ((await failures(tx, letIn && letIn > from ? letIn : from, and(ofAccount, ofAddress))) >= mostForBoth)
    return true
  if ((await failures(tx, from, ofAddress)) >= mostForAddress) return true
  return !letIn && (await failures(tx, from, ofAccount)) >= mostForAccount
}

type Condition = ReturnType<typeof and>

async function failures(tx: Tx<'security'>, since: Date, which: Condition): Promise<number> {
  const [row] = await tx
    .select({ count: count(signInAttempt.id) })
    .from(signInAttempt)
    .where(and(which, gt(signInAttempt.at, since), isNull(signInAttempt.succeededAt)))
  return row?.count ?? 0
}

async function lastSuccess(tx: Tx<'security'>, since: Date, which: Condition): Promise<Date | undefined> {
  const [row] = await tx
    .select({ at: max(signInAttempt.at) })
    .from(signInAttempt)
    .where(and(which, gt(signInAttempt.at, since), isNotNull(signInAttempt.succeededAt)))
  return row?.at ?? undefined
}

function hash(auth: StaffAuth, text: string): Buffer {
  return keyedHash(auth.keys.attempt, text)
}
