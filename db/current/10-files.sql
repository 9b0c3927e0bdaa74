/*
 * Files: what is known about them. The bytes are kept elsewhere. A file hangs on one thing, and whoever sees the thing
 * sees the file.
 */
insert into app_public.permissions (resource, action, description) values
  ('attachments', 'create', 'Add files to what one sees.'),
  ('attachments', 'read', 'See the files of what one sees.'),
  ('attachments', 'delete', 'Delete files that others added.');

insert into app_private.system_role_permissions (system_role, resource, action, scope)
select r.system_role, p.resource, p.action, 'all'
from app_public.permissions p
cross join (
  values
    ('owner', '{create,read,delete}'::text[]),
    ('admin', '{create,read,delete}'),
    ('manager', '{create,read,delete}'),
    ('staff', '{create,read}'),
    ('rep', '{create,read}'),
    ('viewer', '{read}')
) as r (system_role, actions)
where p.resource = 'attachments' and p.action = any (r.actions);

create table app_public.attachments (
  id uuid primary key default app_hidden.uuid_v7(),
  organization_id uuid not null default app_hidden.organization_id() references app_public.organizations on delete cascade,

  filename text not null constraint filename_must_be_a_plain_name check (filename ~ '\S' and length(filename) <= 255 and filename !~ '[/\\[:cntrl:]]'),
  content_type text not null constraint content_type_must_be_a_media_type check (content_type ~ '^[a-z0-9][a-z0-9!#$&^_.+-]{0,126}/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}$'),
  byte_size bigint not null constraint byte_size_must_not_be_negative check (byte_size between 0 and 5497558138880),
  sha256 text not null constraint sha256_must_be_hexadecimal check (sha256 ~ '^[0-9a-f]{64}$'),
  storage_key text not null generated always as (organization_id::text || '/' || id::text) stored,
  uploaded_by_id uuid default app_hidden.membership_id(),
  uploaded_by_contact_id uuid default app_hidden.contact_id(),
  contact_id uuid,
  company_id uuid,
  lead_id uuid,
  deal_id uuid,
  activity_id uuid,
  task_id uuid,
  message_id uuid,
  ticket_message_id uuid,
  proposal_id uuid,
  contract_id uuid,

  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (organization_id, id),
  constraint attachment_must_hang_on_one_thing check (num_nonnulls(contact_id, company_id, lead_id, deal_id, activity_id, task_id, message_id, ticket_message_id, proposal_id, contract_id) = 1),
  foreign key (organization_id, uploaded_by_id) references app_public.memberships (organization_id, id) on delete set null (uploaded_by_id),
  foreign key (organization_id, uploaded_by_contact_id) references app_public.contacts (organization_id, id) on delete set null (uploaded_by_contact_id),
  foreign key (organization_id, contact_id) references app_public.contacts (organization_id, id) on delete cascade,
  foreign key (organization_id, company_id) references app_public.companies (organization_id, id) on delete cascade,
  foreign key (organization_id, lead_id) references app_public.leads (organization_id, id) on delete cascade,
  foreign key (organization_id, deal_id) references app_public.deals (organization_id, id) on delete cascade,
  foreign key (organization_id, activity_id) references app_public.activities (organization_id, id) on delete cascade,
  foreign key (organization_id, task_id) references app_public.tasks (organization_id, id) on delete cascade,
  foreign key (organization_id, message_id) references app_public.messages (organization_id, id) on delete cascade,
  foreign key (organization_id, ticket_message_id) references app_public.ticket_messages (organization_id, id) on delete cascade,
  foreign key (organization_id, proposal_id) references app_public.proposals (organization_id, id) on delete cascade,
  foreign key (organization_id, contract_id) references app_public.contracts (organization_id, id) on delete cascade
);
create index on app_public.attachments (organization_id, created_at desc, id desc);
create index on app_public.attachments (organization_id, uploaded_by_id, created_at desc, id desc);
create index on app_public.attachments (organization_id, uploaded_by_contact_id, created_at desc, id desc);
create index on app_public.attachments (organization_id, contact_id, created_at desc, id desc);
create index on app_public.attachments (organization_id, company_id, created_at desc, id desc);
create index on app_public.attachments (organization_id, lead_id, created_at desc, id desc);
create index on app_public.attachments (organization_id, deal_id, created_at desc, id desc);
create index on app_public.attachments (organization_id, activity_id, created_at desc, id desc);
create index on app_public.attachments (organization_id, task_id, created_at desc, id desc);
create index on app_public.attachments (organization_id, message_id, created_at desc, id desc);
create index on app_public.attachments (organization_id, ticket_message_id, created_at desc, id desc);
create index on app_public.attachments (organization_id, proposal_id, created_at desc, id desc);
create index on app_public.attachments (organization_id, contract_id, created_at desc, id desc);

--!include files/all.sql
