import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { translator } from '../../src/platform/i18n/messages.ts'
import { chores } from '../../src/receivables/morning.ts'
import type { Owed } from '../receivables/owe.ts'
import { openBrowser, type TestBrowser, type Visitor } from '../support/browser.ts'
import { type RunningShop, startShop } from '../support/running-shop.ts'
import { heading, inOneGo, leave, press, said } from '../support/steps.ts'
import { owingMorning } from './owing.ts'

const t = translator('lv')

let browser: TestBrowser
let shop: RunningShop
let house: Awaited<ReturnType<typeof owingMorning>>
let desk: Visitor
let page: Page

beforeAll(async () => {
  ;[browser, shop] = await Promise.all([openBrowser(), startShop()])
  await shop.hire('owner')
  const { token } = await shop.hire('administrator')
  house = await owingMorning(shop)
  desk = await browser.visitor({ origin: shop.origin, width: 390, scripts: false })
  await desk.context.addCookies([{ name: shop.shop.cookies.nameOf('staff'), value: token, url: shop.origin }])
  page = desk.page
}, 60_000)
afterAll(async () => {
  await browser?.close()
  await shop?.close()
})

const chore = (name: string, count: number) => t(`today.debts.${name}`, { count })
const follow = (words: string) =>
  page.getByRole('main').getByRole('link', { name: words, exact: true }).click()
const field = (label: string) => page.getByLabel(t(label), { exact: true })
const isDone = async () => (await page.getByRole('main').getByRole('status').first().innerText()).trim()

/** What the morning page says of debts. */
async function morning(): Promise<string[]> {
  await page.getByRole('link', { name: t('admin.nav.today'), exact: true }).click()
  expect(await heading(page)).toBe(t('admin.nav.today'))
  const known = new Set(chores.flatMap((name) => [1, 2].map((count) => chore(name, count))))
  return (await page.locator('.notes a').allInnerTexts()).filter((text) => known.has(text))
}

