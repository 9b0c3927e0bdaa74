--! Previous: sha1:be67bd52fa35f2547b93155858b5aaa5cc08b18f
--! Hash: sha1:56c423481420bde0eb7cf46389d6d8040a5b7201
--! Message: crm: what undoes a merge moves with its organization

--! split: 1-current.sql
-- An organization that moves takes along what undoes its merges, and an erasure finds it there.
alter table app_private.contact_merge_values
  add column id uuid not null default app_hidden.uuid_v7(),
  add column organization_id uuid references app_public.organizations on delete cascade,
  drop constraint contact_merge_values_pkey,
  drop constraint contact_merge_values_contact_merge_id_fkey,
  add primary key (id);
update app_private.contact_merge_values v set organization_id = m.organization_id from app_public.contact_merges m where m.id = v.contact_merge_id;
alter table app_private.contact_merge_values
  alter column organization_id set not null,
  alter column organization_id set default app_hidden.organization_id(),
  add unique (organization_id, id),
  add unique (organization_id, contact_merge_id),
  add foreign key (organization_id, contact_merge_id) references app_public.contact_merges (organization_id, id) on delete cascade;

alter table app_private.contact_merge_references
  add column id uuid not null default app_hidden.uuid_v7(),
  add column organization_id uuid references app_public.organizations on delete cascade,
  drop constraint contact_merge_references_pkey,
  drop constraint contact_merge_references_contact_merge_id_fkey,
  add primary key (id);
update app_private.contact_merge_references r set organization_id = m.organization_id from app_public.contact_merges m where m.id = r.contact_merge_id;
alter table app_private.contact_merge_references
  alter column organization_id set not null,
  alter column organization_id set default app_hidden.organization_id(),
  add unique (organization_id, id),
  add unique (organization_id, contact_merge_id, table_name, column_name),
  add foreign key (organization_id, contact_merge_id) references app_public.contact_merges (organization_id, id) on delete cascade;

--! Included crm/functions/merge_contacts.sql
/*
 * Definer, because what refers to the contact comes along whether or not the caller sees it. Locks are taken in the order
 * in which everybody else takes them: one merge of an organization at a time, then the rows that refer to the contact, who
 * are locked before their contact wherever messages are written, then the contacts by id. What came meanwhile is
 * looked for once more behind that. From then on nobody adds a reference to either contact before this is done.
 */
create or replace function app_public.merge_contacts(
  contact_id uuid,
  merged_contact_id uuid,
  take text[] default '{}'
) returns app_public.contact_merges
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_organization_id constant uuid := app_hidden.organization_id();
  v_updating constant text[] := '{contacts.update}';
  v_archiving constant text[] := '{contacts.update,contacts.delete}';
  v_contact app_public.contacts;
  v_merged app_public.contacts;
  v_merge app_public.contact_merges;
  v_before jsonb;
  v_after jsonb;
  v_has_password boolean := false;
