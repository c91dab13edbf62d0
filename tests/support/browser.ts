import {
  createReadStream,
  createWriteStream,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { createBrotliDecompress } from 'node:zlib'
import { type BrowserContext, chromium, type Page } from 'playwright-core'
import { type Language, locales } from '../../src/platform/i18n/languages.ts'

/** A real Chromium of this test file's own. */
export interface TestBrowser {
  /** A person at a screen: an own cookie jar, and one page to begin with. */
  visitor(options: VisitorOptions): Promise<Visitor>
  close(): Promise<void>
}

export interface VisitorOptions {
  readonly origin: string
  readonly width: 390 | 768 | 1440
  /** What the browser prefers; the storefront goes by its addresses alone. */
  readonly language?: Language
  readonly scripts?: boolean
  readonly dark?: boolean
}

export interface Visitor {
  readonly page: Page
  readonly context: BrowserContext
  /** Everything that went wrong unnoticed: foreign hosts, refused styles and scripts, errors in the console, 5xx. */
  readonly findings: string[]
}

/** Starts the Chromium that npm ships, also as root and on a machine without any font. */
export async function openBrowser(): Promise<TestBrowser> {
  clearEarlierRuns()
  const folder = mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`))
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  process.on('exit', remove)
  try {
    const browser = await chromium.launch({
      executablePath: await unpacked(folder),
      args: switches,
      env: surroundings(folder),
    })
    return {
      visitor: async (options) => {
        const context = await browser.newContext({
          baseURL: options.origin,
          viewport: { width: options.width, height: 844 },
          locale: locales[options.language ?? 'lv'],
          timezoneId: 'Europe/Riga',
          colorScheme: options.dark ? 'dark' : 'light',
          javaScriptEnabled: options.scripts ?? true,
          reducedMotion: 'reduce',
        })
        context.setDefaultTimeout(10_000)
        const findings = watched(context, options.origin)
        return { page: await context.newPage(), context, findings }
      },
      async close() {
        await browser.close()
        remove()
        process.off('exit', remove)
      },
    }
  } catch (error) {
    remove()
    throw error
  }
}

const prefix = 'bodite-chromium-'

/** A run that was killed could not clean up; its process is gone, its 200 MB are not. */
function clearEarlierRuns(): void {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(prefix))) {
    const pid = Number(name.slice(prefix.length).split('-')[0])
    if (!isAlive(pid)) rmSync(join(tmpdir(), name), { recursive: true, force: true })
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** One process for each role, no sandbox (there is none for root), and nothing that calls home. */
const switches = [
  '--no-sandbox',
  '--disable-setuid-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-domain-reliability',
  '--disable-sync',
  '--no-pings',
  '--font-render-hinting=none',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
]

async function unpacked(folder: string): Promise<string> {
  const shipped = join(
    dirname(fileURLToPath(import.meta.resolve('@sparticuz/chromium'))),
    '../bin/chromium.br',
  )
  const path = join(folder, 'chromium')
  await pipeline(
    createReadStream(shipped),
    createBrotliDecompress({ chunkSize: 2 ** 21 }),
    createWriteStream(path, { mode: 0o700 }),
  )
  return path
}

/** The browser writes only below `folder`, and every machine shows pages in the same type. */
function surroundings(folder: string): Record<string, string> {
  const fonts = dirname(fileURLToPath(import.meta.resolve('@expo-google-fonts/noto-sans/package.json')))
  mkdirSync(join(folder, 'home'))
  writeFileSync(
    join(folder, 'fonts.conf'),
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>${fonts}</dir><cachedir>${folder}/fonts</cachedir></fontconfig>`,
  )
  const home = join(folder, 'home')
  return {
    HOME: home,
    XDG_CONFIG_HOME: home,
    XDG_CACHE_HOME: home,
    TMPDIR: tmpdir(),
    FONTCONFIG_FILE: join(folder, 'fonts.conf'),
  }
}

function watched(context: BrowserContext, origin: string): string[] {
  const findings: string[] = []
  context.on('request', (request) => {
    if (new URL(request.url()).origin !== origin) findings.push(`asked a foreign host: ${request.url()}`)
  })
  context.on('response', (response) => {
    if (response.status() >= 500)
      findings.push(`${response.status()} from ${new URL(response.url()).pathname}`)
  })
  context.on('console', (message) => {
    // A form that comes back with 422 is no fault of the page, but the browser calls it one.
    const ofPage = message.page()?.url() === message.location().url && /status of 4\d\d/.test(message.text())
    if (message.type() === 'error' && !ofPage)
      findings.push(`console: ${message.text()} ${message.location().url}`)
  })
  context.on('weberror', (error) => findings.push(`script: ${error.error().message}`))
  return findings
}