describe('an administrator clears the morning page by the most prominent button of each page, in Latvian, scripts off', () => {
  inOneGo()

  test('the morning page names everything that waits', async () => {
    await page.goto('/admin')
    await expect
      .poll(morning, { timeout: 15_000 })
      .toEqual([
        chore('objection', 2),
        chore('recalls', 1),
        chore('paidAfterAll', 1),
        chore('remind', 2),
        chore('notice', 2),
        chore('receipt', 1),
        chore('collect', 1),
        chore('barring', 2),
      ])
  })

  test('an objection that is wrong is rejected, the next one upheld, and its invoice put right', async () => {
    await follow(chore('objection', 2))
    await follow(house.wrong.document)
    await press(page, t('debts.step.decision.do'))
    expect(await page.locator('.error-summary').count()).toBe(1)
    await decide('no', 'Bildē zīme ir vesela.')
    // The debt stands again, and its reminder has waited.
    await press(page, t('debts.step.remind.do'))
    expect(await isDone()).toContain(t('debts.done.remind'))
    await follow(chore('objection', 1))
    await decide('yes', 'Zīmi atlaižam.')
    expect(await page.locator('.act h2').innerText()).toBe(t('debts.next.upheld'))
    await follow(t('debts.next.upheld.do'))
    await page.getByLabel(t('withdrawal.pieces', { most: 1 })).fill('1')
    await field('officeField.delivery').fill('3,99')
    await page.locator('label', { hasText: t('refundRoom.cause.complaint') }).click()
    await press(page, t('creditRoom.note.do'))
    expect(await morning()).not.toContain(chore('upheld', 1))
  })

  test('the collector is told, and what was paid after all is owed and settled', async () => {
    await follow(chore('recalls', 1))
    await press(page, t('handOver.toTell.do'))
    expect(await isDone()).toContain(t('handOver.done.told'))
    await follow(chore('paidAfterAll', 1))
    await press(page, t('handOver.reverse'))
    expect(await isDone()).toContain(t('handOver.done.reversed'))
  })

  test('all who wait for a reminder or a notice get one, by one button each', async () => {
    await follow(chore('remind', 2))
    await press(page, t('debts.bulk.remind.do'))
    expect(await isDone()).toContain(t('debts.bulk.remind', { count: 2 }))
    await follow(chore('notice', 2))
    await press(page, t('debts.bulk.notice.do'))
    expect(await isDone()).toContain(t('debts.bulk.notice', { count: 2 }))
  })

  test('a notice that was received is noted with its proof', async () => {
    await follow(chore('receipt', 1))
    await field('officeField.receivedOn').fill(shop.shop.clock.today())
    await field('officeField.proof').fill('RR123456785LV')
    await press(page, t('debts.step.receipt.do'))
    expect(await isDone()).toContain(t('debts.done.receipt'))
  })

  test('what may go to the collector goes, exactly as many as the morning said, and its pack is taken', async () => {
    await follow(chore('collect', 1))
    expect(await said(page)).toContain(t('handOver.early', { count: 1 }))
    await press(page, t('handOver.look'))
    await press(page, t('handOver.do', { count: 1 }))
    expect(await isDone()).toContain(t('handOver.done.handed-over'))
    const [pack] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: t('handOver.pack.do') }).click(),
    ])
    expect(pack.suggestedFilename()).toMatch(/^debts-[\d-]+-[0-9a-f]{8}\.zip$/)
    expect(await pack.failure()).toBeNull()
  })

  test('what is time-barred is written off, and the morning page is clear', async () => {
    await follow(chore('barring', 2))
    await writeOff('Pagājuši desmit gadi.')
    await follow(chore('barring', 1))
    await writeOff('Pagājuši trīs gadi.')
    expect(await isDone()).toContain(t('debts.allDone'))
    expect(await morning()).toEqual([])
  })

  test('each thing was done once', async () => {
    const [kept] = await house.sql<object>(`select
      (select array_agg(level) from reminder where invoice_id in (${ids(...house.toRemind, house.wrong)})) as reminders,
      (select count(*)::int from mail where kind = 'debt-reminder' and order_id in (${orders(...house.toRemind, house.wrong)})) as letters,
      (select count(*)::int from debt_notice where invoice_id in (${ids(...house.toNotify)})) as notices,
      (select array_agg(upheld order by upheld) from debt_objection_decision where reason <> '') as decisions,
      (select count(*)::int from debt_recall_telling) as told,
      (select proof from debt_notice_receipt where order_id = ${orders(house.toReceive)}) as proof,
      (select array_agg(invoice_id::text) from hand_over_case
        where not exists (select from hand_over_end where case_id = hand_over_case.id)) as handed,
      (select array_agg(shop_open_cents(id)) from invoice
        where id in (${ids(house.right, house.paidAfterAll, ...house.barred)})) as open`)
    expect(kept).toEqual({
      reminders: [1, 1, 1],
      letters: 3,
      notices: 2,
      decisions: [false, true],
      told: 1,
      proof: 'RR123456785LV',
      handed: [house.ripe.invoiceId],
      open: [0, 0, 0, 0],
    })
  })

  test('a collector that reports, and is paid past it, is told by one click of the next morning', async () => {
    const { number, document } = house.ripe
    await page.getByRole('link', { name: t('admin.nav.money'), exact: true }).click()
    await follow(t('handOver.tab'))
    await page.getByRole('main').getByRole('link', { name: 'Paraugpiedziņa' }).first().click()
    const table = `numurs;stāvoklis;samaksāts;datums\n${document};solīts;0;${shop.shop.clock.today()}\n`
    const file = { name: 'parskats.csv', mimeType: 'text/csv', buffer: Buffer.from(table) }
    await field('handOver.report.file').setInputFiles(file)
    await press(page, t('handOver.report.look'))
    await press(page, t('handOver.report.do', { count: 1 }))
    expect(await said(page)).toContain(t('handOver.reportedState.promised'))
    await follow(document)
    await follow(number)
    await press(page, t('payment.receive'))
    await expect.poll(morning, { timeout: 15_000 }).toEqual([chore('recalls', 1)])
    await follow(chore('recalls', 1))
    await press(page, t('handOver.toTell.do'))
    expect(await isDone()).toContain(t('debts.allDone'))
    expect(await morning()).toEqual([])
    await leave(desk)
    expect(shop.errors).toEqual([])
  })

  async function writeOff(reason: string): Promise<void> {
    expect(await page.locator('.act h2').innerText()).toBe(t('debts.next.barred'))
    await field('officeField.cause').selectOption({ label: t('debts.cause.choice.time-barred') })
    await field('officeField.writeOffReason').fill(reason)
    await press(page, t('debts.step.write-off.do'))
  }

  async function decide(answer: 'yes' | 'no', reason: string): Promise<void> {
    await page.locator(`label[for="upheld-${answer}"]`).click()
    await field('officeField.decision').fill(reason)
    await press(page, t('debts.step.decision.do'))
    expect(await isDone()).toContain(t('debts.done.decision'))
  }
})

const quoted = (values: readonly string[]) => values.map((value) => `'${value}'`).join(', ')
const ids = (...debts: readonly Owed[]) => quoted(debts.map(({ invoiceId }) => invoiceId))
const orders = (...debts: readonly Owed[]) => quoted(debts.map(({ orderId }) => orderId))
