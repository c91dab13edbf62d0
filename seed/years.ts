import { sql } from 'drizzle-orm'
import type { Transaction } from '../src/platform/database/client.ts'
import { type Language, languages } from '../src/platform/i18n/languages.ts'
import { translator } from '../src/platform/i18n/messages.ts'
import { addDays, dayIn, type IsoDate } from '../src/platform/time.ts'
import * as notices from '../src/privacy/notices/notices.ts'
import * as register from '../src/privacy/register/in-force.ts'
import * as settings from '../src/settings/settings.ts'
import { type Calendar, openCalendar } from '../src/settings/working-days.ts'
import { urlFor } from '../src/urls.ts'
import * as debts from './debts.ts'
import { orders } from './orders.ts'
import { inThePast, type Past } from './past.ts'
import type { SeedDebtFact, SeedOrder, Until } from './seed-order.ts'
import * as trade from './trade.ts'
import { seedWithdrawals } from './withdrawals.ts'

/** Something that happened to an order. */
interface Event {
  readonly at: Date
  readonly run: (ground: trade.Ground) => Promise<void>
}

interface Step {
  readonly name: Until | 'first-money' | 'trust' | 'question' | 'answer' | 'debt' | 'repair'
  readonly fact?: SeedDebtFact
  readonly day: IsoDate
  /** Minutes after midnight, UTC. */
  readonly minute: number
}

const open = { closures: [] }

/** The demo shop opened so many days ago. */
const openedDaysAgo = 800

/**
 * Two years of orders, each made through the doors on its own days and in the order of time, so that numbers and days
 * run as they would have. Nobody is written to about what is long past.
 */
export async function seedYears(tx: Transaction, now: Date, zone: string): Promise<void> {
  const calendar = await openCalendar()
  const today = dayIn(zone, now)
  await inThePast(tx, async (past) => {
    const ground = await groundOf(tx, past, zone, middayOf(addDays(today, -openedDaysAgo)))
    const events = orders.flatMap((seed) => eventsOf(seed, today, now, calendar))
    for (const { at, run } of events.sort((one, other) => one.at.getTime() - other.at.getTime())) {
      await past.at(at)
      await run(ground)
    }
    await seedWithdrawals(ground, now)
  })
  await tx.execute(sql`delete from mail`)
  await tx.execute(sql`delete from graphile_worker._private_jobs where task_id in (
    select id from graphile_worker._private_tasks where identifier = 'send-mail')`)
  await tx.execute(sql`delete from cart`)
}

async function groundOf(tx: Transaction, past: Past, zone: string, opened: Date): Promise<trade.Ground> {
  await past.at(opened)
  await tx.execute(sql`update terms_version set published_at = ${opened.toISOString()}`)
  const found = (await settings.read(tx))!
  const shown = {} as Record<Language, string>
  const inForce = await register.read(tx)
  for (const language of languages) {
    const facts = { ...found, register: inForce, myData: urlFor('myData', language) }
    const content = notices.compose(language, facts, inForce.on, translator(language))
    shown[language] = (await notices.publish(tx, language, content)).id
  }
  const rows = await tx.execute<{ sku: string; id: string }>(sql`select sku, id from variant`)
  const variants = new Map(rows.map(({ sku, id }) => [sku, id]))
  return { tx, past, settings: found, zone, notices: shown, variants }
}

function eventsOf(seed: SeedOrder, today: IsoDate, now: Date, calendar: Calendar): Event[] {
  let id = ''
  let asked = ''
  const act = ({ name, fact }: Step, at: Date, ground: trade.Ground): Promise<unknown> => {
    switch (name) {
      case 'placed':
        return trade.placed(ground, seed, at).then((made) => {
          id = made
        })
      case 'proof':
        return trade.sendProofs(ground, id, seed)
      case 'changes':
        return trade.answerProofs(ground, id, seed.remark)
      case 'approval':
        return trade.answerProofs(ground, id, undefined)
      case 'first-money':
        return trade.receive(ground, id, at, seed.firstCents)
      case 'payment':
        return trade.receive(ground, id, at, undefined)
      case 'trust':
        return debts.trust(ground, id, seed)
      case 'debt':
        return debts.happen(ground, id, fact!, at)
      case 'making':
        return trade.make(ground, id)
      case 'packing':
        return trade.pack(ground, id)
      case 'dispatch':
        return trade.dispatch(ground, id, at, seed)
      case 'delivery':
        return trade.deliver(ground, id, at)
      case 'repair':
        return trade.repair(ground, id, at)
      case 'cancellation':
        return trade.cancel(ground, id, seed.reason ?? '')
      case 'question':
        return trade.ask(ground, id, seed.question!.words).then((made) => {
          asked = made
        })
      case 'answer':
        return trade.answerQuestion(ground, id, asked, seed.question!.answer!)
    }
  }
  const steps = stepsOf(seed, addDays(today, -seed.daysAgo), calendar)
  return steps
    .map((step) => ({
      step,
      at: new Date(middayOf(step.day).getTime() + (step.minute - 720) * 60_000),
    }))
    .map(({ step, at }) => ({
      at: step.name === 'placed' ? earlier(at, now) : at,
      run: async (ground: trade.Ground) => void (await act(step, at, ground)),
    }))
    .filter(({ at }) => at <= now)
}

