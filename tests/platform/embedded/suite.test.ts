import { expect, test } from 'vitest'
import { emptyDatabase, migratedDatabase, withSql } from '../../support/postgres.ts'

test('each test file has a database of its own', async () => {
  const [one, other] = await Promise.all([emptyDatabase(), migratedDatabase()])
  try {
    await withSql(one.url, (sql) => sql`create table sign (id int)`)
    const [found] = await withSql(other.url, (sql) => sql`select to_regclass('sign') as sign`)
    expect(found?.sign).toBe(null)
  } finally {
    await Promise.all([one.drop(), other.drop()])
  }
})

test('a column can be sorted as Latvians sort', async () => {
  const database = await emptyDatabase()
  try {
    const rows = await withSql(
      database.url,
      (sql) =>
        sql`select w from unnest(array['zīme', 'čaka', 'cena', 'āda', 'adata', 'šo', 'sk']) as w order by w collate "lv-x-icu"`,
    )
    expect(rows.map((row) => row.w)).toEqual(['āda', 'adata', 'cena', 'čaka', 'sk', 'šo', 'zīme'])
  } finally {
    await database.drop()
  }
})
