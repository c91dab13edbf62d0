import Handlebars from 'handlebars'
import { expect, test } from 'vitest'
import { lintTemplate } from '../../lint-views.ts'

test('a clean template has no findings', () => {
  const clean = `{{#> layouts/shop title=(t "a.b")}}
<h1>{{t "a.b"}}</h1> · 12&nbsp;%
<a href="{{url "home"}}" class="{{#if a}}x{{/if}} y" title="{{t "a"}}">{{name}}</a>
<script src="{{asset "site.js"}}" type="module"></script>{{#if (eq a "b")}}{{> parts/field name="note"}}{{/if}}
{{/layouts/shop}}`
  expect(findings(clean)).toEqual([])
})

test('text without translation is found with its line', () => {
  expect(findings('<p>\n  {{a}}\n  Cart\n</p>')).toEqual(['3 text without translation: Cart'])
  expect(findings('<img src="{{a}}" alt="A sign">')).toHaveLength(1)
  expect(findings('{{> parts/field label="Your name"}}')).toHaveLength(1)
})

test('what escaping does not stop is found', () => {
  const bad = ['<a href={{a}}>{{b}}</a>', '<p style="color:red">{{a}}</p>', '<p onclick="{{a}}">{{b}}</p>']
  const worse = [
    '<a href="javascript:{{a}}">{{b}}</a>',
    '<script>{{a}}</script>',
    '<style>{{a}}</style>',
    '{{{a}}}',
  ]
  for (const template of [...bad, ...worse]) expect(findings(template), template).toHaveLength(1)
  expect(findings('{{{a}}}', 'layouts/rich-text')).toEqual([])
})

test('misspelt helpers and parts are found', () => {
  expect(findings('{{monye a}}')).toEqual(['1 unknown helper monye'])
  expect(findings('{{#if (eqq a b)}}{{a}}{{/if}}')).toEqual(['1 unknown helper eqq'])
  expect(findings('\n{{> parts/feild}}')).toEqual(['2 unknown part parts/feild'])
})

function findings(source: string, name = 'storefront/page'): string[] {
  const template = { name, file: `views/${name}.hbs`, source, program: Handlebars.parse(source) }
  const names = new Set(['layouts/shop', 'parts/field'])
  return lintTemplate(template, names).map(({ line, text }) => `${line} ${text}`)
}
