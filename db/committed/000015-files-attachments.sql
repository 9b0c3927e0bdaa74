--! Previous: sha1:1d952f4e2a31f51d4fac044a1b503e16f78c1d08
--! Hash: sha1:fea0f0c03132f2184354cf683dc263e0dd21ef97
--! Message: Files: attachments

--! split: 1-current.sql
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

--! Included files/all.sql
--! Included files/tables/attachments.sql
comment on table app_public.attachments is $$A file and what it hangs on. Whoever sees the thing sees its files. The bytes are kept outside of the database, under storageKey.$$;
comment on column app_public.attachments.filename is $$The file’s name as people read it.$$;
comment on column app_public.attachments.content_type is $$What kind of file it is, such as application/pdf.$$;
comment on column app_public.attachments.byte_size is $$How large the file is, in bytes.$$;
comment on column app_public.attachments.sha256 is $$SHA-256 of the file, in hexadecimal.$$;
comment on column app_public.attachments.storage_key is $$Where the bytes are kept, in the organization’s own part of the storage. Given by the database.$$;
comment on column app_public.attachments.uploaded_by_id is $$The member who added the file.$$;
comment on column app_public.attachments.uploaded_by_contact_id is $$The contact who added the file through the client portal.$$;
comment on column app_public.attachments.contact_id is $$The contact that the file is about.$$;
comment on column app_public.attachments.company_id is $$The company that the file is about.$$;
comment on column app_public.attachments.lead_id is $$The lead that the file is about.$$;
comment on column app_public.attachments.deal_id is $$The deal that the file is about.$$;
comment on column app_public.attachments.activity_id is $$The activity that the file belongs to.$$;
comment on column app_public.attachments.task_id is $$The task that the file belongs to.$$;
comment on column app_public.attachments.message_id is $$The message that the file was sent with.$$;
comment on column app_public.attachments.ticket_message_id is $$The message of a ticket that the file was sent with.$$;
comment on column app_public.attachments.proposal_id is $$The proposal that the file belongs to.$$;
comment on column app_public.attachments.contract_id is $$The contract that the file belongs to.$$;
comment on constraint attachment_must_hang_on_one_thing on app_public.attachments is $$A file hangs on exactly one thing.$$;

create or replace trigger _100_timestamps before update on app_public.attachments for each row execute function app_private.tg__timestamps();
create or replace trigger _900_audit after insert or update or delete on app_public.attachments for each row execute function app_private.tg__audit();

-- update is not granted: a changed file is another file. Storage keys are never chosen, lest one name another tenant's.
revoke all on table app_public.attachments from tenantry_member, tenantry_service, tenantry_client;
grant select, delete on table app_public.attachments to tenantry_member, tenantry_service;
grant insert (filename, content_type, byte_size, sha256, contact_id, company_id, lead_id, deal_id, activity_id, task_id, message_id, ticket_message_id, proposal_id, contract_id) on table app_public.attachments to tenantry_member, tenantry_service;
grant select (id, organization_id, filename, content_type, byte_size, sha256, uploaded_by_contact_id, message_id, ticket_message_id, proposal_id, contract_id, created_at, updated_at) on table app_public.attachments to tenantry_client;
grant insert (filename, content_type, byte_size, sha256, message_id, ticket_message_id) on table app_public.attachments to tenantry_client;

