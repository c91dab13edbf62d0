import { afterAll, beforeAll, expect, test } from 'vitest'
import { sqlState } from '../../src/platform/database/client.ts'
import { languages } from '../../src/platform/i18n/languages.ts'
import { readMessages, translator } from '../../src/platform/i18n/messages.ts'
import { openCookies } from '../../src/platform/web/cookies.ts'
import { periodOf, termOf, weighed } from '../../src/privacy/notice-words.ts'
import { compose, earlier, find, type NoticeContent, publish, versionOf } from '../../src/privacy/notices.ts'
import { type PurposeId, purposeList } from '../../src/privacy/purposes.ts'
import { withoutPurpose } from '../../src/privacy/with-purpose.ts'
import { change, read, type Settings } from '../../src/settings/settings.ts'
import { type Ground, openDemoGround } from '../register/ground.ts'

const open = ['lv', 'en'] as const
const messages = readMessages(new URL('../../views/messages/', import.meta.url).pathname)
const everyPurpose = purposeList.map(({ id }) => id)
const inUse = purposeList.filter(({ use }) => use !== 'off').map(({ id }) => id)

let ground: Ground
let settings: Settings

beforeAll(async () => {
  ground = await openDemoGround()
  settings = (await read(ground.owner.orm))!
})
afterAll(() => ground.close())

