import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import { installRights, migrate } from '../../src/migrate.ts'
import { startEmbedded } from '../../src/platform/database/embedded.ts'
import { systemClock } from '../../src/platform/time.ts'
import { setUpDemo } from '../../src/set-up.ts'

/** The secret of every shop that the bench starts. */
export const secretKey = 'bench-bench-bench-bench-bench-bench'

const zone = 'Europe/Riga'
const demo = 'bench_demo'
const big = 'bench_big'

/** A folder and a PostgreSQL of the bench's own, with the settings that a shop's private server has (fsync too). */
export interface Scratch {
  readonly folder: string
  /** The demo shop. */
  readonly demoUrl: string
  /** The same with `goods` products more. */
  readonly bigUrl: string
  /** The server's own process. */
  server(): number
  stop(): Promise<void>
}

/** Makes both databases. Takes some ten seconds. */
export async function openScratch(goods: number): Promise<Scratch> {
  const folder = mkdtempSync(join(tmpdir(), 'bodite-bench-'))
  const server = await startEmbedded({
    dataDir: join(folder, 'postgres'),
    ownerPassword: 'bench',
    databaseName: demo,
    log: () => {},
  })
  const stop = async () => {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  const bigUrl = server.url.replace(/[^/]+$/, big)
  try {
    await makeDemo(server.url)
    await makeBig(server.url, bigUrl, goods)
  } catch (error) {
    await stop()
    throw error
  }
  return { folder, demoUrl: server.url, bigUrl, server: server.pid, stop }
}

async function makeDemo(url: string): Promise<void> {
  await migrate(url, Buffer.from(secretKey))
  await setUpDemo(url, systemClock(zone))
  // Nothing is sold out before the bench ends.
  await withSql(url, (sql) => sql`update variant set stock = 1000000 where stock is not null`)
}

async function makeBig(demoUrl: string, url: string, goods: number): Promise<void> {
  const elsewhere = demoUrl.replace(/[^/]+$/, 'postgres')
  await withSql(elsewhere, (sql) => sql.unsafe(`create database ${big} template ${demo}`))
  await installRights(url, Buffer.from(secretKey))
  await withSql(url, (sql) => fill(sql, goods))
}

/** A short-lived plain connection for inspection. */
export async function withSql<T>(url: string, work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  try {
    return await work(sql)
  } finally {
    await sql.end()
  }
}

/** Copies of the demo's goods, spread over its categories, with texts, variants and pictures as they have them. */
async function fill(sql: postgres.Sql, goods: number): Promise<void> {
  await sql.unsafe(`
    create temporary table copy as
      select gen_random_uuid() as id, source.id as source, n,
             (array(select id from category order by position))[1 + n % (select count(*) from category)] as category_id
        from generate_series(1, ${goods}) n
        join (select id, row_number() over (order by position) - 1 as place, count(*) over () as many from product) source
          on source.place = n % source.many;
    insert into product select p.* from copy, product original,
      jsonb_populate_record(original, jsonb_build_object('id', copy.id, 'category_id', copy.category_id, 'position', 1000 + n)) p
      where original.id = copy.source;
    insert into product_text select p.* from copy, product_text original,
      jsonb_populate_record(original, jsonb_build_object('product_id', copy.id, 'slug', slug || '-' || n, 'name', name || ' ' || n)) p
      where original.product_id = copy.source;
    create temporary table variant_copy as
      select gen_random_uuid() as id, variant.id as source, copy.id as product_id, n
        from copy join variant on variant.product_id = copy.source;
    insert into variant select p.* from variant_copy, variant original,
      jsonb_populate_record(original, jsonb_build_object('id', variant_copy.id, 'product_id', variant_copy.product_id, 'sku', sku || '-' || n)) p
      where original.id = variant_copy.source;
    insert into variant_text select p.* from variant_copy, variant_text original,
      jsonb_populate_record(original, jsonb_build_object('variant_id', variant_copy.id)) p
      where original.variant_id = variant_copy.source;
    create temporary table picture_copy as
      select gen_random_uuid() as id, picture.id as source, copy.id as product_id
        from copy join picture on picture.product_id = copy.source;
    insert into picture select p.* from picture_copy, picture original,
      jsonb_populate_record(original, jsonb_build_object('id', picture_copy.id, 'product_id', picture_copy.product_id)) p
      where original.id = picture_copy.source;
    insert into picture_text select p.* from picture_copy, picture_text original,
      jsonb_populate_record(original, jsonb_build_object('picture_id', picture_copy.id)) p
      where original.picture_id = picture_copy.source;
    delete from graphile_worker._private_jobs;
  `)
  await sql.unsafe('vacuum analyze')
}
