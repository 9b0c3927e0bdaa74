drop function app_private.full_times(uuid, uuid, uuid, timestamptz, timestamptz, uuid);
