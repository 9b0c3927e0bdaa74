--! Previous: sha1:fe253121c72df563ec316a46520ee14439df63ed
--! Hash: sha1:ee4d494a3889b32d0157e95399d2d9504c0a820f
--! Message: Audit: who changed what

--! split: 1-current.sql
/*
 * Audit: one row per change, written by a trigger, never changed afterwards. Partitioned by month, so that keys hold
 * created_at; partitions live in app_private, where no API role can reach around the policies of the parent.
 * The months' partitions are made ahead by app_private.create_audit_log_partitions(); the default one only catches
 * what nobody prepared for.
 */
create table app_public.audit_actor_kinds (value text primary key, description text not null);
insert into app_public.audit_actor_kinds (value, description) values
  ('user', 'A member of the organization.'),
  ('contact', 'A contact, through the client portal.'),
  ('api_key', 'A machine with an API key.'),
  ('system', 'The system itself: a migration, an operator or a background job.');

create table app_public.audit_actions (value text primary key, description text not null);
insert into app_public.audit_actions (value, description) values
  ('insert', 'The row was created.'),
  ('update', 'The row was changed.'),
  ('delete', 'The row was deleted.');

create table app_public.audit_logs (
  id uuid not null default app_hidden.uuid_v7(),
  organization_id uuid not null references app_public.organizations on delete cascade,

  actor_kind text not null references app_public.audit_actor_kinds,
  user_id uuid references app_public.users on delete set null,
  request_id text,
  address inet,
  action text not null references app_public.audit_actions,
  table_name text not null,
  record_id uuid,
  old_data jsonb,
  new_data jsonb,
  changed_columns text[],

  created_at timestamptz not null default now(),
  primary key (id, created_at),
  unique (organization_id, id, created_at)
) partition by range (created_at);

create index on app_public.audit_logs (organization_id, created_at desc, id desc);
create index on app_public.audit_logs (organization_id, table_name, record_id, created_at desc, id desc);
create index on app_public.audit_logs (organization_id, user_id, created_at desc, id desc);
create index on app_public.audit_logs (user_id);
create index on app_public.audit_logs using brin (created_at);

create table app_private.audit_logs_default partition of app_public.audit_logs default;
alter table app_private.audit_logs_default enable row level security;

--! Included audit/all.sql
--! Included audit/functions/create_audit_log_partitions.sql
-- Run when migrations are applied, and by a gateway that knows the owner's connection once a day. Two runs at once are let through one after the other.
create or replace function app_private.create_audit_log_partitions(months_ahead int default 3) returns int
language plpgsql volatile
set search_path = ''
as $$
declare
  v_month timestamptz;
  v_name text;
  v_created int := 0;
begin
  perform pg_advisory_xact_lock(hashtext('app_private.create_audit_log_partitions'));
  for i in 0..create_audit_log_partitions.months_ahead loop
    v_month := (date_trunc('month', now() at time zone 'UTC') + make_interval(months => i)) at time zone 'UTC';
    v_name := 'audit_logs_' || to_char(v_month at time zone 'UTC', 'YYYY_MM');
    if to_regclass('app_private.' || v_name) is null
      and not exists (
        select from app_private.audit_logs_default d
        where d.created_at >= v_month and d.created_at < (v_month at time zone 'UTC' + interval '1 month') at time zone 'UTC'
      )
    then
      execute format(
        'create table app_private.%I partition of app_public.audit_logs for values from (%L) to (%L)',
        v_name, v_month, (v_month at time zone 'UTC' + interval '1 month') at time zone 'UTC'
      );
      execute format('alter table app_private.%I enable row level security', v_name);
      v_created := v_created + 1;
    end if;
  end loop;
  return v_created;
end
$$;
comment on function app_private.create_audit_log_partitions(int) is $$Makes the audit log’s partitions for this month and the given number of months ahead; returns how many were new.$$;
--! EndIncluded audit/functions/create_audit_log_partitions.sql
--! Included audit/tables/audit_logs.sql
comment on table app_public.audit_logs is $$@behavior -single
Who changed what, and when. Nobody can change or delete an entry.$$;
comment on column app_public.audit_logs.actor_kind is $$What kind of actor made the change.$$;
comment on column app_public.audit_logs.user_id is $$The person who made the change.$$;
comment on column app_public.audit_logs.request_id is $$The X-Request-Id of the request that made the change.$$;
comment on column app_public.audit_logs.address is $$The network address that the request came from.$$;
comment on column app_public.audit_logs.action is $$What happened to the row.$$;
comment on column app_public.audit_logs.table_name is $$The kind of row, by its table’s name.$$;
comment on column app_public.audit_logs.record_id is $$The row’s id.$$;
comment on column app_public.audit_logs.old_data is $$The row before; empty for a new one.$$;
comment on column app_public.audit_logs.new_data is $$The row afterwards; empty for a deleted one.$$;
comment on column app_public.audit_logs.changed_columns is $$Which columns an update changed.$$;
comment on table app_private.audit_logs_default is $$Audit entries of months without a partition of their own. Private: read through audit_logs.$$;

select app_private.expose_lookup_table('app_public.audit_actor_kinds', 'AuditActorKind', 'Who can have made a change.');
select app_private.expose_lookup_table('app_public.audit_actions', 'AuditAction', 'What can have happened to a row.');

-- Append-only for everyone: rows are written by app_private.tg__audit() alone.
revoke all on table app_public.audit_logs from tenantry_member;
grant select on table app_public.audit_logs to tenantry_member;

alter table app_public.audit_logs enable row level security;
select app_private.drop_policies('app_public.audit_logs');
-- Owners and admins hold audit.read, for the whole organization.
create policy select_member on app_public.audit_logs for select to tenantry_member
  using (organization_id = (select app_hidden.organization_id()) and (select app_hidden.may_all('audit.read')));
--! EndIncluded audit/tables/audit_logs.sql
--! EndIncluded audit/all.sql
