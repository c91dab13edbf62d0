import fc from 'fast-check'
import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { z } from 'zod'
import * as fields from '../../../src/platform/web/fields.ts'
import { errorTexts, parseFields, parseForm } from '../../../src/platform/web/forms.ts'

test('a filled form becomes a typed record', () => {
  const schema = z.object({
    name: fields.text(80),
    email: fields.email(),
    note: fields.optionalLines(200),
    quantity: fields.wholeNumber(1, 99),
    read: fields.requiredTick(),
    news: fields.tick(),
  })
  const body = {
    name: '  Anna  Bērziņa ',
    email: 'Anna@Bērziņš.LV',
    note: 'a\r\nb',
    quantity: '3',
    read: 'on',
    price: '0',
  }
  expect(parsed(schema, body)).toMatchObject({
    ok: true,
    value: {
      name: 'Anna  Bērziņa',
      email: 'Anna@xn--brzi-bva32apg.lv',
      note: 'a\nb',
      quantity: 3,
      read: true,
      news: false,
    },
  })
  expect((parsed(schema, body) as { value: object }).value).not.toHaveProperty('price')
})

test('an empty form names each field that is required, in the order of the page', () => {
  const schema = z.object({
    name: fields.text(80),
    note: fields.optionalText(10),
    way: fields.choice(['courier', 'locker']),
    read: fields.requiredTick(),
  })
  expect(errorsOf(schema, { name: ' ', note: '' })).toEqual({
    name: 'errors.required',
    way: 'errors.choice',
    read: 'errors.tick',
  })
})

test('what was typed comes back, and errors become words', () => {
  const result = parsed(z.object({ name: fields.text(3) }), { name: 'Long\0er', other: 'x' })
  expect(result.typed).toEqual({ name: 'Longer', other: 'x' })
  const long = parsed(z.object({ name: fields.text(3) }), { name: 'Longer' })
  expect(long.ok).toBe(false)
  if (!long.ok) {
    expect(errorTexts(long.errors, (key, values) => `${key} ${values?.max}`)).toEqual({
      name: 'errors.tooLong 3',
    })
  }
})

test('NUL, control characters and direction overrides are refused', () => {
  for (const bad of ['a\0b', 'a\u001bb', 'a\u202eb', '\ud800']) {
    expect(parseFields(one('x', bad), z.object({ x: fields.text(20) })).ok, JSON.stringify(bad)).toBe(
      bad === '\ud800', // URLSearchParams has already made it U+FFFD
    )
  }
  expect(errorsOf(z.object({ x: fields.optionalLines(20) }), { x: 'a\0' })).toEqual({
    x: 'errors.characters',
  })
})

test('length is counted in characters, not in code units', () => {
  const schema = z.object({ x: fields.text(2) })
  expect(parsed(schema, { x: '👍👍' }).ok).toBe(true)
  expect(errorsOf(schema, { x: '👍👍👍' })).toEqual({ x: 'errors.tooLong' })
})

test('of a field sent twice the last counts; a list takes all', () => {
  const schema = z.object({
    way: fields.choice(['a', 'b']),
    topics: z.array(fields.choice(['x', 'y'])).optional(),
  })
  const body = new URLSearchParams([
    ['way', 'a'],
    ['way', 'b'],
    ['topics', 'x'],
  ])
  expect(parseFields(body, schema)).toMatchObject({ value: { way: 'b', topics: ['x'] } })
  body.append('topics', 'y')
  expect(parseFields(body, schema)).toMatchObject({ value: { topics: ['x', 'y'] } })
})

test('a field cannot reach the prototype of the record', () => {
  const result = parsed(z.object({ x: fields.optionalText(5) }), { ['__proto__']: 'y', constructor: 'z' })
  expect(result.ok).toBe(true)
  expect(Object.getPrototypeOf(result.typed)).toBe(Object.prototype)
})

test('a name that cannot be seen is none, and marks that cannot be seen are left out', () => {
  const schema = z.object({ name: fields.text(20) })
  expect(errorsOf(schema, { name: '\u200b\u200d\u3164 \u00ad' })).toEqual({ name: 'errors.required' })
  expect(parseFields(new URLSearchParams({ name: 'A\u200bnna' }), schema)).toMatchObject({
    value: { name: 'Anna' },
  })
})