begin
  if merge_contacts.contact_id = merge_contacts.merged_contact_id then
    raise exception using
      errcode = 'TN400',
      message = 'A contact can’t be merged into itself.',
      detail = '{"field": "mergedContactId"}',
      hint = 'Name two contacts.';
  elsif not coalesce(merge_contacts.take, '{}') <@ array(select m.field from app_private.contact_merge_columns() m) then
    raise exception using
      errcode = 'TN400',
      message = 'This can’t be taken from a contact.',
      detail = '{"field": "take"}',
      hint = 'Name some of: ' || (select string_agg(m.field, ', ') from app_private.contact_merge_columns() m) || '.';
  end if;
  perform app_private.contact_to_merge(merge_contacts.contact_id, 'contactId', v_updating);
  perform app_private.contact_to_merge(merge_contacts.merged_contact_id, 'mergedContactId', v_archiving);

  perform pg_advisory_xact_lock(hashtextextended('merge contacts of ' || v_organization_id, 0));
  perform app_private.lock_contact_references(v_organization_id, merge_contacts.merged_contact_id);
  perform from app_public.contacts c
  where c.organization_id = v_organization_id and c.id in (merge_contacts.contact_id, merge_contacts.merged_contact_id)
  order by c.id for update;
  v_contact := app_private.contact_to_merge(merge_contacts.contact_id, 'contactId', v_updating);
  v_merged := app_private.contact_to_merge(merge_contacts.merged_contact_id, 'mergedContactId', v_archiving);

  select m.* into v_merge
  from app_public.contact_merges m
  where m.organization_id = v_organization_id and m.merged_contact_id = v_merged.id and m.undone_at is null;
  if v_merge.contact_id <> v_contact.id or v_contact.merged_into_id is not null then
    raise exception using
      errcode = 'TN409',
      message = 'This contact was merged into another one already.',
      detail = jsonb_build_object('field', case when v_contact.merged_into_id is null then 'mergedContactId' else 'contactId' end)::text,
      hint = 'Name the contact that it was merged into, or undo that.';
  elsif v_contact.deleted_at is not null then
    raise exception using errcode = 'TN409', message = 'This contact is archived.', detail = '{"field": "contactId"}', hint = 'Restore the contact first.';
  end if;

  perform set_config('app.merges_contacts', 'on', true);
  if v_merge.id is null then
    insert into app_public.contact_merges (organization_id, contact_id, merged_contact_id)
    values (v_organization_id, v_contact.id, v_merged.id)
    returning * into v_merge;

    v_before := to_jsonb(v_contact);
    v_after := app_private.merged_contact_values(v_contact, v_merged, coalesce(merge_contacts.take, '{}'));
    select coalesce(jsonb_object_agg(a.key, a.value), '{}') into v_after from jsonb_each(v_after) a where a.value <> v_before -> a.key;
    select coalesce(jsonb_object_agg(a.key, v_before -> a.key), '{}') into v_before from jsonb_object_keys(v_after) a (key);

    -- An address is one contact's at a time, so it is let go of first. The one that is replaced goes the other way, so that
    -- what comes from it still finds its contact.
    update app_public.contacts c
    set
      email = case when v_after ? 'email' then null else c.email end,
      deleted_at = coalesce(c.deleted_at, now()),
      merged_into_id = v_contact.id
    where c.id = v_merged.id;
    perform app_private.write_contact_values(v_contact.id, v_after);
    if v_before ->> 'email' is not null then
      update app_public.contacts c set email = v_contact.email, email_verified = v_contact.email_verified where c.id = v_merged.id;
    end if;

    -- A password goes with its address, to whoever has none.
    if v_after ->> 'email' is not null and v_contact.email is null then
      update app_private.contact_credentials p set contact_id = v_contact.id
      where p.contact_id = v_merged.id and not exists (select from app_private.contact_credentials o where o.contact_id = v_contact.id);
      v_has_password := found;
    end if;
    insert into app_private.contact_merge_values (contact_merge_id, contact_before, contact_after, merged_contact_before, has_moved_password)
    values (
      v_merge.id, v_before, v_after,
      jsonb_build_object('email', v_merged.email, 'email_verified', v_merged.email_verified, 'deleted_at', v_merged.deleted_at),
      v_has_password
    );
  end if;

  with found as materialized (
    select r.table_name, r.column_name, r.row_ids
    from app_private.lock_contact_references(v_organization_id, v_merged.id) r
  ), moved as materialized (
    select f.table_name, f.column_name, f.row_ids,
      app_private.move_contact_references(f.table_name, f.column_name, f.row_ids, v_merged.id, v_contact.id) as moved_ids
    from found f
  ), recorded as (
    insert into app_private.contact_merge_references as r (contact_merge_id, table_name, column_name, row_ids)
    select v_merge.id, m.table_name, m.column_name, m.moved_ids from moved m
    on conflict (organization_id, contact_merge_id, table_name, column_name) do update set row_ids = r.row_ids || excluded.row_ids
  )
  select coalesce(jsonb_object_agg(k.name, k.count) filter (where k.count > 0), '{}') into v_merge.kept_back
  from (
    select split_part(m.table_name, '.', 2) as name, sum(cardinality(m.row_ids) - cardinality(m.moved_ids)) as count
    from moved m
    group by 1
  ) k;
  perform set_config('app.merges_contacts', '', true);

  update app_public.contact_merges m
  set
    kept_back = v_merge.kept_back,
    moved = (
      select coalesce(jsonb_object_agg(k.name, k.count) filter (where k.count > 0), '{}')
      from (
        select split_part(r.table_name, '.', 2) as name, sum(cardinality(r.row_ids)) as count
        from app_private.contact_merge_references r
        where r.organization_id = v_organization_id and r.contact_merge_id = v_merge.id
        group by 1
      ) k
    )
  where m.id = v_merge.id
  returning m.* into v_merge;
  return v_merge;
