-- Finding goods: by words without their diacritics, forgiving a slip of the finger, and by article number.

-- Both are trusted: whoever owns the database may create them.
create extension if not exists unaccent;
create extension if not exists pg_trgm;

-- A text as it is searched: small letters without marks, words between single blanks.
create function shop_plain(words text) returns text
  language sql immutable strict parallel safe security definer set search_path = public, pg_temp
  as $$
    select btrim(regexp_replace(lower(public.unaccent('public.unaccent'::regdictionary, words)), '[^[:alnum:]]+', ' ', 'g'))
  $$;

-- What a product is found by, in each language. Kept beside the text by a trigger: taking the marks off thousands of
-- texts for each question would cost more than the search.
create table product_search (
  product_id uuid not null,
  language text not null,
  name text not null,
  words text not null,
  primary key (product_id, language),
  foreign key (product_id, language) references product_text (product_id, language) on delete cascade on update cascade
);
create index on product_search using gin (words gin_trgm_ops);

create function shop_note_words() returns trigger
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    begin
      insert into product_search (product_id, language, name, words)
        values (new.product_id, new.language, shop_plain(new.name),
                shop_plain(concat_ws(' ', new.name, new.material, new.summary)))
        on conflict (product_id, language) do update set name = excluded.name, words = excluded.words;
      return null;
    end
  $$;
create trigger note_words after insert or update of language, name, material, summary on product_text
  for each row execute function shop_note_words();
insert into product_search
  select product_id, language, shop_plain(name), shop_plain(concat_ws(' ', name, material, summary)) from product_text;

create index on variant ((lower(sku) collate "C"));
create index on variant ((gtin collate "C"));

-- Published goods that answer to all the words asked for, the best first: a whole word of the name, a beginning, a part,
-- the word without its ending, then material and summary. A word that none has is taken for a slip of the finger: what
-- looks alike answers. Article numbers and GTIN count by their beginning. A null language searches all of them.
create function shop_search(asked text, in_language text, most integer) returns table (product_id uuid, score real)
  language sql stable security definer
  set search_path = public, pg_temp
  set pg_trgm.word_similarity_threshold = 0.4
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
        where in_language is null or found.language = in_language
    ), alike as (
      select found.product_id, found.language, word,
             greatest(0.7 * word_similarity(word, name), 0.5 * word_similarity(word, words)) as score
        from word join product_search found on found.words %> word
        where (in_language is null or found.language = in_language)
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
      where best.score >= (select case when max(score) > 1 then 2 else greatest(0.24, 0.5 * max(score)) end from best)
      order by best.score desc, position, product.id limit most
  $$;

-- Words of goods on offer that look like what was asked for, the most alike first.
create function shop_near_words(asked text, in_language text, most integer) returns table (word text)
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select known.word from (
        select distinct lower(part) as word from product
          join product_text on product_text.product_id = product.id and language = in_language,
          regexp_split_to_table(name, '[^[:alpha:]]+') part
          where published_at <= now() and length(part) > 3) known,
      unnest(string_to_array(shop_plain(left(asked, 100)), ' ')) given
      where similarity(shop_plain(known.word), given) > 0.2
      group by known.word order by max(similarity(shop_plain(known.word), given)) desc, known.word limit most
  $$;
