import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openViews } from '../../../src/platform/web/views.ts'

const layout = `<!doctype html>
<html lang="{{@root.language}}">
  <title>{{title}}</title>
  {{> @partial-block}}
</html>`

test('a page fills its layout, in its own language', () => {
  const views = viewsOf({
    'layouts/shop': layout,
    'cart/cart': `{{#> layouts/shop title=(t "cart.title" name=name)}}<h1>{{name}}</h1>{{/layouts/shop}}`,
  })
  expect(views.render('cart/cart', { language: 'en', name: '<Anna>' })).toBe(
    '<!doctype html>\n<html lang="en">\n<title>cart.title en &lt;Anna&gt;</title>\n<h1>&lt;Anna&gt;</h1></html>',
  )
})

test('money, days, rates and addresses are written by helpers', () => {
  const page = `{{money price}}|{{date day}}|{{percent rate}}|{{url "product" slug=slug}}|{{url "home" language="lv"}}|{{asset "site.css"}}`
  const model = { language: 'en', price: 1250, day: '2026-11-22', rate: 2100, slug: 'exit' } as const
  expect(viewsOf({ page }).render('page', model)).toBe(
    '€12.50|22 November 2026|21%|/en/product?slug&#x3D;exit|/lv/home?|/assets/site.css',
  )
})

test('conditions, lists and lines', () => {
  const page = `{{#if (and a (not b))}}yes{{/if}} {{#if (or b none)}}no{{else}}none{{/if}} {{#if (eq state "paid")}}paid{{/if}} {{concat "x" "-" "y"}} {{#each (array 1 2)}}{{this}}{{/each}} {{get map "k"}} {{get map "constructor"}} {{lines text}}`
  const model = {
    language: 'lv',
    a: 1,
    b: '',
    none: [],
    state: 'paid',
    map: { k: 'v' },
    text: '<a>\r\nb',
  } as const
  expect(viewsOf({ page }).render('page', model)).toBe('yes none paid x-y 12 v  &lt;a&gt;<br>b')
})

test('a misspelt helper, part or page fails', () => {
  const views = viewsOf({ page: '{{monye price}}', other: '{{> parts/feild}}' })
  expect(() => views.render('page', { language: 'lv' })).toThrow('monye')
  expect(() => views.compileAll()).toThrow('monye')
  expect(() => views.render('other', { language: 'lv' })).toThrow('parts/feild')
  expect(() => views.render('nothing', { language: 'lv' })).toThrow('views/nothing.hbs')
})

test('a plain text keeps its characters, a page escapes them', () => {
  const views = viewsOf({
    'mail/letter.text': '{{name}} & {{t "mail.hello" name=name}}',
    'mail/letter': '{{name}}',
  })
  expect(views.render('mail/letter.text', { language: 'lv', name: '<Anna>' })).toBe(
    '<Anna> & mail.hello lv <Anna>',
  )
  expect(views.render('mail/letter', { language: 'lv', name: '<Anna>' })).toBe('&lt;Anna&gt;')
})

function viewsOf(files: Record<string, string>) {
  const directory = mkdtempSync(join(tmpdir(), 'views-'))
  onTestFinished(() => rmSync(directory, { recursive: true }))
  for (const [name, source] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, name)), { recursive: true })
    writeFileSync(join(directory, `${name}.hbs`), source)
  }
  return openViews({
    directory,
    zone: 'Europe/Riga',
    urlFor: (name, language, params) => `/${language}/${name}?${new URLSearchParams(params)}`,
    asset: (name) => `/assets/${name}`,
    translator: (language) => (key, values) => `${key} ${language} ${Object.values(values ?? {}).join(' ')}`,
  })
}
