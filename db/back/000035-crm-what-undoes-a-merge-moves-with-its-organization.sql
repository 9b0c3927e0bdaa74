alter table app_private.contact_merge_values
  drop constraint contact_merge_values_organization_id_contact_merge_id_fkey,
  drop column organization_id,
  drop column id,
  add primary key (contact_merge_id),
  add foreign key (contact_merge_id) references app_public.contact_merges on delete cascade;
alter table app_private.contact_merge_references
  drop constraint contact_merge_references_organization_id_contact_merge_id_fkey,
  drop column organization_id,
  drop column id,
  add primary key (contact_merge_id, table_name, column_name),
  add foreign key (contact_merge_id) references app_public.contact_merges on delete cascade;
