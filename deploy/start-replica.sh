#!/usr/bin/env bash
# Copies the primary when there is no copy yet, and follows it from then on. PGPASSWORD is the replication role's.
set -euo pipefail

primary="${PRIMARY_HOST:-postgres}"
slot="${REPLICATION_SLOT:-tenantry_replica}"

if [ ! -s "$PGDATA/PG_VERSION" ]; then
  # What an interrupted copy left behind; its slot is there already.
  rm -rf "${PGDATA:?}"
  connection=(--host="$primary" --port="${PRIMARY_PORT:-5432}" --username=tenantry_replication --no-password)
  copy=(pg_basebackup "${connection[@]}" --pgdata="$PGDATA" --wal-method=stream --write-recovery-conf --checkpoint=fast --slot="$slot")
  "${copy[@]}" --create-slot || { rm -rf "${PGDATA:?}"; "${copy[@]}"; }
  chmod 0700 "$PGDATA"
fi

exec postgres -c hot_standby=on -c hot_standby_feedback=on "$@"
