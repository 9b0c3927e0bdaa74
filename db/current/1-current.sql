drop function app_private.redact_rows(regclass, uuid, text, text[]);
--!include audit/functions/person_piece.sql
--!include audit/functions/is_configuration.sql
--!include audit/functions/personal_identifiers.sql
--!include audit/functions/redact_rows.sql
--!include audit/functions/erase_person.sql
--!include audit/functions/erase_personal_data.sql
--!include crm/functions/tg__validate_custom_fields.sql
--!include automation/functions/tg_workflows__check.sql