end
$$;
grant execute on function app_public.merge_contacts(uuid, uuid, text[]) to tenantry_member, tenantry_service;
comment on function app_public.merge_contacts(uuid, uuid, text[]) is $$@argument contact_id The id of the contact who stays.
@argument merged_contact_id The id of the contact who is merged into them, and archived.
@argument take What is taken from the merged contact instead of following the rules: some of `business`, `company`, `customFields`, `dateOfBirth`, `email`, `emergencyContact`, `gender`, `isActive`, `lifecycleStage`, `membership`, `name`, `notes`, `owner`, `phone`, `source` and `tags`.
Makes one contact of two who are the same person. Everything that refers to the merged contact refers to the one who stays afterwards, whether or not the caller sees it; `moved` counts it. What a contact has only once, and both have, stays with the merged contact; `keptBack` counts it. Whoever writes or calls from an address of the merged contact is found to be the one who stays.

The contact who stays keeps their own values. What is empty is filled in from the merged contact, names only where they don’t contradict each other; an e-mail address that is taken leaves the merged contact, and one that it replaces goes there. Tags are put together, so are notes, and the organization’s own fields one by one. Of the lifecycle stages the furthest stays (customer, former, lead, subscriber), of two times of contact the later; a membership is filled in as a whole; whoever of the two is active makes the other so. Business and source stay. A password for the client portal goes along only with its address; the merged contact doesn’t sign in any more.

Calling it again for the same two brings along what was added to the merged contact meanwhile. `unmergeContacts` undoes it for a day.

Needs `contacts.update` on both and `contacts.delete` on the merged one; refused with `NOT_FOUND` otherwise, with `CONFLICT` when one of them was merged into another contact already or the one who stays is archived, and with `BAD_USER_INPUT` for a contact and itself.

```graphql
mutation {
  mergeContacts(input: { contactId: "0199…", mergedContactId: "0199…", take: ["phone"] }) {
    contactMerge { id moved keptBack undoExpiresAt contact { id name email tags } }
  }
}
```$$;
--! EndIncluded crm/functions/merge_contacts.sql
--! Included crm/functions/unmerge_contacts.sql
-- Locks as merge_contacts does, and for the same reasons. What somebody changed since is somebody's work and stays.
create or replace function app_public.unmerge_contacts(contact_merge_id uuid) returns app_public.contact_merges
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_organization_id constant uuid := app_hidden.organization_id();
  v_updating constant text[] := '{contacts.update}';
  v_archiving constant text[] := '{contacts.update,contacts.delete}';
  v_merge app_public.contact_merges;
  v_values app_private.contact_merge_values;
  v_now jsonb;
  v_restored jsonb;
  v_reference record;
