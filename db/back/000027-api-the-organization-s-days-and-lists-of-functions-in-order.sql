drop function app_hidden.time_zone();