test.each(
  languages,
)('every purpose of the register is told of in %s, in that language’s own words', (language) => {
  const asked = new Set<string>()
  const t = translator(language)
  const content = compose(language, settings, everyPurpose, (key, values) => {
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
  compose(language, settings, everyPurpose, (key, values) => {
    asked.add(key)
    return t(key, values)
  })
  for (const unit of ['years', 'months', 'days']) asked.add(`privacy.period.${unit}`)
  const own = [...messages[language].keys()].filter((key) => key.startsWith('privacy.'))
  expect(own.filter((key) => !asked.has(key))).toEqual([])
})

test('the notice says as much in every language', () => {
  const shapes = languages.map((language) => {
    const { sections } = compose(language, settings, inUse, translator(language))
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
  const content = compose(language, settings, inUse, translator(language))
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

/** Art. 13(1)-(2) and what Art. 14 and 21(4) add: where each item stands, and a word by which it is known. */
const items: Record<string, { id: string; lv: RegExp; en: RegExp }> = {
  'Art. 13(1)(a) the controller and how to reach it': {
    id: 'controller',
    lv: /@zimes\.example.*\+371/,
    en: /@zimes\.example.*\+371/,
  },
  'Art. 13(1)(c) purposes': { id: 'purposes', lv: /lai izrakstītu rēķinus/, en: /to issue invoices/ },
  'Art. 13(1)(c) legal basis by its article': {
    id: 'bases',
    lv: /6\. panta 1\. punkta b\) apakšpunkts/,
    en: /Article 6\(1\)\(b\)/,
  },
  'Art. 13(1)(c) the law behind a duty': { id: 'bases', lv: /Grāmatvedības likum/, en: /Accounting Law/ },
  'Art. 13(1)(d) legitimate interests': {
    id: 'interests',
    lv: /strīdā pierādīt/,
    en: /to prove in a dispute/,
  },
  'Art. 13(1)(e) recipients': {
    id: 'recipients',
    lv: /Valsts ieņēmumu dienests/,
    en: /State Revenue Service/,
  },
  'Art. 13(1)(e) the former processor': {
    id: 'recipients',
    lv: /Mozello SIA .*40203002519/,
    en: /Mozello SIA .*40203002519/,
  },
  'Art. 13(1)(f) transfers': { id: 'transfers', lv: /Latvija.*nenododam/, en: /Latvia.*no data outside/ },
  'Art. 13(2)(a) terms': {
    id: 'retention',
    lv: /5 gadus pēc finanšu gada beigām/,
    en: /5 years after the end of the financial year/,
  },
  'Art. 13(2)(b) access': { id: 'rights', lv: /15\. pants/, en: /Article 15/ },
  'Art. 13(2)(b) rectification': { id: 'rights', lv: /16\. pants/, en: /Article 16/ },
  'Art. 13(2)(b) erasure': { id: 'rights', lv: /17\. pants/, en: /Article 17/ },
  'Art. 13(2)(b) restriction': { id: 'rights', lv: /18\. pants/, en: /Article 18/ },
  'Art. 13(2)(b) portability': { id: 'rights', lv: /20\. pants/, en: /Article 20/ },
  'Art. 13(2)(b), 21(4) objection, by itself': { id: 'objection', lv: /21\. pants/, en: /Article 21/ },
  'Art. 13(2)(c) withdrawal of consent': {
    id: 'consent',
    lv: /atsaukt jebkurā brīdī/,
    en: /withdraw consent at any time/,
  },
  'Art. 13(2)(d) complaint': {
    id: 'complaint',
    lv: /Datu valsts inspekcij.*pasts@dvi\.gov\.lv/,
    en: /Data State Inspectorate.*pasts@dvi\.gov\.lv/,
  },
  'Art. 13(2)(e) whether data must be given': {
    id: 'required',
    lv: /nevaram pieņemt/,
    en: /cannot take or fulfil/,
  },
  'Art. 13(2)(f) automated decisions': { id: 'decisions', lv: /22\. pants/, en: /Article 22/ },
  'Art. 14(2)(f) where data come from': { id: 'sources', lv: /dāvanas saņēmēju/, en: /who receives a gift/ },
}

test.each(Object.keys(items))('%s is in the notice', (item) => {
  const { id, ...words } = items[item]!
  for (const language of open) {
    expect(textOf(section(compose(language, settings, inUse, translator(language)), id))).toMatch(
      words[language],
    )
  }
})

test('only a shop that had a former processor tells of one', () => {
  const without = { ...settings, privacy: { formerProcessors: [] } }
  expect(JSON.stringify(compose('en', settings, inUse, translator('en')))).toContain('Mozello')
  expect(JSON.stringify(compose('en', without, inUse, translator('en')))).not.toContain('Mozello')
})

test('a purpose that is switched off is not told of', () => {
  const t = translator('en')
  const without = compose(
    'en',
    settings,
    inUse.filter((id) => id !== 'marketing-phone'),
    t,
  )
  expect(JSON.stringify(without)).not.toContain(t('privacy.purpose.marketing-phone'))
  expect(JSON.stringify(compose('en', settings, inUse, t))).toContain(t('privacy.purpose.marketing-phone'))
})

test('a recipient is named only where a purpose in use needs it', () => {
  const receivers = (on: readonly PurposeId[]) =>
    section(compose('en', settings, on, translator('en')), 'recipients').table!.rows.map(([name]) => name)
  expect(receivers(inUse)).not.toContain('a licensed debt collector')
  expect(receivers([...inUse, 'debt-collection'])).toContain('a licensed debt collector')
})

test('every cookie that the shop may set is explained', () => {
  const content = compose('en', settings, inUse, translator('en'))
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
  const one = compose('lv', settings, inUse, t)
  const other = compose('lv', settings, inUse.toReversed(), t)
  expect(versionOf(one)).toMatch(/^[0-9a-f]{32}$/)
  expect(versionOf(other)).toBe(versionOf(one))
  expect(versionOf(compose('en', settings, inUse, translator('en')))).not.toBe(versionOf(one))
})

test('a changed setting makes a new version, and the old one stays readable', async () => {
  const first = compose('lv', settings, inUse, translator('lv'))
  const { id } = await published(first)
  expect(await published(first)).toEqual({ id })

  const moved = { ...settings.identity, street: 'Jaunā iela 1' }
  await withoutPurpose(ground.at.backoffice, 'command', (tx) => change(tx, 'identity', moved, null))
  const second = compose('lv', (await read(ground.owner.orm))!, inUse, translator('lv'))
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
  const content = compose('en', settings, inUse, translator('en'))
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
