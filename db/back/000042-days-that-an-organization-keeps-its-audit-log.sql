alter table app_public.organizations drop column audit_retention_days;
