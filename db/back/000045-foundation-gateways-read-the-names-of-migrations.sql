drop function app_private.migration_history();
