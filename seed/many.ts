import { sql } from 'drizzle-orm'
import { exec, type Transaction } from '../src/platform/database/client.ts'

/**
 * Copies goods until there are so many, spread over the categories, with the texts, variants, prices and pictures
 * of their models: a large catalogue for measuring. Their pictures are drawn when asked for. Returns how many it added.
 */
export async function seedMany(tx: Transaction, products: number): Promise<number> {
  const [there] = await tx.execute<{ count: number }>(sql`select count(*)::int as count from product`)
  const missing = Math.max(0, products - there!.count)
  if (missing > 0) await exec(tx, copies(missing))
  return missing
}

const copies = (missing: number) => `
  create temporary table copy on commit drop as
    select gen_random_uuid() as id, source.id as source, (select count(*) from product) + n as n,
           (array(select id from category order by position, id))[1 + n % (select count(*) from category)] as category_id
      from generate_series(1, ${missing}) n
      join (select product.id, row_number() over (order by position, product.id) - 1 as place, count(*) over () as many
              from product where published_at <= now()) source
        on source.place = n % source.many;
  insert into product select p.* from copy, product original,
    jsonb_populate_record(original, jsonb_build_object('id', copy.id, 'category_id', copy.category_id, 'position', 1000 + n)) p
    where original.id = copy.source;
  insert into product_text select p.* from copy, product_text original,
    jsonb_populate_record(original, jsonb_build_object('product_id', copy.id, 'slug', slug || '-' || n, 'name', name || ' ' || n)) p
    where original.product_id = copy.source;
  create temporary table variant_copy on commit drop as
    select gen_random_uuid() as id, variant.id as source, copy.id as product_id, n
      from copy join variant on variant.product_id = copy.source;
  insert into variant select p.* from variant_copy, variant original,
    jsonb_populate_record(original, jsonb_build_object('id', variant_copy.id, 'product_id', variant_copy.product_id,
      'sku', sku || '-' || n, 'price_cents', price_cents + n % 97)) p
    where original.id = variant_copy.source;
  insert into variant_text select p.* from variant_copy, variant_text original,
    jsonb_populate_record(original, jsonb_build_object('variant_id', variant_copy.id)) p
    where original.variant_id = variant_copy.source;
  create temporary table picture_copy on commit drop as
    select gen_random_uuid() as id, picture.id as source, copy.id as product_id
      from copy join picture on picture.product_id = copy.source;
  insert into picture select p.* from picture_copy, picture original,
    jsonb_populate_record(original, jsonb_build_object('id', picture_copy.id, 'product_id', picture_copy.product_id)) p
    where original.id = picture_copy.source;
  insert into picture_text select p.* from picture_copy, picture_text original,
    jsonb_populate_record(original, jsonb_build_object('picture_id', picture_copy.id)) p
    where original.picture_id = picture_copy.source;`
