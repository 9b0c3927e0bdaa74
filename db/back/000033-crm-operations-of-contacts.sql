drop view app_public.contact_timeline;
drop table app_public.contact_timeline_kinds;
drop index app_public.calls_organization_id_contact_id_began_at_id_idx;
drop index app_public.tasks_organization_id_contact_id_created_at_id_idx;
drop index app_public.tickets_organization_id_contact_id_created_at_id_idx;

drop function app_public.duplicate_contact_contact(app_public.duplicate_contact);
drop function app_public.find_duplicates(uuid);
drop function app_hidden.contacts_of_mailbox(text);
drop index app_public.contacts_organization_id_mailbox_idx;
drop function app_hidden.mailbox(text);
drop type app_public.duplicate_contact;

drop function app_public.untag_contacts(uuid[], text[]);
drop function app_public.tag_contacts(uuid[], text[]);
drop function app_hidden.lock_contacts(uuid[]);
drop function app_hidden.tags_to_change(text[]);

drop function app_public.unmerge_contacts(uuid);
drop function app_public.merge_contacts(uuid, uuid, text[]);
drop function app_private.contact_to_merge(uuid, text, text[]);
drop function app_private.merged_contact_values(app_public.contacts, app_public.contacts, text[]);
drop function app_private.contact_merge_columns();
drop function app_private.write_contact_values(uuid, jsonb);
drop function app_private.move_contact_references(text, text, uuid[], uuid, uuid);
drop function app_private.lock_contact_references(uuid, uuid);
drop function app_private.contact_references();
drop table app_private.contact_merge_references;
drop table app_private.contact_merge_values;
drop table app_public.contact_merges;
alter table app_public.contacts drop column merged_into_id;
