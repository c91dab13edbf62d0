import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { Unavailable } from '../../../src/platform/errors.ts'
import { fewUploads } from '../../../src/platform/web/few-uploads.ts'

test('one file too many at the same time is sent away, a form without files is not, and later there is room again', async () => {
  let finish = () => {}
  const held = new Promise<void>((resolve) => {
    finish = resolve
  })
  const app = new Hono()
    .post('/', fewUploads(2), async (c) => {
      if (c.req.header('content-type')?.startsWith('multipart')) await held
      return c.text('ok')
    })
    .onError((error, c) => c.text('', error instanceof Unavailable ? 503 : 500))
  const upload = () => {
    const body = new FormData()
    body.append('file', new File(['x'], 'x'))
    return app.request('/', { method: 'POST', body })
  }
  const running = [upload(), upload()]
  expect((await upload()).status).toBe(503)
  expect((await app.request('/', { method: 'POST', body: new URLSearchParams('a=1') })).status).toBe(200)
  finish()
  expect((await Promise.all(running)).map(({ status }) => status)).toEqual([200, 200])
  expect((await upload()).status).toBe(200)
})
