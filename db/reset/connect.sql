-- A new database belongs to its owner alone; the gateway's login has to be let in by name.
grant connect on database :DATABASE_NAME to tenantry_owner, tenantry_authenticator;
