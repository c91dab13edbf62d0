import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sqlState } from '../../src/platform/database/client.ts'
import { languages } from '../../src/platform/i18n/languages.ts'
import { readMessages, translator } from '../../src/platform/i18n/messages.ts'
import { openCookies } from '../../src/platform/web/cookies.ts'
import { periodOf, termOf, weighed } from '../../src/privacy/notices/notice-words.ts'
import {
  compose,
  earlier,
  find,
  type NoticeContent,
  type NoticeFacts,
  publish,
  versionOf,
} from '../../src/privacy/notices/notices.ts'
import { type PurposeId, purposeList } from '../../src/privacy/purposes.ts'
import { type InForce, read as readInForce } from '../../src/privacy/register/in-force.ts'
import { type Recipient, safeguards } from '../../src/privacy/register/recipients.ts'
import { withoutPurpose } from '../../src/privacy/with-purpose.ts'
import { change, read, type Settings } from '../../src/settings/settings.ts'
import { type Ground, openDemoGround } from '../register/ground.ts'

const messages = readMessages(fileURLToPath(new URL('../../views/messages/', import.meta.url)))
const everyPurpose = purposeList.map(({ id }) => id)
const inUse = purposeList.filter(({ use }) => use !== 'later').map(({ id }) => id)

let ground: Ground
let settings: Settings
let facts: NoticeFacts & { register: InForce }
/** Everything that a notice may have to say. */
let full: NoticeFacts

beforeAll(async () => {
  ground = await openDemoGround()
  settings = (await read(ground.owner.orm))!
  facts = { ...settings, register: await readInForce(ground.owner.orm), myData: '/mani-dati' }
  const officer = { name: 'Ilze', email: 'ilze@zimes.example', phone: null }
  full = { ...withRecipients(farAway()), privacy: { ...settings.privacy, officer } }
})
afterAll(() => ground.close())

test.each(
  languages,
)('every purpose of the register is told of in %s, in that language’s own words', (language) => {
  const asked = new Set<string>()
  const t = translator(language)
  const content = compose(language, full, everyPurpose, (key, values) => {
    asked.add(key)
    return t(key, values)
  })
  expect([...asked].filter((key) => !messages[language].has(key))).toEqual([])
  for (const id of everyPurpose) {
    const title = t(`privacy.purpose.${id}`)
    expect(section(content, 'purposes').list, id).toContainEqual(expect.stringMatching(beginning(title)))
    expect(section(content, 'retention').list, id).toContainEqual(expect.stringMatching(beginning(title)))
    expect(section(content, 'bases').table!.rows.map(([name]) => name)).toContain(title)
  }
  const interests = section(content, 'interests').list
  expect(interests).toHaveLength(purposeList.filter(weighed).length)
})

test.each(languages)('no text of the notice in %s is left for nobody', (language) => {
  const asked = new Set<string>()
  const t = translator(language)
  compose(language, full, everyPurpose, (key, values) => {
    asked.add(key)
    return t(key, values)
  })
  asked.add('privacy.transfers.none')
  for (const unit of ['years', 'months', 'days']) asked.add(`privacy.period.${unit}`)
  const own = [...messages[language].keys()].filter((key) => key.startsWith('privacy.'))
  expect(own.filter((key) => !asked.has(key))).toEqual([])
})

test('the notice says as much in every language', () => {
  const shapes = languages.map((language) => {
    const { sections } = compose(language, facts, inUse, translator(language))
    return JSON.stringify(
      sections.map(({ id, paragraphs, list, table }) => [
        id,
        paragraphs?.length,
        list?.length,
        table?.rows.length,
      ]),
    )
  })
  expect(new Set(shapes).size).toBe(1)
})

test.each(languages)('the notice in %s opens with the four items of procedure §12', (language) => {
  const content = compose(language, facts, inUse, translator(language))
  expect(content.sections.slice(0, 4).map(({ id }) => id)).toEqual([
    'purposes',
    'controller',
    'retention',
    'correction',
  ])
  const [named] = section(content, 'controller').paragraphs!
  expect(named).toContain('SIA "ZĪMES"')
  expect(named).toContain('Zīmju iela 12, Rīga, LV-1010')
})

test('a former processor is told of until it has confirmed that the data are gone', () => {
  const gone = facts.register.recipients.map((one) =>
    one.endedOn === null ? one : { ...one, returnConfirmedOn: one.endedOn },
  )
  const told = (recipients: readonly Recipient[]) =>
    JSON.stringify(compose('en', withRecipients(recipients), inUse, translator('en')))
  expect(told(facts.register.recipients)).toContain('Mozello SIA (registration number 40203002519)')
  expect(told(gone)).not.toContain('Mozello')
})

test('a purpose that is switched off is not told of', () => {
  const t = translator('en')
  const without = compose(
    'en',
    facts,
    inUse.filter((id) => id !== 'marketing-phone'),
    t,
  )
  expect(JSON.stringify(without)).not.toContain(t('privacy.purpose.marketing-phone'))
  expect(JSON.stringify(compose('en', facts, inUse, t))).toContain(t('privacy.purpose.marketing-phone'))
})

