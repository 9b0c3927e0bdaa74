drop function app_hidden.require_time_in_our_era(timestamptz, text);
