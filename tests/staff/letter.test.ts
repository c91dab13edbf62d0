import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { openViews } from '../../src/platform/web/views.ts'

const views = openViews({
  directory: fileURLToPath(new URL('../../views/', import.meta.url)),
  zone: 'Europe/Riga',
  asset: (name) => name,
  urlFor: (name) => `/${name}`,
})

it.each([
  ['lv', 'invitation', 'Pieņemt uzaicinājumu'],
  ['lv', 'recovery', 'Iestatīt jaunu paroli'],
  ['en', 'invitation', 'Accept the invitation'],
  ['en', 'recovery', 'Set a new password'],
] as const)('the letter in %s with the link of an %s says what to do, until when, and where', (language, kind, doing) => {
  const model = {
    language,
    kind,
    name: 'Otto Ozols',
    role: 'accountant',
    href: 'https://shop.example/admin/invitation/TOKEN',
    expiresAt: '2026-03-09T08:00:00Z',
    shopName: 'ZĪMES',
  }
  for (const template of ['mail/staff-invitation', 'mail/staff-invitation.text']) {
    const letter = views.render(template, model)
    for (const words of [doing, model.name, model.href, '2026', model.shopName])
      expect(letter).toContain(words)
  }
})
