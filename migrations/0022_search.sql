-- A search that forgives a slip of the finger, and no more than that: what has nothing to do with the words stays away.

-- As before, with three things mended. A word of two or three letters counts where a word begins with it, never in the
-- midst of another. Only words of four letters and more can be mistyped. And what is alike is measured against whole
-- words: letters that stand behind count, too.
create or replace function shop_search(asked text, in_language text, most integer) returns table (product_id uuid, score real)
  language sql stable security definer
  set search_path = public, pg_temp
  set pg_trgm.strict_word_similarity_threshold = 0.4
  as $$
    with word as materialized (
      select distinct word, left(word, case when length(word) > 6 then -2 when length(word) > 4 then -1 else length(word) end) as stem
        from unnest(string_to_array(shop_plain(left(asked, 100)), ' ')) word where length(word) > 1 limit 6
    ), code as (
      select lower(regexp_replace(left(asked, 100), '\s', '', 'g')) collate "C" as code
    ), exact as materialized (
      select found.product_id, found.language, word,
             case when ' ' || name || ' ' like '% ' || word || ' %' then 1
                  when ' ' || name like '% ' || word || '%' then 0.9
                  when name like '%' || word || '%' then 0.8
                  when ' ' || name like '% ' || stem || '%' then 0.75
                  when ' ' || words like '% ' || word || '%' then 0.7
                  else 0.5 end as score
        from word join product_search found on found.words like '%' || stem || '%'
        where (in_language is null or found.language = in_language)
          and (length(word) > 3 or ' ' || words like '% ' || word || '%')
    ), alike as (
      select found.product_id, found.language, word,
             greatest(0.7 * strict_word_similarity(word, name), 0.5 * strict_word_similarity(word, words)) as score
        from word join product_search found on found.words %>> word
        where (in_language is null or found.language = in_language)
          and length(word) > 3
          and not exists (select from exact where exact.word = word.word)
    ), answer as (
      select hit.product_id, avg(hit.score) as score from (select * from exact union all select * from alike) hit
        group by hit.product_id, hit.language having count(*) = (select count(*) from word)
      union all
      select variant.product_id, case when lower(sku) = code or gtin = code then 3 when code ~ '\d' then 2 else 1 end from code, variant
        where length(code) > 2
          and ((lower(sku) collate "C" >= code and lower(sku) collate "C" < code || '~')
               or (gtin collate "C" >= code and gtin collate "C" < code || '~'))
    ), best as (
      select answer.product_id, max(answer.score) as score from answer
        join product on product.id = answer.product_id and published_at <= now() group by answer.product_id
    )
    select best.product_id, best.score::real from best join product on product.id = best.product_id
      -- Where a number was meant nothing else answers.
      where best.score >= (select case when max(score) > 1 then 2 else greatest(0.2, 0.5 * max(score)) end from best)
      order by best.score desc, position, product.id limit most
  $$;

-- Words of goods on offer that look like what was asked for, the most alike first. The names are compared as they are
-- kept for searching; only the few words that are answered are looked up as they are spelt.
create or replace function shop_near_words(asked text, in_language text, most integer) returns table (word text)
  language sql stable security definer set search_path = public, pg_temp
  as $$
    with given as materialized (
      select distinct word from unnest(string_to_array(shop_plain(left(asked, 100)), ' ')) word
        where length(word) > 3 limit 6
    ), known as materialized (
      select distinct part from product_search found
        join product on product.id = found.product_id and published_at <= now(),
        string_to_table(found.name, ' ') part
        where found.language = in_language and length(part) > 3 and part !~ '\d' and exists (select from given)
    ), alike as materialized (
      select part, max(similarity(part, given.word)) as score from known, given
        where similarity(part, given.word) >= 0.3 group by part order by score desc, part limit most
    )
    select spelt.word from alike cross join lateral (
        select lower(own) as word from product_search found
          join product on product.id = found.product_id and published_at <= now()
          join product_text on product_text.product_id = found.product_id and product_text.language = in_language,
          regexp_split_to_table(product_text.name, '[^[:alnum:]]+') own
          where found.language = in_language and found.words like '%' || part || '%' and shop_plain(own) = part
          limit 1) spelt
      order by score desc, part
  $$;
