import { sql } from 'drizzle-orm'
import { keepCaptured, providerOf, written } from '../correspondence/jobs.ts'
import { mail } from '../correspondence/table.ts'
import type { Language } from '../platform/i18n/languages.ts'
import type { JobHandler } from '../platform/jobs/jobs.ts'
import { MailRefused, type Message, type Transport } from '../platform/mail/transport.ts'
import * as disclosures from '../privacy/accountability/disclosures.ts'
import { type Tx, withoutPurpose, withPurpose } from '../privacy/with-purpose.ts'
import type { Shop } from '../shop.ts'
import { type Issue, issueOf, letterTo } from './newsletter-mail.ts'
import * as newsletters from './newsletters.ts'
import * as sending from './sending.ts'
import { type Audience, audiences, type LetterState } from './table.ts'

const actor = 'job:send-newsletter'

/** Letters leave so far from each other: no mail server takes a shop's news for a flood, and orders' mails go first. */
export const apartMs = 1_000

/** What was read of a newsletter serves its other readers for so long. */
const issueKeptMs = 60_000

/** The lowest uuid: every id comes after it. */
const beginning = '00000000-0000-0000-0000-000000000000'

/** Worker handlers of newsletters. Without a transport the copies are all there is. */
export function newsJobs(shop: Shop, transport: Transport | undefined): Record<string, JobHandler> {
  const issue = keptIssues(shop)
  return {
    'send-newsletter': ({ newsletter = '' }) => listAll(shop, newsletter),
    'send-newsletter-mail': async ({ mail: id = '', audience = '' }, { lastAttempt }) => {
      const known = audiences.find((one) => one === audience)
      if (known) await sendOne({ shop, transport, issue }, { id, audience: known, lastAttempt })
    },
  }
}

/**
 * Writes down everybody it goes to and queues a letter for each, in pieces: a run that is cut off begins anew, and whoever
 * is on the list already stays there once.
 */
async function listAll(shop: Shop, newsletterId: string): Promise<void> {
  const found = await newsletters.find(shop.database.worker.client.orm, newsletterId)
  if (found.state !== 'queued') return
  const languages = newsletters.writtenIn(found)
  let queued = 0
  for (const audience of newsletters.audiencesOf(found)) {
    if (await isSwitchedOn(shop, audience))
      queued = await listAudience(shop, { newsletterId, languages, apartMs }, audience, queued)
  }
  await withoutPurpose(shop.database.worker, actor, (tx) => sending.noteListed(tx, newsletterId))
  await finish(shop, newsletterId)
}

/** The same for one audience, after so many letters that are queued already; returns how many there are then. */
async function listAudience(
  shop: Shop,
  asked: sending.Asked,
  audience: Audience,
  queued: number,
): Promise<number> {
  let listed: sending.Listed | undefined = { last: beginning, queued }
  let all = queued
  while (listed) {
    const from: sending.Listed = listed
    listed = await withPurpose(shop.database.worker, audience, actor, (tx) =>
      sending.listNext(tx, audience, asked, from),
    )
    all = listed?.queued ?? all
  }
  return all
}

/** A purpose may have been switched off since: then its readers are nobody's business. */
async function isSwitchedOn(shop: Shop, audience: Audience): Promise<boolean> {
  const [row] = await shop.database.worker.client.orm.execute<{ on: boolean }>(
    sql`select shop_purpose_on(${audience}) as on`,
  )
  return row!.on
}

function finish(shop: Shop, newsletterId: string): Promise<void> {
  return withoutPurpose(shop.database.worker, actor, (tx) => sending.finish(tx, newsletterId))
}

interface Surroundings {
  readonly shop: Shop
  readonly transport: Transport | undefined
  readonly issue: (newsletterId: string, language: Language) => Promise<Issue>
}

interface Asked {
  readonly id: string
  readonly audience: Audience
  readonly lastAttempt: boolean
}

