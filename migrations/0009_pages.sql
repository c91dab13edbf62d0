-- The pages that a shop writes itself. The newest version counts; an empty one takes the page away in its language.

create table page_version (
  id uuid primary key default gen_random_uuid(),
  page text not null check (page in ('contact', 'about', 'delivery', 'privacy', 'accessibility')),
  language text not null check (language in ('lv', 'en', 'sv', 'nl')),
  template text not null,
  published_at timestamptz not null default now(),
  published_by uuid
);
create index on page_version (page, language, published_at desc, id desc);

create trigger tell after insert on page_version for each statement execute function shop_tell('settings');
