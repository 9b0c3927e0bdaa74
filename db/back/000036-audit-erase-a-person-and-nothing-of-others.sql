drop function app_private.redact_rows(regclass, uuid, text, text[], text[]);
drop function app_private.is_configuration(regclass);
drop function app_private.person_piece(text, text);
