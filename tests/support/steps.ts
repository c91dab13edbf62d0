import type { Locator, Page } from 'playwright-core'
import { beforeEach, expect } from 'vitest'
import type { CastCompany, CastPerson } from '../../seed/cast.ts'
import type { Visitor } from './browser.ts'
import type { MailServer, ReceivedMail } from './smtp.ts'

/** The tests of a journey follow on each other: after the first that fails the rest says nothing. */
export function inOneGo(): void {
  let broken = false
  beforeEach(({ skip, onTestFailed }) => {
    skip(broken)
    onTestFailed(() => {
      broken = true
    })
  })
}

/** Presses the button that shows these words; the page that answers is loaded afterwards. */
export async function press(page: Page, words: string): Promise<void> {
  await page.getByRole('main').or(page.locator('body')).last().waitFor()
  await page.getByRole('button', { name: words }).first().click()
  await page.waitForLoadState('load')
}

/** The page's heading. */
export async function heading(page: Page): Promise<string> {
  return (await page.locator('h1').innerText()).trim()
}

/** What the page says, with plain blanks between amount and currency. */
export async function said(page: Page): Promise<string> {
  return blanks(await page.locator('main').innerText())
}

/** What the parts of these that can be seen say. */
export async function shown(parts: Locator): Promise<string> {
  const seen: string[] = []
  for (const part of await parts.all()) if (await part.isVisible()) seen.push(await part.innerText())
  return blanks(seen.join('\n'))
}

/** Chooses or ticks by the words beside the box, as a thumb does. */
export function choose(page: Page, id: string): Promise<void> {
  return page.locator(`label[for="${id}"]`).click()
}

/** Fills in what the order form asks of everybody, delivered by courier; optional boxes stay empty. */
export async function fillInOrder(page: Page, buyer: CastPerson | CastCompany): Promise<void> {
  if ('company' in buyer) {
    await choose(page, 'buyer-company')
    await page.locator('#companyName').fill(buyer.company)
    await page.locator('#registrationNumber').fill(buyer.registrationNumber)
    await page.locator('#vatNumber').fill(buyer.vatNumber ?? '')
    await page.locator('#invoiceEmail').fill(buyer.invoiceEmail ?? '')
  } else {
    await choose(page, 'buyer-person')
  }
  await page.locator('#name').fill(buyer.name)
  await page.locator('#email').fill(buyer.email)
  await page.locator('#phone').fill(buyer.phone)
  await page.locator('#street').fill(buyer.address.street)
  await page.locator('#town').fill(buyer.address.town)
  await page.locator('#postcode').fill(buyer.address.postcode)
  await choose(page, 'delivery-dpd-courier')
  await choose(page, 'payment-transfer')
  if (!(await page.locator('#read').isChecked())) await choose(page, 'read')
}

/** Waits for the mail to this address that fits. */
export function mailTo(
  mail: MailServer,
  address: string,
  fits: (mail: ReceivedMail) => boolean,
): Promise<ReceivedMail> {
  return mail.waitFor((each) => each.to.includes(address) && fits(each))
}

/** The link to the order that a mail carries, the same in both of its bodies. */
export function orderLink({ text, html }: ReceivedMail): string {
  const [link] = /http:\/\/\S+\/(?:atvert|open)\/[\w-]+/.exec(text) ?? []
  if (!link) throw new Error('the mail carries no link to the order')
  expect(html).toContain(link)
  return link
}

/** Whether a picture has come and can be shown. */
export function isLoaded(picture: Locator): Promise<boolean> {
  return picture.evaluate((image) => {
    const shown = image as unknown as { decode(): Promise<void>; naturalWidth: number }
    return shown.decode().then(() => shown.naturalWidth > 0)
  })
}

/** The visitor leaves; nothing may have gone wrong unnoticed. */
export async function leave({ context, findings }: Visitor): Promise<void> {
  await context.close()
  expect(findings).toEqual([])
}

function blanks(text: string): string {
  return text.replace(/[\u00a0\u202f]/g, ' ')
}
