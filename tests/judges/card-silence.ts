import * as cards from '../../src/payments/cards/cards.ts'
import { urlFor } from '../../src/urls.ts'
import { sendable } from '../delivery/ground.ts'
import type { CardHouse } from './card-house.ts'

const buyers = 20
const visits = 300
const silenceMs = 30_000
const mostMs = 300

/** Stripe answers nothing for 30 s: who pays is told so within seconds, and nobody else notices. */
export async function whileStripeHangs(
  house: CardHouse,
  way: { hang(so: boolean): void },
): Promise<string[]> {
  const placed: { id: string }[] = []
  for (let at = 0; at < buyers; at++) placed.push(await sendable(house.shop, { until: 'placed' }))
  const paths = [urlFor('home', 'lv'), urlFor('cart', 'lv'), urlFor('search', 'lv'), urlFor('checkout', 'lv')]
  for (const path of paths) await visit(house, path)
  way.hang(true)
  const until = performance.now() + silenceMs
  const paying = Promise.all(placed.map(({ id }) => timed(() => cards.begin(house.shop, id))))
  const times: number[] = []
  for (let at = 0; at < visits || performance.now() < until; at++) {
    times.push(await visit(house, paths[at % paths.length]!))
    if (at >= visits) await new Promise((later) => setTimeout(later, 100))
  }
  const told = await paying
  way.hang(false)
  const p95 = times.sort((one, other) => one - other)[Math.floor(times.length * 0.95)]!
  const slowest = Math.max(...told.map(({ ms }) => ms))
  const lost = told.filter(({ value }) => !value.endsWith('?card=away')).length
  process.stdout.write(
    `Stripe silent: ${times.length} visits, p95 ${p95.toFixed(0)} ms; ${buyers} payers told after ${(slowest / 1000).toFixed(1)} s at most\n`,
  )
  return [
    ...(p95 < mostMs ? [] : [`p95 ${p95.toFixed(0)} ms while Stripe is silent`]),
    ...(lost === 0 ? [] : [`${lost} payers were told nothing`]),
  ]
}

async function visit(house: CardHouse, path: string): Promise<number> {
  const { ms } = await timed(async () => (await fetch(house.origin + path)).arrayBuffer())
  return ms
}

async function timed<T>(work: () => Promise<T>): Promise<{ value: T; ms: number }> {
  const begun = performance.now()
  const value = await work()
  return { value, ms: performance.now() - begun }
}
