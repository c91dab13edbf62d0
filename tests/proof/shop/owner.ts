import type { Agent } from 'node:http'
import { totpCode, totpStep } from '../../../src/platform/auth/totp.ts'
import { systemClock } from '../../../src/platform/time.ts'
import { zone } from '../../../src/shop.ts'
import { staffUrls } from '../../../src/staff/urls.ts'
import { type Browser, openBrowser } from './browser.ts'
import { Unexpected } from './buying.ts'
import type { ShopProcess } from './process.ts'

const password = 'seven brown lanterns by the river'

/** The owner's browser, signed in by the link that the first start prints. */
export async function signInOwner(shop: ShopProcess, agent: Agent): Promise<Browser> {
  const browser = openBrowser(shop.origin, agent)
  const link = /(\/admin\/invitation\/\S+)/.exec(shop.said().out)?.[1]
  if (!link) throw new Error('the first start printed no link for the owner')
  await accepted(browser, link, {
    name: 'Anna Bērziņa',
    email: 'anna@zimes.example',
    language: 'lv',
    newPassword: password,
    again: password,
    undertaking: 'yes',
  })
  const page = await browser.get(staffUrls.staffSecondFactor)
  const secret = /<code[^>]*>([A-Z2-7 ]+)<\/code>/.exec(page.body)?.[1]
  if (!secret) throw new Unexpected(page, 200)
  const code = totpCode(fromBase32(secret.replaceAll(' ', '')), totpStep(systemClock(zone).now()))
  const codes = await browser.post(staffUrls.staffSecondFactor, { code })
  if (codes.status !== 200) throw new Unexpected(codes, 200)
  return browser
}

async function accepted(browser: Browser, path: string, fields: Record<string, string>): Promise<void> {
  const answer = await browser.post(path, fields)
  if (answer.status !== 303) throw new Unexpected(answer, 303)
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

function fromBase32(text: string): Buffer {
  const bits = [...text].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((eight) => Number.parseInt(eight, 2)))
}
