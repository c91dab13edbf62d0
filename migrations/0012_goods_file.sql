-- Tables of goods that staff hand in: compared at leisure, applied piece by piece so that buyers need not wait.

create table goods_file (
  id uuid primary key default gen_random_uuid(),
  kind text not null check (kind in ('bodite', 'mozello')),
  -- Gone when it has been applied.
  bytes bytea check (octet_length(bytes) <= 33554432),
  -- Pieces on the shelf by article number when it came: what is sold meanwhile stays sold.
  stock_seen jsonb not null,
  products integer not null,
  handed_in_at timestamptz not null default now(),
  handed_in_by uuid,
  started_at timestamptz,
  -- Products applied so far: a run that was cut off goes on from here.
  done integer not null default 0 check (done between 0 and products),
  finished_at timestamptz,
  -- { added, changed, unchanged, keptBack, mistakes }: counts, and what stopped it.
  outcome jsonb not null default '{}',
  check (finished_at is null or started_at is not null)
);
create index on goods_file (handed_in_at desc);
