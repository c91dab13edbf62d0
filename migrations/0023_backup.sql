-- Backups by the clock: each run with what became of it, the file's name, never a path.

create table backup_run (
  id uuid primary key default gen_random_uuid(),
  started_at timestamptz not null default now(),
  ended_at timestamptz,
  -- A code; null while it runs and when it came to its end.
  problem text check (problem ~ '^[A-Za-z0-9_]{1,60}$'),
  file text check (file ~ '^[A-Za-z0-9.-]{1,80}$'),
  bytes bigint check (bytes > 0),
  check (problem is null or ended_at is not null),
  check ((ended_at is not null and problem is null) = (file is not null and bytes is not null))
);
create index on backup_run (started_at);

-- Whoever has a shop already decides for themselves.
insert into setting (key, value)
  select 'backup', '{"on": false, "hour": 3, "keep": 14}' where exists (select from setting where key = 'identity');
