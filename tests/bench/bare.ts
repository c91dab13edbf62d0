import { Hono } from 'hono'
import { serve } from '../../src/platform/web/serve.ts'

/** H, what everything is measured by: a page of 10 KB and nothing else. */
const page = `<!doctype html><html lang="lv"><title>H</title>${'<p>0123456789</p>'.repeat(600)}</html>`.slice(
  0,
  10_240,
)
const app = new Hono()
app.get('/', (c) => c.html(page))

const { port } = await serve({ fetch: app.fetch as never, host: '127.0.0.1', port: 0 })
process.stdout.write(`http://127.0.0.1:${port}\n`)
process.on('SIGTERM', () => process.exit(0))
