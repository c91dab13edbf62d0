import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Language, languages } from '../../src/platform/i18n/languages.ts'
import { translator } from '../../src/platform/i18n/messages.ts'
import { compose, type NoticeContent, type NoticeFacts } from '../../src/privacy/notices/notices.ts'
import { purposeList } from '../../src/privacy/purposes.ts'
import { read as readInForce } from '../../src/privacy/register/in-force.ts'
import { read } from '../../src/settings/settings.ts'
import { type Ground, openDemoGround } from '../register/ground.ts'

const inUse = purposeList.filter(({ use }) => use !== 'later').map(({ id }) => id)

let ground: Ground
let facts: NoticeFacts

beforeAll(async () => {
  ground = await openDemoGround()
  const settings = (await read(ground.owner.orm))!
  const register = await readInForce(ground.owner.orm)
  const [one] = register.recipients
  const far = {
    ...one!,
    name: 'Far Ltd',
    country: 'US',
    safeguard: 'standard-clauses',
    safeguardCopy: 'https://far.example/scc',
  } as const
  facts = {
    ...settings,
    privacy: { ...settings.privacy, officer: { name: 'Ilze', email: 'dpo@zimes.example', phone: null } },
    register: { ...register, recipients: [...register.recipients, far] },
    myData: '/mani-dati',
  }
})
afterAll(() => ground.close())

/** Where an item stands, and a word by which it is known in each language, or in all. */
type Item = { id: string } & ({ all: RegExp } | Record<Language, RegExp>)

const whoIsResponsible: Item = {
  id: 'controller',
  all: /SIA "ZĪMES".*49999000014.*Zīmju iela 12.*@zimes\.example.*\+371/,
}
const officer: Item = { id: 'controller', all: /dpo@zimes\.example/ }
const purposes: Item = {
  id: 'purposes',
  lv: /lai izrakstītu rēķinus/,
  en: /to issue invoices/,
  sv: /fakturor/,
  nl: /facturen/,
}
const legalBasis: Item = {
  id: 'bases',
  lv: /6\. panta 1\. punkta b\) apakšpunkts/,
  en: /Article 6\(1\)\(b\)/,
  sv: /artikel 6\.1 b/,
  nl: /artikel 6, lid 1, onder b/,
}
const interests: Item = {
  id: 'interests',
  lv: /strīdā pierādīt/,
  en: /to prove in a dispute/,
  sv: /tvist/,
  nl: /geschil/,
}
const recipients: Item = {
  id: 'recipients',
  all: /SIA "Paraugserveri".*AS "Paraugbanka".*Mozello SIA .*40203002519.*Far Ltd/,
}
const transfers: Item = {
  id: 'transfers',
  lv: /Far Ltd, Amerikas Savienotās Valstis: .*46\. panta 2\. punkta c\).*https:\/\/far\.example\/scc/,
  en: /Far Ltd, United States: .*46\(2\)\(c\).*https:\/\/far\.example\/scc/,
  sv: /Far Ltd, USA: .*46\.2 c.*https:\/\/far\.example\/scc/,
  nl: /Far Ltd, Verenigde Staten: .*46, lid 2, onder c.*https:\/\/far\.example\/scc/,
}
const terms: Item = {
  id: 'retention',
  lv: /5 gadus pēc finanšu gada beigām/,
  en: /5 years after the end of the financial year/,
  sv: /5 år efter räkenskapsårets slut/,
  nl: /5 jaar na het einde van het boekjaar/,
}
const right = (number: number, id = 'rights'): Item => ({
  id,
  lv: new RegExp(`${number}\\. pants`),
  en: new RegExp(`Article ${number}\\b`),
  sv: new RegExp(`artikel ${number}\\b`),
  nl: new RegExp(`artikel ${number}\\b`),
})
const withdrawal: Item = {
  id: 'consent',
  lv: /atsaukt jebkurā brīdī/,
  en: /withdraw consent at any time/,
  sv: /när som helst återkalla/,
  nl: /op elk moment intrekken/,
}
const complaint: Item = { id: 'complaint', all: /Datu valsts inspekcij.*Elijas iela 17.*pasts@dvi\.gov\.lv/ }
const categories: Item = {
  id: 'bases',
  lv: /adrese, e-pasts, tālrunis/,
  en: /address, e-mail, telephone/,
  sv: /adress/,
  nl: /adres/,
}
const source: Item = {
  id: 'sources',
  lv: /dāvanas saņēmēju.*publiski pieejamiem avotiem/,
  en: /who receives a gift.*publicly accessible sources/,
  sv: /present.*allmänt tillgängliga källor/,
  nl: /cadeau.*openbare bronnen/,
}
const decisions = right(22, 'decisions')

