-- Who is merged into another is archived, and belongs to them: erasing the one erases the other.
alter table app_public.contacts
  add column merged_into_id uuid,
  add constraint merged_contact_must_stay_archived check (merged_into_id is null or deleted_at is not null),
  add constraint contact_must_not_be_merged_into_itself check (merged_into_id <> id),
  add foreign key (organization_id, merged_into_id) references app_public.contacts (organization_id, id) on delete cascade;
create index on app_public.contacts (organization_id, merged_into_id, created_at desc, id desc);

create table app_public.contact_merges (
  id uuid primary key default app_hidden.uuid_v7(),
  organization_id uuid not null default app_hidden.organization_id() references app_public.organizations on delete cascade,

  contact_id uuid not null,
  merged_contact_id uuid not null,
  merged_by_id uuid default app_hidden.membership_id(),
  moved jsonb not null default '{}' constraint moved_must_be_an_object check (jsonb_typeof(moved) = 'object'),
  kept_back jsonb not null default '{}' constraint kept_back_must_be_an_object check (jsonb_typeof(kept_back) = 'object'),
  undo_expires_at timestamptz not null default now() + interval '1 day',
  undone_at timestamptz,

  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (organization_id, id),
  foreign key (organization_id, contact_id) references app_public.contacts (organization_id, id) on delete cascade,
  foreign key (organization_id, merged_contact_id) references app_public.contacts (organization_id, id) on delete cascade,
  foreign key (organization_id, merged_by_id) references app_public.memberships (organization_id, id) on delete set null (merged_by_id)
);
create unique index contact_merges_open_key on app_public.contact_merges (organization_id, merged_contact_id) where undone_at is null;
create index on app_public.contact_merges (organization_id, created_at desc, id desc);
create index on app_public.contact_merges (organization_id, contact_id, created_at desc, id desc);
create index on app_public.contact_merges (organization_id, merged_contact_id, created_at desc, id desc);
create index on app_public.contact_merges (organization_id, merged_by_id, created_at desc, id desc);

-- What undoing needs: the values that changed, and the rows that were moved.
create table app_private.contact_merge_values (
  contact_merge_id uuid primary key references app_public.contact_merges on delete cascade,
  contact_before jsonb not null default '{}' constraint contact_before_must_be_an_object check (jsonb_typeof(contact_before) = 'object'),
  contact_after jsonb not null default '{}' constraint contact_after_must_be_an_object check (jsonb_typeof(contact_after) = 'object'),
  merged_contact_before jsonb not null default '{}' constraint merged_contact_before_must_be_an_object check (jsonb_typeof(merged_contact_before) = 'object'),
  has_moved_password boolean not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create table app_private.contact_merge_references (
  contact_merge_id uuid not null references app_public.contact_merges on delete cascade,
  table_name text not null,
  column_name text not null,
  row_ids uuid[] not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (contact_merge_id, table_name, column_name)
);

create type app_public.duplicate_contact as (contact_id uuid, rank int, score double precision, reasons text[]);

--!include crm/functions/mailbox.sql
create index contacts_organization_id_mailbox_idx on app_public.contacts (organization_id, (app_hidden.mailbox(email)), id);

-- A contact's timeline is read from its newest entry on. Under row level security no index serves coalesce().
create index calls_organization_id_contact_id_began_at_id_idx on app_public.calls (organization_id, contact_id, (case when started_at is null then created_at else started_at end) desc, id desc);
create index on app_public.tasks (organization_id, contact_id, created_at desc, id desc);
create index on app_public.tickets (organization_id, contact_id, created_at desc, id desc);

create table app_public.contact_timeline_kinds (value text primary key, description text not null);
insert into app_public.contact_timeline_kinds (value, description) values
  ('activity', 'Something that was noted: a meeting, a note, a call or a message elsewhere.'),
  ('appointment', 'An appointment; at the time when it begins.'),
  ('attachment', 'A file that was added to the contact.'),
  ('call', 'A phone call.'),
  ('contract', 'A contract.'),
  ('deal_stage_change', 'A deal began, or moved to another stage.'),
  ('form_submission', 'A form was filled in.'),
  ('lead', 'A lead, before or beside the contact.'),
  ('message', 'A message, from the contact or to them.'),
  ('proposal', 'A proposal.'),
  ('review', 'A review by the contact.'),
  ('task', 'Something to do.'),
  ('ticket', 'A ticket was opened.'),
  ('ticket_message', 'A message in a ticket.');

--!include foundation/functions/tg__freeze.sql
--!include messaging/functions/tg_conversations__take_messages_along.sql
--!include crm/all.sql