alter table app_public.attachments enable row level security;
select app_private.drop_policies('app_public.attachments');
-- What is seen depends on the thing, under its own policies; one look-up by primary key per row of a page.
select app_private.create_policies('app_public.attachments', '{member,service}', '{select}', $$
  (select app_hidden.may('attachments.read'))
  and
  case
    when contact_id is not null then exists (select from app_public.contacts p where p.organization_id = (select app_hidden.organization_id()) and p.id = attachments.contact_id)
    when company_id is not null then exists (select from app_public.companies p where p.organization_id = (select app_hidden.organization_id()) and p.id = attachments.company_id)
    when lead_id is not null then exists (select from app_public.leads p where p.organization_id = (select app_hidden.organization_id()) and p.id = attachments.lead_id)
    when deal_id is not null then exists (select from app_public.deals p where p.organization_id = (select app_hidden.organization_id()) and p.id = attachments.deal_id)
    when activity_id is not null then exists (select from app_public.activities p where p.organization_id = (select app_hidden.organization_id()) and p.id = attachments.activity_id)
    when task_id is not null then exists (select from app_public.tasks p where p.organization_id = (select app_hidden.organization_id()) and p.id = attachments.task_id)
    when message_id is not null then exists (select from app_public.messages p where p.organization_id = (select app_hidden.organization_id()) and p.id = attachments.message_id)
    when ticket_message_id is not null then exists (select from app_public.ticket_messages p where p.organization_id = (select app_hidden.organization_id()) and p.id = attachments.ticket_message_id)
    when proposal_id is not null then exists (select from app_public.proposals p where p.organization_id = (select app_hidden.organization_id()) and p.id = attachments.proposal_id)
    when contract_id is not null then exists (select from app_public.contracts p where p.organization_id = (select app_hidden.organization_id()) and p.id = attachments.contract_id)
  end
$$);
select app_private.create_policies('app_public.attachments', '{member,service}', '{insert}', $$
  (select app_hidden.may('attachments.create'))
  and
  case
    when contact_id is not null then exists (select from app_public.contacts p where p.organization_id = (select app_hidden.organization_id()) and p.id = attachments.contact_id)
    when company_id is not null then exists (select from app_public.companies p where p.organization_id = (select app_hidden.organization_id()) and p.id = attachments.company_id)
    when lead_id is not null then exists (select from app_public.leads p where p.organization_id = (select app_hidden.organization_id()) and p.id = attachments.lead_id)
    when deal_id is not null then exists (select from app_public.deals p where p.organization_id = (select app_hidden.organization_id()) and p.id = attachments.deal_id)
    when activity_id is not null then exists (select from app_public.activities p where p.organization_id = (select app_hidden.organization_id()) and p.id = attachments.activity_id)
    when task_id is not null then exists (select from app_public.tasks p where p.organization_id = (select app_hidden.organization_id()) and p.id = attachments.task_id)
    when message_id is not null then exists (select from app_public.messages p where p.organization_id = (select app_hidden.organization_id()) and p.id = attachments.message_id)
    when ticket_message_id is not null then exists (select from app_public.ticket_messages p where p.organization_id = (select app_hidden.organization_id()) and p.id = attachments.ticket_message_id)
    when proposal_id is not null then exists (select from app_public.proposals p where p.organization_id = (select app_hidden.organization_id()) and p.id = attachments.proposal_id)
    when contract_id is not null then exists (select from app_public.contracts p where p.organization_id = (select app_hidden.organization_id()) and p.id = attachments.contract_id)
  end
$$);
-- Whoever added a file takes it away again; others need the permission.
select app_private.create_policies(
  'app_public.attachments', '{member,service}', '{delete}',
  $$(select app_hidden.may_all('attachments.delete')) or uploaded_by_id = (select app_hidden.membership_id())$$
);
-- Contacts see the files of what was sent to them, and add some to what they write.
select app_private.create_policies('app_public.attachments', '{client}', '{select}', $$
  (select app_hidden.contact_id()) is not null
  and
  case
    when message_id is not null then exists (select from app_public.messages p where p.organization_id = (select app_hidden.organization_id()) and p.id = attachments.message_id)
    when ticket_message_id is not null then exists (select from app_public.ticket_messages p where p.organization_id = (select app_hidden.organization_id()) and p.id = attachments.ticket_message_id)
    when proposal_id is not null then exists (select from app_public.proposals p where p.organization_id = (select app_hidden.organization_id()) and p.id = attachments.proposal_id)
    when contract_id is not null then exists (select from app_public.contracts p where p.organization_id = (select app_hidden.organization_id()) and p.id = attachments.contract_id)
  end
$$);
select app_private.create_policies('app_public.attachments', '{client}', '{insert}', $$
  (select app_hidden.contact_id()) is not null
  and
  case
    when message_id is not null then exists (select from app_public.messages p where p.organization_id = (select app_hidden.organization_id()) and p.id = attachments.message_id)
    when ticket_message_id is not null then exists (select from app_public.ticket_messages p where p.organization_id = (select app_hidden.organization_id()) and p.id = attachments.ticket_message_id)
  end
$$);
--! EndIncluded files/tables/attachments.sql
--! EndIncluded files/all.sql