const items: Readonly<Record<string, Item>> = {
  'Art. 13(1)(a) the controller and how to reach it': whoIsResponsible,
  'Art. 13(1)(b) the data protection officer': officer,
  'Art. 13(1)(c) purposes': purposes,
  'Art. 13(1)(c) the legal basis': legalBasis,
  'Art. 13(1)(d) legitimate interests': interests,
  'Art. 13(1)(e) recipients': recipients,
  'Art. 13(1)(f) transfers, the safeguard and where its copy can be had': transfers,
  'Art. 13(2)(a) terms': terms,
  'Art. 13(2)(b) access': right(15),
  'Art. 13(2)(b) rectification': right(16),
  'Art. 13(2)(b) erasure': right(17),
  'Art. 13(2)(b) restriction': right(18),
  'Art. 13(2)(b) portability': right(20),
  'Art. 13(2)(b), 21(4) objection, by itself': right(21, 'objection'),
  'Art. 13(2)(c) withdrawal of consent': withdrawal,
  'Art. 13(2)(d) complaint to the authority': complaint,
  'Art. 13(2)(e) whether data must be given, and what follows': {
    id: 'required',
    lv: /nevaram pieņemt/,
    en: /cannot take or fulfil/,
    sv: /kan vi inte ta emot/,
    nl: /kunnen we de bestelling niet aannemen/,
  },
  'Art. 13(2)(f) automated decisions': decisions,
  'Art. 14(1)(a) the controller, for third persons': whoIsResponsible,
  'Art. 14(1)(b) the data protection officer, for third persons': officer,
  'Art. 14(1)(c) purposes and basis, for third persons': {
    id: 'bases',
    lv: /citas personas, kuru dati ir pasūtījumā – leģitīmās intereses/,
    en: /other people whose data are part of an order – legitimate interests/,
    sv: /andra personer vars uppgifter finns i en beställning – berättigat intresse/,
    nl: /anderen van wie gegevens in een bestelling staan – gerechtvaardigd belang/,
  },
  'Art. 14(1)(d) categories of data': categories,
  'Art. 14(1)(e) recipients, for third persons': recipients,
  'Art. 14(1)(f) transfers, for third persons': transfers,
  'Art. 14(2)(a) terms, for third persons': terms,
  'Art. 14(2)(b) legitimate interests, for third persons': interests,
  'Art. 14(2)(c) rights, for third persons': right(15),
  'Art. 14(2)(d) withdrawal, for third persons': withdrawal,
  'Art. 14(2)(e) complaint, for third persons': complaint,
  'Art. 14(2)(f) the source, and whether it is public': source,
  'Art. 14(2)(g) automated decisions, for third persons': decisions,
  'Art. 19 who received data is told': right(19),
}

test.each(Object.keys(items))('%s is in the notice in every language', (name) => {
  const item = items[name]!
  for (const language of languages) {
    const words = 'all' in item ? item.all : item[language]
    const content = compose(language, facts, inUse, translator(language))
    expect(textOf(content, item.id), language).toMatch(words)
  }
})

test.each(
  languages,
)('the summary in %s names who receives the data of an order, and how long', (language) => {
  const { summary } = compose(language, facts, inUse, translator(language))
  expect(summary).toHaveLength(5)
  const t = translator(language)
  for (const kind of ['hosting', 'carrier', 'payment-provider', 'accountant', 'mail-provider'])
    expect(summary![2]).toContain(t(`privacy.recipient.${kind}`))
  expect(summary![3]).toMatch(/3 .*5 /)
})

test('the rights lead to the page where they are used', () => {
  const { sections } = compose('lv', facts, inUse, translator('lv'))
  expect(sections.find(({ id }) => id === 'rights')!.links).toEqual([
    { text: 'Atvērt lapu „Mani dati”', href: '/mani-dati' },
  ])
})

test('the notice names offices, not people: its versions stay for ever', () => {
  for (const language of languages)
    expect(JSON.stringify(compose(language, facts, inUse, translator(language)))).not.toContain('Ilze')
})

function textOf({ sections }: NoticeContent, id: string): string {
  const { heading, paragraphs = [], list = [], table } = sections.find((found) => found.id === id)!
  return [heading, ...paragraphs, ...list, ...(table?.rows ?? []).flat()].join(' ')
}
