import { expect, test } from 'vitest'
import { readFile } from '../../src/catalogue/goods-files/files.ts'
import { translator } from '../../src/platform/i18n/messages.ts'

const mistakes = (...lines: readonly string[]) => readFile('bodite', Buffer.from(lines.join('\r\n'))).mistakes

test('a line with cells too many is refused by its number: a decimal comma would cut its price', () => {
  const found = mistakes('product,sku,price', 'zime,Z-1,12,50', 'zime,Z-2,"12,50",,', 'zime,Z-3')
  expect(found).toEqual([{ line: 2, key: 'csvFile.cells', values: { found: 4, wanted: 3 } }])
  expect(mistakes('product,sku,price,stock,gtin', 'zime,Z-1,12,50,7,')).toMatchObject([{ line: 2 }])
  expect(mistakes('product,sku,price,', 'zime,Z-1,12,50')).toMatchObject([
    { values: { found: 4, wanted: 3 } },
  ])
  expect(mistakes('product;sku;price;stock;gtin', 'zime;Z-1;12;50;;')).toEqual([])
  const mozello = readFile('mozello', Buffer.from('Nosaukums,Cena\nZīme,5,50')).mistakes
  expect(mozello).toEqual([{ line: 2, key: 'csvFile.cells', values: { found: 3, wanted: 2 } }])
})

test('a column that stands twice is named', () => {
  const twice = { line: 1, key: 'csvFile.column-twice' }
  expect(mistakes('product;sku;price;Price', 'a;b;1;2')).toEqual([{ ...twice, values: { column: 'Price' } }])
  const mozello = readFile('mozello', Buffer.from('Nosaukums;Cena;cena\nA;1;2')).mistakes
  expect(mozello).toEqual([{ ...twice, values: { column: 'cena' } }])
})

test.each([
  ['quote-open', ['product;sku;price', 'a;b;1', 'c;"d;1', 'e;f;1'], 3],
  ['quote', ['product;sku;price', 'a;b;1', 'c;d"d;1', 'e;f;1'], 3],
] as const)('a %s is told in the line that it breaks, and what it is', (problem, lines, line) => {
  expect(mistakes(...lines)).toEqual([{ line, key: `csvFile.${problem}`, values: { line } }])
  expect(translator('lv')(`csvFile.${problem}`)).toContain('pēdiņas')
})

test('the line in which Excel names the sign is no line of the table', () => {
  const read = readFile('bodite', Buffer.from('\uFEFFsep=,\r\nproduct,sku,label_lv\r\nzime,Z-1,a;b;c;d'))
  expect(read).toMatchObject({
    mistakes: [],
    lines: [{ number: 2, cells: { sku: 'Z-1', label_lv: 'a;b;c;d' } }],
  })
})

test('a number that is missing is asked for as what it is', () => {
  expect(translator('lv')('goodsFile.error.required')).toBe('Aizpildiet šo šūnu.')
})
