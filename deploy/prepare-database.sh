#!/usr/bin/env bash
# Runs once, when the volume of the database is new, after db/roles.sql: passwords, owner, and a login for the replica.
set -euo pipefail

# Passwords go over standard input, so that they are on no command line.
psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --username="${POSTGRES_USER:-postgres}" --dbname=postgres <<'SQL'
\getenv owner_password OWNER_PASSWORD
\getenv authenticator_password AUTHENTICATOR_PASSWORD
\getenv replication_password REPLICATION_PASSWORD
set password_encryption = 'scram-sha-256';
alter role tenantry_owner password :'owner_password';
alter role tenantry_authenticator password :'authenticator_password';
alter database tenantry owner to tenantry_owner;
revoke all on database tenantry from public;
grant connect on database tenantry to tenantry_authenticator;
create role tenantry_replication login replication password :'replication_password';
SQL

echo "host replication tenantry_replication all scram-sha-256" >>"$PGDATA/pg_hba.conf"
