import { expect, test } from 'vitest'
import { categoryForm, materialForm } from '../../src/catalogue/editing/forms-categories.ts'
import { goodsForm } from '../../src/catalogue/editing/forms-goods.ts'
import { beginForm } from '../../src/catalogue/editing/forms-lists.ts'
import { documentForm, pictureForm, uploadForm, variantForm } from '../../src/catalogue/editing/forms-rows.ts'
import { slugOf } from '../../src/catalogue/slugs.ts'
import { translator } from '../../src/platform/i18n/messages.ts'

test('every field of the goods room has a name for the summary of errors', () => {
  const forms = [
    goodsForm,
    variantForm,
    pictureForm,
    documentForm,
    uploadForm,
    beginForm,
    categoryForm,
    materialForm,
  ]
  const fields = forms.flatMap((form) => Object.keys(form.shape))
  const parts = new Set(fields.map((field) => field.replace(/-(lv|en|sv|nl)$/, '').replace(/\d$/, '')))
  for (const language of ['lv', 'en'] as const) {
    const t = translator(language)
    for (const part of parts) expect(t(`goods.field.${part}`), part).not.toBe('')
  }
})

test.each([
  ['Misiņa durvju plāksnīte', 'misina-durvju-plaksnite'],
  ['  „Ķirsis” – 2×3 m² ', 'kirsis-2-3-m2'],
  ['Smörgåsbord & Ørsted', 'smorgasbord-orsted'],
  ['Знак', ''],
  ['x'.repeat(200), 'x'.repeat(80)],
])('the name "%s" becomes the address "%s"', (name, slug) => {
  expect(slugOf(name)).toBe(slug)
})