/**
 * Sends one letter if its reader may be written to at this moment. It is noted as sent after the server took it: a
 * crash between the two sends it again under the same Message-ID, and nothing sends it twice otherwise.
 */
async function sendOne(around: Surroundings, asked: Asked): Promise<void> {
  const { shop, transport, issue } = around
  const { id, audience } = asked
  const waiting = await sending.waiting(shop.database.worker.client.orm, id)
  if (!waiting) return
  const { newsletterId, language } = waiting
  const content = await issue(newsletterId, language)
  // Nothing slow stands between this question and the mail server.
  const to = await addressee(shop, asked)
  if (!to) return settle(shop, id, newsletterId, 'not-allowed')
  const message = written(shop, id, 'newsletter', letterTo(shop, content, audience, to))
  if (!transport) await capture(shop, id, message)
  else if (!(await taken(transport, message, asked))) return settle(shop, id, newsletterId, 'refused')
  else return settleSent(shop, asked, newsletterId, to.subscriptionId)
  await settle(shop, id, newsletterId, 'sent')
}

async function addressee(shop: Shop, { id, audience }: Asked): Promise<sending.Addressee | undefined> {
  if (!(await isSwitchedOn(shop, audience))) return undefined
  return withPurpose(shop.database.worker, audience, actor, (tx) => sending.addressee(tx, id))
}

/** False for a mailbox that will never take it, or that has not taken it for most of a day. Throws MailRefused to try again. */
async function taken(transport: Transport, message: Message, { lastAttempt }: Asked): Promise<boolean> {
  try {
    await transport.send(message)
    return true
  } catch (error) {
    const never = error instanceof MailRefused && /^SMTP_55[0-4]$/.test(error.code)
    if (never || lastAttempt) return false
    throw error
  }
}

/** For reading in the back office where no mail server is set, with its link, so that one can walk on. */
async function capture(shop: Shop, id: string, message: Message): Promise<void> {
  await withPurpose(shop.database.worker, 'service-messages', actor, (tx) =>
    tx.insert(mail).values({ id, kind: 'newsletter', aboutId: id }).onConflictDoNothing(),
  )
  await keepCaptured(shop, id, message)
}

/** Notes what became of a letter; then, on its own, whether it was the last. */
async function settle(shop: Shop, id: string, newsletterId: string, state: LetterState): Promise<void> {
  await withoutPurpose(shop.database.worker, actor, (tx) => sending.note(tx, id, state))
  await finish(shop, newsletterId)
}

/** The mail server has it: with that goes the note of whose address it got. */
async function settleSent(
  shop: Shop,
  { id, audience }: Asked,
  newsletterId: string,
  subscriptionId: string,
): Promise<void> {
  await withPurpose(shop.database.worker, audience, actor, async (tx) => {
    await sending.note(tx, id, 'sent')
    await disclosures.note(tx as Tx<'marketing-email'>, {
      to: 'mail-provider',
      called: providerOf(shop),
      unit: 'subscription',
      ids: [subscriptionId],
      categories: ['contact'],
      what: 'letter',
      thing: id,
    })
  })
  await finish(shop, newsletterId)
}

/** A sent newsletter does not change, but prices of its goods may: it is read anew each minute, not for each reader. */
function keptIssues(shop: Shop): Surroundings['issue'] {
  let kept: { newsletterId: string; since: number; made: Map<Language, Promise<Issue>> } | undefined
  const read = async (newsletterId: string, language: Language) =>
    issueOf(shop, await newsletters.find(shop.database.worker.client.orm, newsletterId), language, 'letter')
  return (newsletterId, language) => {
    const now = shop.clock.now().getTime()
    if (kept?.newsletterId !== newsletterId || now - kept.since > issueKeptMs)
      kept = { newsletterId, since: now, made: new Map() }
    const { made } = kept
    const issue = made.get(language) ?? read(newsletterId, language)
    made.set(language, issue)
    issue.catch(() => made.delete(language))
    return issue
  }
}
