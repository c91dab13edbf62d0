import type { Response as Answer, Locator, Page } from 'playwright-core'
import { type StorefrontUrl, urlFor } from '../../src/urls.ts'
import type { Tongue } from '../support/trade.ts'
import type { Scene } from './scene.ts'

/** Opens a page, and gives the answer that it came with. */
export type Open<T extends Tongue = Tongue> = (page: Page, tongue: T, scene: Scene) => Promise<Answer>

/** A page of the storefront by its name. */
export function at(
  name: StorefrontUrl,
  params: (tongue: Tongue, scene: Scene) => Record<string, string> = () => ({}),
): Open {
  return (page, tongue, scene) => opened(page, urlFor(name, tongue, params(tongue, scene)))
}

/** A page by its path. */
export function path(where: string | ((scene: Scene) => string)): Open {
  return (page, _, scene) => opened(page, typeof where === 'string' ? where : where(scene))
}

/** Goes there. */
export async function opened(page: Page, where: string): Promise<Answer> {
  const answer = await page.goto(where)
  if (!answer) throw new Error(`${where} gave no answer`)
  return answer
}

/** What a form answers: the page behind its redirect, or itself. */
export async function sent(page: Page, button: Locator): Promise<Answer> {
  const arrived = (answer: Answer) => answer.request().isNavigationRequest() && answer.status() !== 303
  const [answer] = await Promise.all([page.waitForResponse(arrived), button.click()])
  await page.waitForLoadState('load')
  return answer
}

/** The first button of the form that leads there. */
export function buttonTo(page: Page, action: string): Locator {
  return page.locator(`form[action="${action}"] button[type=submit]:not([formaction])`).first()
}

/** Types into fields by their ids. */
export async function type(page: Page, fields: Readonly<Record<string, string>>): Promise<void> {
  for (const [id, value] of Object.entries(fields)) await page.locator(`#${id}`).fill(value)
}
