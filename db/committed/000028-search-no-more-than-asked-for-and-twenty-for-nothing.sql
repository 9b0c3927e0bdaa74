--! Previous: sha1:13e16b1c75edfb5fde485f6df144abbec9a69ee7
--! Hash: sha1:000379d88b663cab74c96de410faa7096d934738
--! Message: Search: no more than asked for, and twenty for nothing

--! split: 1-current.sql
-- Enter migration here
--! Included search/functions/search.sql
-- Each kind is asked for no more than is given, since the functions know what is in reach of who asks. The tables are
-- joined under the policies. Contacts, the most of all, are searched for once for all that refers to them.
create or replace function app_public.search(query text, types text[] default null, first int default 20) returns setof app_public.search_result
language plpgsql stable
set search_path = ''
as $$
declare
  v_related constant int := 200;
  -- A null that is sent is no default, and would be no limit.
  v_first constant int := coalesce(search.first, 20);
  v_contact_ids uuid[] := '{}';
  v_contact_ranks double precision[] := '{}';
begin
  if v_first not between 1 and 50 then
    raise exception using
      errcode = 'TN400',
      message = 'A search gives 1 to 50 results.',
      detail = jsonb_build_object('field', 'first')::text;
  end if;
  perform app_hidden.search_terms(search.query);
  if search.types is null or search.types && '{deal,ticket,conversation}' then
    select coalesce(array_agg(s.id), '{}'), coalesce(array_agg(s.rank), '{}') into v_contact_ids, v_contact_ranks
    from app_hidden.search_contacts(search.query, v_related, 'YES') s;
  end if;

  return query
  select f.* from (
    select 'contact', r.id, r.name, coalesce(r.email, r.phone), s.rank
    from app_hidden.search_contacts(search.query, v_first, 'NO') s
    join app_public.contacts r on r.id = s.id
    where r.deleted_at is null and coalesce('contact' = any (search.types), true)
    union all
    select 'company', r.id, r.name, coalesce(r.domain, r.email, r.phone), s.rank
    from app_hidden.search_companies(search.query, v_first, 'NO') s
    join app_public.companies r on r.id = s.id
    where r.deleted_at is null and coalesce('company' = any (search.types), true)
    union all
    select 'lead', r.id, r.name, coalesce(r.email, r.phone), s.rank
    from app_hidden.search_leads(search.query, v_first, 'NO') s
    join app_public.leads r on r.id = s.id
    where r.deleted_at is null and coalesce('lead' = any (search.types), true)
    union all
    select 'deal', r.id, r.title, coalesce(c.name, k.name), s.rank
    from app_hidden.search_deals(search.query, v_first, 'NO', v_contact_ids, v_contact_ranks) s
    join app_public.deals r on r.id = s.id
    left join app_public.contacts c on c.id = r.contact_id
    left join app_public.companies k on k.id = r.company_id
    where r.deleted_at is null and coalesce('deal' = any (search.types), true)
    union all
    select 'ticket', r.id, r.subject, '#' || r.number || coalesce(' ' || c.name, ''), s.rank
    from app_hidden.search_tickets(search.query, v_first, 'NO', v_contact_ids, v_contact_ranks) s
    join app_public.tickets r on r.id = s.id
    left join app_public.contacts c on c.id = r.contact_id
    where r.deleted_at is null and coalesce('ticket' = any (search.types), true)
    union all
    select 'conversation', r.id, coalesce(c.name, r.subject, r.channel), coalesce(r.last_message_preview, r.subject), s.rank
    from app_hidden.search_conversations(search.query, v_first, 'NO', v_contact_ids, v_contact_ranks) s
    join app_public.conversations r on r.id = s.id
    left join app_public.contacts c on c.id = r.contact_id
    where r.status <> 'archived' and coalesce('conversation' = any (search.types), true)
  ) f (kind, id, title, subtitle, rank)
  order by f.rank desc, f.kind, f.id
  limit v_first;
end
$$;
grant execute on function app_public.search(text, text[], int) to tenantry_member, tenantry_service;
comment on function app_public.search(text, text[], int) is $$@behavior -*
Contacts, companies, leads, deals, tickets and conversations that are meant by a text, best first.$$;
--! EndIncluded search/functions/search.sql
