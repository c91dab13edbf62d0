import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { openCookies } from '../../../src/platform/web/cookies.ts'
import { sameOrigin } from '../../../src/platform/web/request-guards.ts'
import { securityHeaders, withSecurityHeaders } from '../../../src/platform/web/security-headers.ts'
import { openClient } from '../../support/client.ts'

test('the client keeps cookies, fills in forms and follows redirects', async () => {
  const client = shop()
  const page = await client.get('/en/form')
  expect([page.h1, page.title, page.link('Back &= on')]).toEqual(['Form', 'Form', '/en?a=b'])
  const form = page.form('/en/form')
  expect(form.filled()).toEqual({ key: 'k', name: "O'Neil", way: 'b', size: 'small', note: 'two\nlines' })
  const sent = await client.submit(form, { name: 'Anna', way: 'a', news: 'on' })
  expect([sent.status, sent.location]).toEqual([303, '/en/thanks'])
  expect((await client.follow(sent)).text).toBe(
    'Thanks key=k&name=Anna&way=a&size=small&note=two%0Alines&news=on',
  )
  expect(client.jar.get('__Host-cart')).toBe('t.1')
})

test('a field or option that the page does not offer cannot be filled in', async () => {
  const form = (await shop().get('/en/form')).form('/en/form')
  expect(() => form.filled({ price: '1' })).toThrow('no field price')
  expect(() => form.filled({ way: 'c' })).toThrow('way offers a, b, not c')
})

test('faults of a page are found by fetching it', async () => {
  const faults: Record<string, [string, string]> = {
    h1: ['<h1>Two</h1>', '2 h1 elements'],
    label: [
      '<form method="post"><input name="x" type="text"><button type="submit">Go</button></form>',
      'label',
    ],
    ids: ['<p id="x">a</p><p id="x">b</p>', 'x'],
    style: ['<p style="color: red">a</p>', 'style'],
    script: ['<script>alert(1)</script>', 'inline <script>'],
    handler: ['<p onclick="go()">a</p>', 'inline onclick'],
    foreign: ['<p><img src="https://cdn.example/a.png" alt="a"></p>', 'leads to https://cdn.example/a.png'],
    link: ['<p><a href="https://evil.example/">a</a></p>', 'leads to https://evil.example/'],
    undefined: ['<p>price: undefined</p>', 'shows "undefined"'],
    nesting: ['<ul><p>a</p></ul>', 'ul'],
  }
  for (const [name, [html, finding]] of Object.entries(faults)) {
    await expect(shop(html).get('/en/fault'), name).rejects.toThrow(finding)
  }
  await shop('<p><a href="https://www.ptac.gov.lv/">PTAC</a></p>').get('/en/fault')
})

test('a wrong language, a missing policy or an unknown cookie is found', async () => {
  await expect(shop().get('/fault')).rejects.toThrow('lang is en')
  await expect(shop().get('/en/cookie')).rejects.toThrow('not on the list: tracker')
  const bare = openClient(
    new Hono().get('*', (c) => c.html(html('Bare', ''))),
    { cookies: [] },
  )
  await expect(bare.get('/en')).rejects.toThrow('no strict Content-Security-Policy')
})

function html(title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title></head><body><main><h1>${title}</h1>${body}</main></body></html>`
}

const form = `<p><a href="/en?a&#x3D;b">Back &amp;&#x3D; on</a></p>
<form method="post" action="/en/form">
<input type="hidden" name="key" value="k">
<label for="name">Name</label><input id="name" name="name" type="text" value="O&#x27;Neil" autocomplete="name">
<fieldset><legend>Way</legend>
<input type="radio" id="way-a" name="way" value="a"><label for="way-a">A</label>
<input type="radio" id="way-b" name="way" value="b" checked><label for="way-b">B</label></fieldset>
<label for="size">Size</label><select id="size" name="size"><option value="small">Small</option><option value="large">Large</option></select>
<label for="note">Note</label><textarea id="note" name="note">two
lines</textarea>
<input type="checkbox" id="news" name="news"><label for="news">News</label>
<button type="submit">Send</button>
</form>`

function shop(fault = '') {
  const publicUrl = 'https://shop.example'
  const cookies = openCookies({ publicUrl })
  const app = new Hono()
    .use(withSecurityHeaders(securityHeaders({ publicUrl })))
    .use(sameOrigin({ publicUrl }))
  let sent = ''
  app.get('/en/form', (c) => c.html(html('Form', form)))
  app.post('/en/form', async (c) => {
    sent = await c.req.text()
    cookies.set(c, 'cart', 't.1')
    return c.redirect('/en/thanks', 303)
  })
  app.get('/en/thanks', (c) => {
    if (cookies.get(c, 'cart') !== 't.1') return c.text('no cookie', 400)
    return c.html(html('Thanks', `<p>${sent.replaceAll('&', '&amp;')}</p>`))
  })
  app.get('/en/cookie', (c) => c.html(html('Cookie', ''), 200, { 'set-cookie': 'tracker=1; Path=/' }))
  app.get('*', (c) => c.html(html('Fault', fault)))
  return openClient(app, { publicUrl, cookies: cookies.names })
}
