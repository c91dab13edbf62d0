import { test } from 'vitest'
import { accountantPages, doorPages, officePages } from './pages/office.ts'
import { openScene } from './pages/scene.ts'
import { opened } from './pages/opening.ts'
import { storefrontPages } from './pages/storefront.ts'
import { openBrowser } from './support/browser.ts'
import { mkdirSync } from 'node:fs'
const dir = '/work/notes/shots'
mkdirSync(dir, { recursive: true })
const only = process.env.ONLY ? new RegExp(process.env.ONLY) : /./
test('shots', { timeout: 600_000 }, async () => {
  const browser = await openBrowser()
  const scene = await openScene(async (shop) => {
    const { page, context } = await browser.visitor({ origin: shop.origin, width: 390, language: 'lv' })
    await opened(page, await shop.ownerLink())
    await page.screenshot({ path: `${dir}/first-owner-lv.png`, fullPage: true })
    await context.close()
  })
  for (const language of (process.env.LANGS ?? 'lv').split(',') as ('lv' | 'en')[])
    for (const [group, pages, role] of [['shop', storefrontPages, ''], ['door', doorPages, ''], ['office', officePages, 'owner'], ['acc', accountantPages, 'accountant']] as const) {
      if (process.env.GROUPS && !process.env.GROUPS.split(',').includes(group)) continue
      const { page, context } = await browser.visitor({ origin: scene.shop.origin, width: 390, language })
      if (role) await context.addCookies([{ name: 'staff', value: scene.staff.get(`${role} ${language}`)!, url: scene.shop.origin }])
      for (const [name, open] of Object.entries(pages)) {
        try { await open(page, language, scene) } catch (e) { console.log(name, (e as Error).message.split('\n')[0]); continue }
        if (!only.test(name)) continue
        for (const [width, scheme] of (process.env.SIZES ?? '390-light,768-dark,1440-light').split(',').map((s) => s.split('-')) as [string, 'light' | 'dark'][]) {
          await page.setViewportSize({ width: Number(width), height: 844 })
          await page.emulateMedia({ colorScheme: scheme })
          await page.evaluate(`Promise.all([...document.images].map(i => { i.loading = 'eager'; return i.decode().catch(() => 0) }))`)
          await page.screenshot({ path: `${dir}/${group}-${name.replace(/\W+/g, '-')}-${language}-${width}-${scheme}.png`, fullPage: true })
        }
        await page.setViewportSize({ width: 390, height: 844 })
        await page.emulateMedia({ colorScheme: 'light' })
      }
      await context.close()
    }
  await browser.close()
  await scene.shop.close()
})
