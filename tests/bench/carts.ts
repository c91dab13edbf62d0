import { withSql } from './scratch.ts'

/** The token of the n-th prepared cart; its hash stands in the database. */
export function cartToken(n: number): string {
  return `bench-cart-${n}`
}

/** The same hash as SQL, for pgbench and for preparing carts. */
export const cartHashSql = (n: string) => `sha256(convert_to('bench-cart-' || ${n}, 'UTF8'))`

/** Buyers want so many different goods, so that they do not all wait for the same row. */
export const differentGoods = 8

/** Stocked variants for sale, numbered from 0. */
export const goodsSql = `
  select variant.id, price_cents, row_number() over (order by product.position, variant.position) - 1 as place
    from variant join product on product.id = product_id
    where stock is not null and published_at <= now()`

/** Carts numbered `from` to `until`, with a line of two pieces each. */
export function prepareCarts(url: string, from: number, until: number): Promise<unknown> {
  return withSql(url, (owner) =>
    owner.unsafe(`
      with made as (
        insert into cart (token_hash) select ${cartHashSql('n')} from generate_series(${from}, ${until}) n
          returning id, token_hash
      )
      insert into cart_line (cart_id, variant_id, quantity, seen_price_cents)
      select made.id, goods.id, 2, price_cents from generate_series(${from}, ${until}) n
        join made on made.token_hash = ${cartHashSql('n')} join (${goodsSql}) goods on place = n % ${differentGoods};
      analyze cart, cart_line, variant`),
  )
}
