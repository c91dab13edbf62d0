-- The queue's two doors. graphile-worker keeps the queue in its own schema (installed before this file runs), whose
-- tables are closed to everyone but the owner and the worker's login.

-- Puts a job into the queue in the running transaction. A payload is ids only: anything that could be a person's name,
-- address or text is refused here, because the queue's tables carry no purpose. A job with the key of one that waits
-- replaces it. The lower the priority, the sooner.
create function shop_enqueue(task text, ids jsonb, key text default null, priority int default 0) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
begin
  if task is null or task !~ '^[a-z][a-z0-9_.:-]{0,79}$' then
    raise exception 'not a task name' using errcode = '22023';
  end if;
  if key is not null and key !~ '^[A-Za-z0-9_.:-]{1,160}$' then
    raise exception 'not a job key' using errcode = '22023';
  end if;
  if ids is null or jsonb_typeof(ids) <> 'object' or exists (
    select from jsonb_each(ids) as entry(name, value)
    where jsonb_typeof(value) <> 'string'
      or value #>> '{}' !~ '^[A-Za-z0-9_.:-]{1,80}$'
      or name !~ '^[A-Za-z_]{1,40}$'
  ) then
    raise exception 'a job carries ids only' using errcode = '22023';
  end if;
  -- After 12 attempts, most of a day, the job is parked where the administrator sees it.
  perform graphile_worker.add_job(task, ids::json, job_key => key, max_attempts => 12, priority => priority);
end
$$;
revoke execute on function shop_enqueue(text, jsonb, text, int) from public;

-- Parked jobs: those that used up their attempts. `last_error` is a code; handlers throw no texts.
create function shop_failed_job()
returns table (id bigint, task text, ids json, attempts int, last_error text, failed_at timestamptz)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
begin
  return query
    select job.id, task.identifier, job.payload, job.attempts::int, coalesce(job.last_error, 'LOST'),
      -- A failure moves run_at on by this delay and keeps no moment of its own; a job lost in a crash has none.
      case when job.last_error is null then job.updated_at
        else job.run_at - exp(least(job.attempts, 10)) * interval '1 second' end
    from graphile_worker._private_jobs as job
    join graphile_worker._private_tasks as task on task.id = job.task_id
    where job.attempts >= job.max_attempts and job.locked_at is null
    order by 6 desc, job.id desc;
end
$$;
revoke execute on function shop_failed_job() from public;

-- Gives a parked job its attempts back. True when there was one.
create function shop_retry_job(job_id bigint) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
begin
  update graphile_worker._private_jobs as job
  set attempts = 0, run_at = now(), updated_at = now()
  where job.id = job_id and job.attempts >= job.max_attempts and job.locked_at is null;
  if found then
    perform pg_notify('jobs:insert', '{"count":1}');
    return true;
  end if;
  return false;
end
$$;
revoke execute on function shop_retry_job(bigint) from public;
