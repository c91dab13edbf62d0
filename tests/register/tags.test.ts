import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { getTableName, sql } from 'drizzle-orm'
import { getTableConfig, type PgTable } from 'drizzle-orm/pg-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Purpose, purposes } from '../../src/privacy/purposes.ts'
import { toldOf } from '../../src/privacy/rights.ts'
import type { Tag } from '../../src/privacy/tags.ts'
import { register } from '../../src/register.ts'
import { type Ground, openGround } from './ground.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const types = join(root, 'node_modules/@types')
const tables: PgTable[] = [...register.personal, ...register.plain].map(({ table }) => table)

interface DatabaseColumn extends Record<string, unknown> {
  table: string
  name: string
  type: string
  required: boolean
  comment: string | null
}

let ground: Ground
let found: DatabaseColumn[]

beforeAll(async () => {
  ground = await openGround()
  found = [
    ...(await ground.owner.orm.execute<DatabaseColumn>(sql`
      select relname as table, attname as name, format_type(atttypid, null) as type, attnotnull as required,
             col_description(attrelid, attnum) as comment
        from pg_attribute join pg_class on pg_class.oid = attrelid
        where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm') and attnum > 0
          and not attisdropped and relname <> 'migration'`)),
  ]
})
afterAll(() => ground.close())

test('every table and view of the database is declared in the register, and once', () => {
  const inDatabase = [...new Set(found.map(({ table }) => table))].sort()
  expect(tables.map(getTableName).sort()).toEqual(inDatabase)
})

test('the code knows each table as the database has it', () => {
  const inCode = tables.flatMap((table) =>
    getTableConfig(table).columns.map((column) =>
      told(getTableName(table), column.name, column.getSQLType(), column.notNull),
    ),
  )
  const inDatabase = found.map(({ table, name, type, required }) => told(table, name, type, required))
  expect(inCode.sort()).toEqual(inDatabase.sort())
})

test('a column holds for a purpose only what the register lists among that purpose’s data', () => {
  const strays = eachTag().flatMap(({ column, tag }) =>
    tag.personal === false
      ? []
      : tag.purposes
          .flatMap((id) => tag.personal.map((category) => ({ id, category })))
          .filter(({ id, category }) => !(purposes[id] as Purpose).data.includes(category))
          .map(({ id, category }) => `${column}: ${category} is not among the data of ${id}`),
  )
  expect(strays).toEqual([])
})

test('a table of personal data names people whom each of its purposes knows', () => {
  const strays = register.personal.flatMap(({ table, subjects, columns }) => {
    const named = new Set(
      Object.values(columns as Record<string, Tag>).flatMap((tag) =>
        tag.personal === false ? [] : tag.purposes,
      ),
    )
    return [...named]
      .filter((id) => !subjects.some((subject) => subject in purposes[id].basis))
      .map((id) => `${getTableName(table)}: nobody of it under ${id}`)
  })
  expect(strays).toEqual([])
})

test('every column says in its comment what it holds and for whom', () => {
  const inDatabase = Object.fromEntries(
    found.map(({ table, name, comment }) => [`${table}.${name}`, comment]),
  )
  const wanted = Object.fromEntries(
    tables.flatMap((table) =>
      getTableConfig(table).columns.map((column) => [
        `${getTableName(table)}.${column.name}`,
        'not personal data',
      ]),
    ),
  )
  for (const { column, tag } of eachTag()) {
    if (tag.personal !== false) wanted[column] = toldOf(tag)
  }
  expect(inDatabase).toEqual(wanted)
})

test('a column without a tag, with a tag too many or with an unknown purpose does not compile', async () => {
  const errors = await compile({
    'complete.ts': `columns: { key: plain, value: plain, changedAt: plain, changedBy: plain }`,
    'untagged.ts': `columns: { key: plain, value: plain, changedAt: plain }`,
    'unknown.ts': `columns: { key: plain, value: plain, changedAt: plain, changedBy: plain, extra: plain }`,
    'purpose.ts': `columns: { key: plain, value: personal('name', 'curiosity'), changedAt: plain, changedBy: plain }`,
    'aimless.ts': `columns: { key: plain, value: personal('name'), changedAt: plain, changedBy: plain }`,
  })
  expect(errors).toEqual([
    'aimless.ts TS2555',
    'purpose.ts TS2345',
    'unknown.ts TS2353',
    'untagged.ts TS2741',
  ])
})

/** Each tag of a table of personal data, by `table.column`. */
function eachTag(): { column: string; tag: Tag }[] {
  return register.personal.flatMap(({ table, columns }) => {
    const known = new Map(
      Object.entries(table).map(([property, column]) => [property, (column as { name?: string })?.name]),
    )
    return Object.entries(columns as Record<string, Tag>).map(([property, tag]) => ({
      column: `${getTableName(table)}.${known.get(property)}`,
      tag,
    }))
  })
}

function told(table: string, name: string, type: string, required: boolean): string {
  return `${table}.${name} ${type.replace('timestamp with time zone', 'timestamptz')}${required ? ' not null' : ''}`
}

/** Declares the table of settings in these ways and tells which file the compiler refuses, and why. */
async function compile(ways: Record<string, string>): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'bodite-tags-'))
  try {
    for (const [file, columns] of Object.entries(ways))
      writeFileSync(join(folder, file), declaration(columns))
    const options = {
      extends: join(root, 'tsconfig.json'),
      compilerOptions: { typeRoots: [types] },
      include: ['*.ts'],
    }
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(options))
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
    const compiler = join(root, 'node_modules/typescript/bin/tsc')
    const run = promisify(execFile)(process.execPath, [
      compiler,
      '--noEmit',
      '--pretty',
      'false',
      '-p',
      folder,
    ])
    const { stdout } = await run.catch((error: { stdout: string }) => error)
    return [...stdout.matchAll(/(\w+\.ts)\(\d+,\d+\): error (TS\d+)/g)]
      .map(([, file, code]) => `${file} ${code}`)
      .sort()
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function declaration(columns: string): string {
  return `
    import { personal, personalTable, plain } from '${root}src/privacy/tags.ts'
    import { setting } from '${root}src/settings/table.ts'
    export const known = personal('name', 'accounting')
    export const declared = personalTable<typeof setting>({
      table: setting,
      subjects: ['customer'],
      ${columns},
      unit: { of: 'nobody', why: 'settings' },
      collectedFor: [],
      audited: false,
    })
  `
}