test('a recipient is named only where a purpose in use needs it', () => {
  const receivers = (on: readonly PurposeId[]) =>
    section(compose('en', facts, on, translator('en')), 'recipients').table!.rows.map(([name]) => name)
  const without = inUse.filter((id) => id !== 'debt-collection')
  expect(receivers(without).join()).not.toContain('Paraugpiedziņa')
  expect(receivers(without)).toContain('the bank or card payment service – AS "Paraugbanka"')
  expect(receivers(inUse).join()).toContain('a licensed debt collector – SIA "Paraugpiedziņa"')
})

test('every cookie that the shop may set is explained', () => {
  const content = compose('en', facts, inUse, translator('en'))
  const names = section(content, 'cookies').table!.rows.map(([name]) => name)
  expect(names.sort()).toEqual([...openCookies({ publicUrl: undefined }).names].sort())
})

test('a term is told by its fact, its length and what happens then', () => {
  const t = translator('lv')
  expect(termOf({ from: 'delivery', period: 'P1Y', action: 'erase' }, t)).toBe(
    '1 gadu pēc preces piegādes; pēc tam dzēšam.',
  )
  expect(termOf({ from: 'visit', period: 'P90D', action: 'erase' }, t)).toMatch(/^90 dienas pēc/)
  expect(termOf({ from: 'invoice-paid', period: 'P0D', action: 'erase' }, t)).toMatch(
    /^līdz rēķins ir apmaksāts/,
  )
  expect(() => periodOf('P1Y6M', t)).toThrow(RangeError)
})

test('the same content is the same version, in whatever order its purposes were read', () => {
  const t = translator('lv')
  const one = compose('lv', facts, inUse, t)
  const other = compose('lv', facts, inUse.toReversed(), t)
  expect(versionOf(one)).toMatch(/^[0-9a-f]{32}$/)
  expect(versionOf(other)).toBe(versionOf(one))
  expect(versionOf(compose('en', facts, inUse, translator('en')))).not.toBe(versionOf(one))
})

test('a changed setting makes a new version, and the old one stays readable', async () => {
  const first = compose('lv', facts, inUse, translator('lv'))
  const { id } = await published(first)
  expect(await published(first)).toEqual({ id })

  const moved = { ...settings.identity, street: 'Jaunā iela 1' }
  await withoutPurpose(ground.at.backoffice, 'command', (tx) => change(tx, 'identity', moved, null))
  const second = compose('lv', { ...facts, ...(await read(ground.owner.orm))! }, inUse, translator('lv'))
  const { id: later } = await published(second)
  expect(later).not.toBe(id)

  const reader = ground.at.storefront.client.orm
  const kept = (await find(reader, id))!
  expect(kept.content).toEqual(first)
  expect(versionOf(kept.content)).toBe(id)
  expect(textOf(section(kept.content, 'controller'))).toContain('Zīmju iela 12')
  const versions = await earlier(reader, 'lv')
  expect(versions.map((version) => [version.id, version.number])).toEqual([
    [later, 2],
    [id, 1],
  ])
  expect(await earlier(reader, 'en')).toEqual([])
  expect(await find(reader, 'unknown')).toBeUndefined()
})

test('two processes that publish at once publish one version', async () => {
  const content = compose('en', facts, inUse, translator('en'))
  const at = [ground.at.storefront, ground.at.backoffice, ground.at.worker]
  await Promise.all(at.map((access) => withoutPurpose(access, 'command', (tx) => publish(tx, 'en', content))))
  expect(await earlier(ground.at.worker.client.orm, 'en')).toHaveLength(1)
})

test('a version that was shown cannot be changed or taken away', async () => {
  for (const login of ['storefront', 'backoffice', 'worker'] as const) {
    const { client } = ground.at[login]
    for (const change of [`update notice_version set content = '{}'`, 'delete from notice_version']) {
      expect(await client.orm.execute(change).then(() => 'done', sqlState), login).toBe('42501')
    }
  }
})

function withRecipients(recipients: readonly Recipient[]): typeof facts {
  return { ...facts, register: { ...facts.register, recipients } }
}

/** The shop's recipients, and one under each of the safeguards. */
function farAway(): Recipient[] {
  const [one] = facts.register.recipients
  const far = safeguards.map((safeguard) => ({
    ...one!,
    country: 'US',
    safeguard,
    safeguardCopy: 'copy@far.example',
  }))
  return [...facts.register.recipients, ...far]
}

function published(content: NoticeContent): Promise<{ id: string }> {
  return withoutPurpose(ground.at.storefront, 'command', (tx) => publish(tx, 'lv', content))
}

function section(content: NoticeContent, id: string) {
  return content.sections.find((found) => found.id === id)!
}

function textOf({ heading, paragraphs = [], list = [], table }: ReturnType<typeof section>): string {
  return [heading, ...paragraphs, ...list, ...(table?.rows ?? []).flat()].join(' ')
}

function beginning(title: string): RegExp {
  return new RegExp(`^${title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')} – .`)
}
