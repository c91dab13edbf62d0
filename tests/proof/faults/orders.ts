import { sql } from 'drizzle-orm'
import type postgres from 'postgres'
import type { Client } from '../../../src/platform/database/client.ts'

// `writer` tells which transaction wrote a row: rows of one order must agree.
const tables = `
  drop table if exists invoice, line, orders, counter, product;
  create table product (id int primary key, stock int not null check (stock >= 0));
  create table counter (n int not null);
  create table orders (id int generated always as identity primary key, key text not null unique,
    total int not null default 0, writer xid8 default pg_current_xact_id());
  create table line (order_id int not null, product_id int not null, quantity int not null,
    writer xid8 default pg_current_xact_id());
  create table invoice (number int primary key, order_id int not null, writer xid8 default pg_current_xact_id());
  insert into counter values (0);
  insert into product select id, 10000000 from generate_series(1, 50) id;
  do $$ begin create role shopkeeper; exception when duplicate_object then null; end $$;
  grant select, insert, update on all tables in schema public to shopkeeper;
`

const opening = 'begin; set local role shopkeeper'

/** Empty tables for an order-like transaction: order, lines, stock, a gapless number late. */
export async function layTables(owner: postgres.Sql): Promise<void> {
  await owner.unsafe(tables)
}

/** Places the order of a key once; the same key again answers with the same invoice number. */
export function place(client: Client, key: string): Promise<number> {
  return client.begin(opening, async (tx) => {
    const one = async (query: ReturnType<typeof sql>) =>
      Number((await tx.execute<{ n: number }>(query))[0]?.n)
    const order = await one(
      sql`insert into orders (key) values (${key}) on conflict do nothing returning id as n`,
    )
    if (Number.isNaN(order)) {
      return one(sql`select number as n from invoice join orders on id = order_id where key = ${key}`)
    }
    const product = 1 + Math.floor(Math.random() * 50)
    const line = () =>
      tx.execute(sql`insert into line (order_id, product_id, quantity) values (${order}, ${product}, 1)`)
    await line()
    await Promise.all([line(), line()])
    await tx.transaction((nested) =>
      nested.execute(sql`update product set stock = stock - 3 where id = ${product}`),
    )
    const number = await one(sql`update counter set n = n + 1 returning n`)
    await tx.execute(sql`insert into invoice (number, order_id) values (${number}, ${order})`)
    await tx.execute(sql`update orders set total = 300 where id = ${order}`)
    return number
  })
}

/** What must be zero. */
export interface Damage {
  lost: number
  partial: number
  mixed: number
  gaps: number
  stock: number
}

/** Compares what was acknowledged (invoice number by key) with what PostgreSQL holds. */
export async function damage(owner: postgres.Sql, acknowledged: Map<string, number>): Promise<Damage> {
  const kept = await owner<{ key: string; number: number }[]>`
    select key, number from orders join invoice on id = order_id`
  const numbers = new Map(kept.map(({ key, number }) => [key, number]))
  const [sums] = await owner<Omit<Damage, 'lost'>[]>`select
    (select count(*)::int from orders where total <> 300
      or (select count(*) from line where order_id = id) <> 3
      or (select count(*) from invoice where order_id = id) <> 1) as partial,
    (select count(*)::int from line l left join orders o on o.id = l.order_id where o.writer is distinct from l.writer)
      + (select count(*)::int from invoice i left join orders o on o.id = i.order_id
          where o.writer is distinct from i.writer) as mixed,
    (select n from counter) - (select count(*)::int from invoice) as gaps,
    (select 500000000 - sum(stock) - (select coalesce(sum(quantity), 0) from line) from product)::int as stock`
  const lost = [...acknowledged].filter(([key, number]) => numbers.get(key) !== number).length
  return { lost, partial: -1, mixed: -1, gaps: -1, stock: -1, ...sums }
}
