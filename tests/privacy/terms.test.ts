import { expect, test } from 'vitest'
import { terms } from '../../seed/terms.ts'
import { languages } from '../../src/platform/i18n/languages.ts'
import { html } from '../../src/settings/markdown.ts'
import type { Settings } from '../../src/settings/settings.ts'
import { fillIn } from '../../src/settings/terms.ts'

const identity: Settings['identity'] = {
  name: 'ZĪMES',
  legalName: 'SIA "ZĪMES" <b>*&*',
  registrationNumber: '49999000014',
  vatNumber: null,
  street: 'Zīmju iela 12',
  town: 'Rīga',
  postcode: 'LV-1010',
  country: 'LV',
  email: 'p_x@zimes.example',
  phone: '+371 20000100',
  hours: {},
}

/** CRD Art. 6, 11 and 16(c), ADR: what a buyer must find, whichever the language. */
const contents = {
  lv: [
    /49999000014/,
    /14 dienu laikā/,
    /16\. panta c\) punkts/,
    /Atteikuma veidlapas paraugs/,
    /divu gadu laikā/,
    /PTAC/,
    /Patērētāju strīdu risināšanas komisij/,
    /Pasūtījums ar pienākumu maksāt/,
  ],
  en: [
    /49999000014/,
    /within 14 days/,
    /Article 16\(c\)/,
    /Model withdrawal form/,
    /within two years/,
    /PTAC/,
    /Consumer Dispute Resolution Commission/,
    /Order with obligation to pay/,
  ],
  sv: [
    /49999000014/,
    /inom 14 dagar/,
    /artikel 16 c/,
    /Ångerblankett/,
    /inom två år/,
    /PTAC/,
    /konsumenttvistnämnd/,
    /Beställning förenad med betalningsskyldighet/,
  ],
  nl: [
    /49999000014/,
    /binnen 14 dagen/,
    /artikel 16, onder c\)/,
    /Modelformulier voor herroeping/,
    /binnen twee jaar/,
    /PTAC/,
    /geschillencommissie/,
    /Bestelling met betalingsverplichting/,
  ],
}

test.each(languages)('the terms in %s say what the law asks, with the shop’s own facts', async (language) => {
  const page = await html(fillIn(terms[language], identity))
  for (const word of contents[language]) expect(page).toMatch(word)
  expect(page).toContain('id="withdrawal"')
  expect(page).toContain('href="mailto:p_x@zimes.example"')
  expect(page).toContain('SIA "ZĪMES" &lt;b&gt;*&amp;*')
  expect(page).not.toMatch(/\{\w+\}/)
  expect(page).not.toMatch(/ec\.europa\.eu|ODR/)
  expect(page).not.toContain('<h1')
})

test('all languages have the same parts', async () => {
  const pages = await Promise.all(languages.map((language) => html(terms[language])))
  const levels = pages.map((page) => [...page.matchAll(/<h(\d)/g)].map(([, level]) => level).join())
  expect(new Set(levels).size).toBe(1)
})

test('headings begin under the page’s own, and each can be linked to', async () => {
  expect(await html('## Prices\n\n### Prices\n\n## Delivery {#delivery}')).toBe(
    '<h2 id="part-prices">Prices</h2>\n<h3 id="part-prices-2">Prices</h3>\n<h2 id="delivery">Delivery</h2>\n',
  )
  expect(await html('# Cenas un piegāde')).toContain('id="part-cenas-un-piegade"')
})

test('a text without headings is a text', async () => {
  expect(await html('Only *words*.')).toBe('<p>Only <em>words</em>.</p>\n')
  expect(await html('')).toBe('')
})

test.each([
  '<script>steal()</script>',
  '<img src="https://elsewhere.example/x.png" onerror="steal()">',
  '![picture](https://elsewhere.example/x.png)',
  '[words](javascript:steal())',
  '[words](JaVaScRiPt:steal())',
  '<a href="data:text/html,<script>steal()</script>">words</a>',
  '<iframe src="https://elsewhere.example"></iframe>',
  '<svg><script>steal()</script></svg>',
  '<form action="https://elsewhere.example"><input name="x"></form>',
  '<style>body { display: none }</style>',
  '<h2 id="main" style="color: red" onclick="steal()">words</h2>',
  '<base href="https://elsewhere.example/">',
])('%s does no harm', async (text) => {
  const page = await html(`Before.\n\n${text}\n\nAfter.`)
  expect(page).toContain('<p>Before.</p>')
  expect(page).toContain('<p>After.</p>')
  expect(page).not.toMatch(
    /<(script|img|iframe|svg|form|input|style|base)|steal|on\w+=|style=|javascript:|data:|src=/i,
  )
})

test('a link that leaves the shop says so to machines', async () => {
  expect(await html('[PTAC](https://www.ptac.gov.lv)')).toContain('rel="nofollow noopener noreferrer"')
  expect(await html('[notice](/personas-dati)')).toBe('<p><a href="/personas-dati">notice</a></p>\n')
})
