import { expect, test } from 'vitest'
import { linksIn } from '../../src/correspondence/copies.ts'

test('a link in a mail ends before the marks of its sentence', () => {
  const text =
    'See (https://shop.test/en/terms). Or “https://shop.test/a?b=1”, https://shop.test/open/a-b_c\nhttps://shop.test/x!'
  expect(linksIn(text)).toEqual([
    'https://shop.test/en/terms',
    'https://shop.test/a?b=1',
    'https://shop.test/open/a-b_c',
    'https://shop.test/x',
  ])
})
