import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import type { Handler } from 'hono'
import { NotFound } from '../errors.ts'
import { acceptedEncoding, compress, type Encoding } from './encoding.ts'

/** The styles, scripts and drawings of the pages, under names that change with their content. */
export type Assets = {
  /** `site.css` → `/assets/site.3f2a….css`. Throws where there is no such file. */
  url(name: string): string
  /** Serves `/assets/:file`; 404 for anything but a current hashed name. */
  serve: Handler
  /** Serves `/favicon.ico`, which browsers ask for unasked. */
  favicon: Handler
}

type Asset = {
  body: Buffer
  type: string
  etag: string
  address: string
  packed: Map<Encoding, Promise<Buffer>>
}

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.ico': 'image/x-icon',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
}
const alreadyPacked = new Set(['.png', '.webp', '.woff2'])
const forever = 'public, max-age=31536000, immutable'
const aDay = 'public, max-age=86400'

/** Reads the files of a directory (views/assets) once; with `reload` again whenever one is asked for. */
export function openAssets(directory: string, { reload = false } = {}): Assets {
  let byName = readAssets(directory)
  const current = () => {
    if (reload) byName = readAssets(directory)
    return byName
  }
  return {
    url(name) {
      const asset = current().get(name)
      if (!asset) throw new Error(`no asset views/assets/${name}`)
      return asset.address
    },
    // A page that was kept before the change names the former content: whoever writes it wants the present one.
    serve: (c) =>
      reload
        ? respond(c, current().get(nameIn(c.req.path)), 'no-cache')
        : respond(c, byAddress(byName, c.req.path), forever),
    favicon: (c) => respond(c, byName.get('favicon.ico') ?? byName.get('favicon.svg'), aDay),
  }
}

function readAssets(directory: string): Map<string, Asset> {
  const assets = new Map<string, Asset>()
  const names = readdirSync(directory).filter((name) => types[extname(name)])
  // Styles last: they name drawings, whose hashes they then carry.
  for (const name of names.sort((a, b) => Number(a.endsWith('.css')) - Number(b.endsWith('.css')))) {
    const file = readFileSync(join(directory, name))
    assets.set(name, assetOf(name, name.endsWith('.css') ? withHashedNames(file, assets) : file))
  }
  return assets
}

function assetOf(name: string, body: Buffer): Asset {
  const extension = extname(name)
  const hash = createHash('sha256').update(body).digest('hex').slice(0, 12)
  const address = `/assets/${name.slice(0, -extension.length)}.${hash}${extension}`
  return { body, type: types[extension] as string, etag: `"${hash}"`, address, packed: new Map() }
}

function withHashedNames(css: Buffer, assets: Map<string, Asset>): Buffer {
  const text = css.toString('utf8')
  return Buffer.from(
    text.replace(/url\((["']?)([\w.-]+)\1\)/g, (all, _quote, name) => {
      const asset = assets.get(name)
      return asset ? `url("${asset.address}")` : all
    }),
  )
}

function byAddress(assets: Map<string, Asset>, path: string): Asset | undefined {
  const asset = assets.get(nameIn(path))
  return asset?.address === path ? asset : undefined
}

/** `/assets/site.3f2a….css` → `site.css`. */
function nameIn(path: string): string {
  return path.replace(/^\/assets\//, '').replace(/\.[0-9a-f]{12}(\.\w+)$/, '$1')
}

async function respond(
  c: Parameters<Handler>[0],
  asset: Asset | undefined,
  cacheControl: string,
): Promise<Response> {
  if (!asset) throw new NotFound()
  const headers = { 'cache-control': cacheControl, etag: asset.etag, vary: 'accept-encoding' }
  if (c.req.header('if-none-match')?.includes(asset.etag)) return c.body(null, 304, headers)
  const encoding = encodingFor(asset, c.req.header('accept-encoding'))
  const body = await packed(asset, encoding)
  return c.body(new Uint8Array(body), 200, {
    ...headers,
    'content-type': asset.type,
    'content-length': String(body.length),
    ...(encoding === 'identity' ? {} : { 'content-encoding': encoding }),
  })
}

function encodingFor(asset: Asset, header: string | undefined): Encoding {
  return alreadyPacked.has(extname(asset.address)) ? 'identity' : acceptedEncoding(header)
}

function packed(asset: Asset, encoding: Encoding): Promise<Buffer> {
  let body = asset.packed.get(encoding)
  if (!body) {
    body = compress(asset.body, encoding, 11)
    asset.packed.set(encoding, body)
  }
  return body
}
