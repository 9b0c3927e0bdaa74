insert into app_public.proposal_items (
  id, organization_id, proposal_id, position, description, quantity, unit_price_cents, tax_basis_points, created_at, updated_at
)
select
  pg_temp.id(t.seed, 2420, p.n * 16 + e, p.created_at), t.organization_id, p.id, e, pg_temp.pick(pg_temp.services(), pg_temp.fraction(t.seed, 2421, p.n * 16 + e)),
  i.quantity, i.unit_price_cents, i.tax_basis_points, p.created_at, p.created_at
from pg_temp.tenant t
join pg_temp.made_proposals p on p.n between $1 and $2
cross join lateral generate_series(1, p.items) e
cross join lateral pg_temp.proposal_item(t.seed, p.n * 16 + e) i
