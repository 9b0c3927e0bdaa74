drop schema if exists app_public, app_hidden, app_private cascade;