begin
  select m.* into v_merge
  from app_public.contact_merges m
  where m.organization_id = v_organization_id and m.id = unmerge_contacts.contact_merge_id;
  if not found then
    perform app_hidden.refuse_missing_row('contactMergeId');
  end if;
  perform app_private.contact_to_merge(v_merge.contact_id, 'contactMergeId', v_updating);
  perform app_private.contact_to_merge(v_merge.merged_contact_id, 'contactMergeId', v_archiving);

  perform pg_advisory_xact_lock(hashtextextended('merge contacts of ' || v_organization_id, 0));
  perform app_private.lock_contact_references(v_organization_id, v_merge.contact_id);
  perform from app_public.contacts c
  where c.organization_id = v_organization_id and c.id in (v_merge.contact_id, v_merge.merged_contact_id)
  order by c.id for update;
  select m.* into v_merge from app_public.contact_merges m where m.organization_id = v_organization_id and m.id = v_merge.id;
  if not found then
    perform app_hidden.refuse_missing_row('contactMergeId');
  end if;
  v_now := to_jsonb(app_private.contact_to_merge(v_merge.contact_id, 'contactMergeId', v_updating));
  perform app_private.contact_to_merge(v_merge.merged_contact_id, 'contactMergeId', v_archiving);

  if v_merge.undone_at is not null then
    raise exception using errcode = 'TN409', message = 'This was undone already.', detail = '{"field": "contactMergeId"}';
  elsif v_merge.undo_expires_at < now() then
    raise exception using
      errcode = 'TN409',
      message = 'Merging can be undone for a day.',
      detail = jsonb_build_object('field', 'contactMergeId', 'undoExpiresAt', v_merge.undo_expires_at)::text;
  elsif v_now ->> 'merged_into_id' is not null or exists (
    select from app_public.contact_merges l
    where l.organization_id = v_organization_id and l.contact_id = v_merge.contact_id and l.undone_at is null and l.id > v_merge.id
  ) then
    raise exception using
      errcode = 'TN409',
      message = 'These contacts were merged with others since.',
      detail = '{"field": "contactMergeId"}',
      hint = 'Undo the later merges first.';
  end if;

  select v.* into v_values from app_private.contact_merge_values v
  where v.organization_id = v_organization_id and v.contact_merge_id = v_merge.id;
  select coalesce(jsonb_object_agg(b.key, b.value), '{}') into v_restored
  from jsonb_each(v_values.contact_before) b
  where v_now -> b.key = v_values.contact_after -> b.key;

  perform set_config('app.merges_contacts', 'on', true);
  update app_public.contacts c set email = null, merged_into_id = null where c.id = v_merge.merged_contact_id;
  perform app_private.write_contact_values(v_merge.contact_id, v_restored);
  update app_public.contacts c
  set
    email = case
      when not exists (select from app_public.contacts o where o.organization_id = v_organization_id and o.email = v_values.merged_contact_before ->> 'email')
        then v_values.merged_contact_before ->> 'email'
    end,
    email_verified = (v_values.merged_contact_before ->> 'email_verified')::boolean,
    deleted_at = (v_values.merged_contact_before ->> 'deleted_at')::timestamptz
  where c.id = v_merge.merged_contact_id;
  if v_values.has_moved_password and v_restored ? 'email' then
    update app_private.contact_credentials p set contact_id = v_merge.merged_contact_id where p.contact_id = v_merge.contact_id;
  end if;
  for v_reference in
    select r.table_name, r.column_name, r.row_ids
    from app_private.contact_merge_references r
    where r.organization_id = v_organization_id and r.contact_merge_id = v_merge.id and r.row_ids <> '{}'
    order by r.table_name, r.column_name
  loop
    perform app_private.move_contact_references(
      v_reference.table_name, v_reference.column_name, v_reference.row_ids, v_merge.contact_id, v_merge.merged_contact_id
    );
  end loop;
  perform set_config('app.merges_contacts', '', true);

  update app_public.contact_merges m set undone_at = now() where m.id = v_merge.id returning m.* into v_merge;
  return v_merge;
end
$$;
grant execute on function app_public.unmerge_contacts(uuid) to tenantry_member, tenantry_service;
comment on function app_public.unmerge_contacts(uuid) is $$@argument contact_merge_id The id of the merge, as `mergeContacts` answered it.
Undoes `mergeContacts`, for a day: the merged contact is there again with their address, what was moved refers to them again, and the contact who stayed has the values of before. What was added since stays with the contact who stayed, and so does what somebody changed by hand since.

Needs `contacts.update` on both and `contacts.delete` on the merged one; refused with `NOT_FOUND` otherwise, and with `CONFLICT` when it was undone already, after a day, or when either contact was merged again since: later merges are undone first.

```graphql
mutation {
  unmergeContacts(input: { contactMergeId: "0199…" }) {
    contactMerge { undoneAt mergedContact { id name email deletedAt } }
  }
}
```$$;
--! EndIncluded crm/functions/unmerge_contacts.sql