test('quantities are whole numbers within limits', () => {
  const schema = z.object({ x: fields.wholeNumber(1, 99) })
  for (const bad of ['0', '-1', '1.5', '1e309', 'NaN', '0x10', '100', '99999999999999999999', '１']) {
    expect(errorsOf(schema, { x: bad }), bad).toEqual({ x: 'errors.number' })
  }
  const long = { quantity: '1'.repeat(21) }
  expect(errorsOf(z.object({ quantity: fields.wholeNumber(1, 99) }), long)).toEqual({
    quantity: 'errors.number',
  })
})

test('misspelt addresses are refused', () => {
  const schema = z.object({ x: fields.email() })
  const wrong = ['anna', 'anna@', '@a.lv', 'a@b', 'a b@c.lv', 'a@b..lv', 'a@b.lv.', 'a@@b.lv', 'a,b@c.lv']
  for (const bad of [
    ...wrong,
    'a.@b.lv',
    'a@b.l',
    'a@-b.lv',
    'a@b.lv>',
    `${'a'.repeat(65)}@b.lv`,
    'ā@b.lv',
  ]) {
    expect(errorsOf(schema, { x: bad }), bad).toEqual({ x: 'errors.email' })
  }
  expect(parsed(schema, { x: "o'neil+shop@Sub.Example.COM" })).toMatchObject({
    value: { x: "o'neil+shop@sub.example.com" },
  })
})

test('a schema may depend on the kind of customer', () => {
  const schema = z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('person'), name: fields.text(9) }),
    z.object({ kind: z.literal('company'), registration: fields.text(11) }),
  ])
  expect(parsed(schema, { kind: 'company', registration: '40003000000' }).ok).toBe(true)
  expect(errorsOf(schema, { kind: 'robot' })).toEqual({ kind: 'errors.choice' })
})

test('an absurd number of fields is refused', async () => {
  const app = new Hono().post('/', async (c) => c.json(await parseForm(c, z.object({}))))
  const send = (count: number) => app.request('/', { method: 'POST', body: 'a=1&'.repeat(count) })
  expect((await send(10)).status).toBe(200)
  expect((await send(501)).status).toBe(400)
})

test('the texts of a form with files are read; a broken body is refused', async () => {
  const app = new Hono().post('/', async (c) => {
    const form = await parseForm(c, z.object({ name: fields.text(9) }))
    return c.json(form.ok && form.value)
  })
  const body = new FormData()
  body.append('name', 'Anna')
  body.append('proof', new File(['abc'], 'proof.pdf'))
  const good = await app.request('/', { method: 'POST', body })
  expect(await good.json()).toEqual({ name: 'Anna' })
  const headers = { 'content-type': 'multipart/form-data; boundary=x' }
  expect((await app.request('/', { method: 'POST', headers, body: '--x\r\nbroken' })).status).toBe(400)
})

test('whatever is sent, the pieces answer and let nothing through that cannot be stored', () => {
  const schema = z.object({
    text: fields.text(20),
    lines: fields.optionalLines(50),
    email: fields.email(),
    quantity: fields.wholeNumber(1, 9),
    way: fields.choice(['a', 'b']),
    id: fields.id(),
    tick: fields.requiredTick(),
  })
  const names = [...Object.keys(schema.shape), '__proto__', '']
  const pair = fc.tuple(fc.constantFrom(...names), fc.string({ unit: 'binary', maxLength: 60 }))
  fc.assert(
    fc.property(fc.array(pair, { maxLength: 20 }), (pairs) => {
      const result = parseFields(new URLSearchParams(pairs), schema)
      expect(result.ok).toBe(false)
      expect(JSON.stringify(result.typed)).not.toMatch(/\\u0000/)
    }),
  )
  const line = z.object({ x: fields.text(20) })
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (x) => {
      const result = parseFields(one('x', x), line)
      if (result.ok) expect(result.value.x).toMatch(/^\P{Cc}{1,20}$/u)
    }),
  )
})

function parsed<T extends z.ZodType>(schema: T, body: Record<string, string>) {
  return parseFields(new URLSearchParams(Object.entries(body)), schema)
}

function errorsOf(schema: z.ZodType, body: Record<string, string>) {
  const result = parsed(schema, body)
  if (result.ok) throw new Error('the form was accepted')
  return Object.fromEntries(Object.entries(result.errors).map(([field, { key }]) => [field, key]))
}

function one(name: string, value: string): URLSearchParams {
  return new URLSearchParams([[name, value]])
}
