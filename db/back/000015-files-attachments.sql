drop table app_public.attachments;
delete from app_public.role_permissions where resource = 'attachments';
delete from app_private.system_role_permissions where resource = 'attachments';
delete from app_public.permissions where resource = 'attachments';
