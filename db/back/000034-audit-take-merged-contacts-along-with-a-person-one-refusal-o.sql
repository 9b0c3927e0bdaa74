--!restore tenancy/functions/refuse_missing_row.sql
drop function app_private.merged_contact_ids(uuid, uuid);