// What was placed today was placed a while ago, whatever the hour is.
function earlier(at: Date, now: Date): Date {
  const latest = new Date(now.getTime() - 25 * 60_000)
  return at > latest ? latest : at
}

/** The way of an order through the days; it ends where the seed says, and staff work on working days only. */
function stepsOf(seed: SeedOrder, placed: IsoDate, calendar: Calendar): Step[] {
  const working = (day: IsoDate, plus = 0) =>
    calendar.addWorkingDays(calendar.workingDayFrom(day, open), plus, open)
  const steps: Step[] = [{ name: 'placed', day: placed, minute: 500 + (seed.daysAgo % 11) * 43 }]
  const worded = seed.mark !== undefined || seed.lines.some(([, , words]) => words !== undefined)
  let drawn = placed
  if (seed.until === 'cancellation') {
    return [...steps, { name: 'cancellation', day: working(addDays(placed, 21)), minute: 610 }]
  }
  if (worded) {
    drawn = working(placed, 1)
    steps.push({ name: 'proof', day: drawn, minute: 560 })
    if (seed.remark) {
      steps.push({ name: 'changes', day: drawn, minute: 1020 })
      if (seed.until !== 'changes') {
        drawn = working(drawn, 1)
        steps.push({ name: 'proof', day: drawn, minute: 570 })
      }
    }
    drawn = addDays(drawn, 1)
    steps.push({ name: 'approval', day: drawn, minute: 1090 })
  }
  const half = working(addDays(placed, seed.paysAfter))
  if (seed.firstCents) steps.push({ name: 'first-money', day: half, minute: 640 })
  const paid = seed.firstCents ? working(addDays(half, 7)) : half
  steps.push({ name: seed.later === undefined ? 'payment' : 'trust', day: paid, minute: 650 })
  const ready = worded ? working(paid > drawn ? paid : drawn, 3) : working(paid, 0)
  steps.push(
    { name: 'making', day: ready, minute: 780 },
    { name: 'packing', day: ready, minute: 840 },
    { name: 'dispatch', day: ready, minute: 900 },
  )
  steps.push({ name: 'delivery', day: working(ready, 1), minute: 960 })
  return [
    ...untilReached(steps, seed),
    ...questionSteps(seed, placed, working),
    ...debtSteps(seed, placed),
    ...repairSteps(seed, placed),
  ]
}

/** A question comes in the evening and is answered on the next working day, whatever the order waits for. */
function questionSteps(
  { question }: SeedOrder,
  placed: IsoDate,
  working: (day: IsoDate, plus?: number) => IsoDate,
): Step[] {
  if (!question) return []
  const asked: Step = { name: 'question', day: placed, minute: 1050 }
  if (!question.answer) return [asked]
  return [asked, { name: 'answer', day: working(addDays(placed, 1)), minute: 545 }]
}

function debtSteps({ daysAgo, debt = [] }: SeedOrder, placed: IsoDate): Step[] {
  return debt.map((fact) => ({
    name: 'debt',
    day: addDays(placed, daysAgo - fact.daysAgo),
    minute: 555,
    fact,
  }))
}

function repairSteps({ daysAgo, repairedDaysAgo }: SeedOrder, placed: IsoDate): Step[] {
  if (repairedDaysAgo === undefined) return []
  return [{ name: 'repair', day: addDays(placed, daysAgo - repairedDaysAgo), minute: 720 }]
}

function untilReached(steps: readonly Step[], { until, firstCents }: SeedOrder): Step[] {
  const inTime = [...steps].sort((one, other) => placeOf(one).localeCompare(placeOf(other)))
  // Who has paid has said yes to the drawing too, or there is nothing for staff to do.
  const ends: readonly Step['name'][] = until === 'payment' ? ['payment', 'approval'] : [until]
  const kept = inTime.slice(0, inTime.findLastIndex(({ name }) => ends.includes(name)) + 1)
  // A first part came in although the order waits for the rest.
  const half = until === 'placed' && firstCents ? inTime.filter(({ name }) => name === 'first-money') : []
  return [...kept, ...half]
}

function placeOf({ day, minute }: Step): string {
  return `${day} ${String(minute).padStart(4, '0')}`
}

function middayOf(day: IsoDate): Date {
  return new Date(`${day}T12:00:00Z`)
}
