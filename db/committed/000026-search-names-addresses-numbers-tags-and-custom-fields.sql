--! Previous: sha1:a22162fcd14a0900268c76d8c0b1c3bbfb986430
--! Hash: sha1:00eab513f2796193a38012a434c5a50be129c437
--! Message: Search: names, addresses, numbers, tags and custom fields

--! split: 1-current.sql
/*
 * Search: names as they are typed, e-mail addresses, phone numbers, tags and custom fields.
 */
create type app_public.search_result as (
  kind text,
  id uuid,
  title text,
  subtitle text,
  rank double precision
);
comment on type app_public.search_result is $$Something that a search found.$$;
comment on column app_public.search_result.kind is $$What it is; the field of this name holds the row.$$;
comment on column app_public.search_result.title is $$What to show: a name, title or subject.$$;
comment on column app_public.search_result.subtitle is $$What tells it from others of its name, such as an e-mail address.$$;
comment on column app_public.search_result.rank is $$How well it matches, up to 1. An e-mail address, phone number or ticket number that is the same has 1, the beginning of a name from 0.8, words from 0.6, other spellings less than 0.5.$$;

--! Included search/functions/search_text.sql
-- Indexes hold what it makes, so it depends on nothing but PostgreSQL: no extension's dictionary that another version
-- changes. Plain ASCII, which most text is, is spared the work; so are rare signs, since indexes are read again with it. A
-- blank before each word, the first as well, lets a pattern say where a word begins. Apostrophes vanish: O'Brien is OBrien.
-- Cyrillic and Greek are written in Latin letters, since in a database of the locale C trigrams know no others.
-- It is strict so that it isn't inlined, and PostgreSQL weighs what it costs.
create or replace function app_hidden.search_text(value text) returns text
language sql immutable strict parallel safe cost 50
return ' ' || translate(
  case
    when octet_length(search_text.value) = length(search_text.value) then lower(search_text.value)
    else replace(
      translate(
        lower(normalize(search_text.value, nfkd)),
        E'øłđðþıœæабвгдежзиклмнопрстуфхцчшщыэюяαβγδεζηθικλμνξοπρσςτυφχψωъь\u0300\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308\u0309\u030a\u030b\u030c\u030f\u0311\u031b\u0323\u0324\u0325\u0326\u0327\u0328\u0331\u2018\u2019',
        'olddtioaabvgdejziklmnoprstufhcqwwyeuaabgdezitiklmnxoprsstyfhpo'
      ),
      'ß', 'ss'
    )
  end,
  E'-.@/,_(:#"&+\n\t\'',
  '              '
);
-- Clients search nothing, but indexes call it when they add a ticket or change their name.
grant execute on function app_hidden.search_text(text) to tenantry_member, tenantry_service, tenantry_client;
comment on function app_hidden.search_text(text) is $$A text as searches compare it: in lower case, without accents and punctuation, with a blank before each word.$$;
--! EndIncluded search/functions/search_text.sql
create index contacts_organization_id_search_idx on app_public.contacts using gin (organization_id, (app_hidden.search_text(name || ' ' || coalesce(email, '') || ' ' || coalesce(substr(phone, 2), ''))) public.gin_trgm_ops);
create index contacts_organization_id_search_name_idx on app_public.contacts (organization_id, (app_hidden.search_text(name) collate ucs_basic), id);
create index leads_organization_id_search_idx on app_public.leads using gin (organization_id, (app_hidden.search_text(name || ' ' || coalesce(email, '') || ' ' || coalesce(substr(phone, 2), ''))) public.gin_trgm_ops);
create index leads_organization_id_search_name_idx on app_public.leads (organization_id, (app_hidden.search_text(name) collate ucs_basic), id);
create index companies_organization_id_search_idx on app_public.companies using gin (organization_id, (app_hidden.search_text(name || ' ' || coalesce(domain, '') || ' ' || coalesce(email, '') || ' ' || coalesce(substr(phone, 2), ''))) public.gin_trgm_ops);
create index companies_organization_id_search_name_idx on app_public.companies (organization_id, (app_hidden.search_text(name) collate ucs_basic), id);
create index deals_organization_id_search_idx on app_public.deals using gin (organization_id, (app_hidden.search_text(title)) public.gin_trgm_ops);
create index tickets_organization_id_search_idx on app_public.tickets using gin (organization_id, (app_hidden.search_text(subject)) public.gin_trgm_ops);
create index conversations_organization_id_search_idx on app_public.conversations using gin (organization_id, (app_hidden.search_text(coalesce(subject, '') || ' ' || coalesce(last_message_preview, ''))) public.gin_trgm_ops);

-- The trigrams of the new indexes do what these did.
drop index app_public.contacts_organization_id_name_idx;
drop index app_public.leads_organization_id_name_idx;
drop index app_public.companies_organization_id_name_idx;
drop index app_public.deals_organization_id_title_idx;
drop index app_public.tickets_organization_id_subject_idx;
drop index app_public.conversations_organization_id_subject_idx;

--! Included search/all.sql
--! Included search/functions/search_text.sql
-- Indexes hold what it makes, so it depends on nothing but PostgreSQL: no extension's dictionary that another version
-- changes. Plain ASCII, which most text is, is spared the work; so are rare signs, since indexes are read again with it. A
-- blank before each word, the first as well, lets a pattern say where a word begins. Apostrophes vanish: O'Brien is OBrien.
-- Cyrillic and Greek are written in Latin letters, since in a database of the locale C trigrams know no others.
-- It is strict so that it isn't inlined, and PostgreSQL weighs what it costs.
create or replace function app_hidden.search_text(value text) returns text
language sql immutable strict parallel safe cost 50
return ' ' || translate(
  case
    when octet_length(search_text.value) = length(search_text.value) then lower(search_text.value)
    else replace(
      translate(
        lower(normalize(search_text.value, nfkd)),
        E'øłđðþıœæабвгдежзиклмнопрстуфхцчшщыэюяαβγδεζηθικλμνξοπρσςτυφχψωъь\u0300\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308\u0309\u030a\u030b\u030c\u030f\u0311\u031b\u0323\u0324\u0325\u0326\u0327\u0328\u0331\u2018\u2019',
        'olddtioaabvgdejziklmnoprstufhcqwwyeuaabgdezitiklmnxoprsstyfhpo'
      ),
      'ß', 'ss'
    )
  end,
  E'-.@/,_(:#"&+\n\t\'',
  '              '
);
-- Clients search nothing, but indexes call it when they add a ticket or change their name.
grant execute on function app_hidden.search_text(text) to tenantry_member, tenantry_service, tenantry_client;
comment on function app_hidden.search_text(text) is $$A text as searches compare it: in lower case, without accents and punctuation, with a blank before each word.$$;
--! EndIncluded search/functions/search_text.sql
--! Included search/functions/phone_or_null.sql
create or replace function app_hidden.phone_or_null(phone text, country text) returns text
language plpgsql stable
set search_path = ''
as $$
begin
  return app_hidden.normalize_phone(phone_or_null.phone, phone_or_null.country);
exception when sqlstate 'TN400' then
  return null;
end
$$;
grant execute on function app_hidden.phone_or_null(text, text) to tenantry_member, tenantry_service;
comment on function app_hidden.phone_or_null(text, text) is $$A phone number in E.164 form, as normalize_phone gives it; null when it is none.$$;
--! EndIncluded search/functions/phone_or_null.sql
--! Included search/functions/word_pattern.sql
create or replace function app_hidden.word_pattern(word text) returns text
language sql immutable parallel safe
return '% ' || replace(replace(replace(word_pattern.word, '\', '\\'), '%', '\%'), '_', '\_') || '%';
grant execute on function app_hidden.word_pattern(text) to tenantry_member, tenantry_service;
comment on function app_hidden.word_pattern(text) is $$What a text is like, as search_text gives it, that has a word with this beginning.$$;
--! EndIncluded search/functions/word_pattern.sql
--! Included search/functions/spelling_patterns.sql
-- Similarity of trigrams takes John and Jonh for different words, and to compare it is slow. So these are the texts that one
-- slip makes: two letters swapped, a wrong one, one too many, one too few. The first letter is nearly always right, and
-- without it an index would find too much. Numbers are looked up, not guessed.
create or replace function app_hidden.spelling_patterns(word text) returns text[]
language sql immutable
as $$
  select case
    when length(spelling_patterns.word) between 4 and 20 and spelling_patterns.word !~ '[0-9%_\\]' then array(
      select app_hidden.word_pattern(spelling_patterns.word)
      union
      select '% ' || m.spelling || '%'
      from generate_series(2, length(spelling_patterns.word)) as i
      cross join lateral (
        values
          (overlay(spelling_patterns.word placing reverse(substr(spelling_patterns.word, i, 2)) from i for 2)),
          (overlay(spelling_patterns.word placing '_' from i for 1)),
          (overlay(spelling_patterns.word placing '' from i for 1)),
          (overlay(spelling_patterns.word placing '_' from i for 0))
      ) as m (spelling)
    )
    when spelling_patterns.word is not null then array[app_hidden.word_pattern(spelling_patterns.word)]
  end
$$;
grant execute on function app_hidden.spelling_patterns(text) to tenantry_member, tenantry_service;
comment on function app_hidden.spelling_patterns(text) is $$What a text is like, as search_text gives it, that has a word with this beginning or with one that is a slip away from it. Words of less than four letters, and those with digits, are taken as they are.$$;
--! EndIncluded search/functions/spelling_patterns.sql
--! Included search/functions/search_terms.sql
-- Words without a letter or digit have no trigrams, so no index would find them: they are left out. The patterns of the
-- longest words come first, since they find the fewest rows.
create or replace function app_hidden.search_terms(
  query text,
  out words text,
  out pattern text,
  out second_pattern text,
  out third_pattern text,
  out more_patterns text[],
  out email text,
  out phone text,
  out digits_pattern text,
  out number int,
  out spellings text[],
  out second_spellings text[],
  out third_spellings text[]
)
language plpgsql stable
set search_path = ''
as $$
declare
  v_query constant text := btrim(search_terms.query, E' \t\n\r');
  v_digits text;
  v_words text[];
begin
  if length(v_query) > 200 then
    raise exception using
      errcode = 'TN400',
      message = 'A search takes at most 200 characters.',
      detail = jsonb_build_object('field', 'query')::text;
  end if;
  words := btrim(regexp_replace(app_hidden.search_text(v_query), '\s+', ' ', 'g'));
  if words is null or words !~ '^([0-9]$|[^ -~]|..)' then
    raise exception using
      errcode = 'TN400',
      message = 'A search needs at least two characters.',
      detail = jsonb_build_object('field', 'query')::text,
      hint = 'One digit is enough for the number of a ticket.';
  end if;

  select array_agg(w.word order by length(w.word) desc, w.word) into v_words
  from (select distinct word from unnest(string_to_array(words, ' ')) as word where cardinality(public.show_trgm(word)) > 0) w;
  pattern := app_hidden.word_pattern(v_words[1]);
  second_pattern := app_hidden.word_pattern(v_words[2]);
  third_pattern := app_hidden.word_pattern(v_words[3]);
  more_patterns := nullif(array(select app_hidden.word_pattern(w) from unnest(v_words[4:]) w), '{}');

  if v_query ~ '^[^@\s]+@[^@\s]+\.[^@\s]+$' then
    email := app_hidden.normalize_email(v_query);
    pattern := app_hidden.word_pattern(words);
    second_pattern := null;
    third_pattern := null;
    more_patterns := null;
  elsif v_query ~ '^#?[0-9]{1,9}$' then
    number := ltrim(v_query, '#')::int;
  end if;
  if v_query ~ '^[0-9+()./ \t-]+$' then
    v_digits := ltrim(regexp_replace(v_query, '[^0-9]', '', 'g'), '0');
    if length(v_digits) between 4 and 15 then
      digits_pattern := '%' || v_digits || '%';
      phone := app_hidden.phone_or_null(
        v_query,
        (select app_hidden.country_of(o.locale) from app_public.organizations o where o.id = app_hidden.organization_id())
      );
    end if;
  end if;

  if email is null and digits_pattern is null then
    spellings := app_hidden.spelling_patterns(v_words[1]);
    second_spellings := app_hidden.spelling_patterns(v_words[2]);
    third_spellings := app_hidden.spelling_patterns(v_words[3]);
    if greatest(cardinality(spellings), cardinality(second_spellings), cardinality(third_spellings)) = 1 then
      spellings := null;
    end if;
  end if;
end
$$;
grant execute on function app_hidden.search_terms(text) to tenantry_member, tenantry_service;
comment on function app_hidden.search_terms(text) is $$What somebody may mean who searches for a text: words, an e-mail address, a phone number or a ticket’s number. Raises TN400 when it is too short or too long.$$;
--! EndIncluded search/functions/search_terms.sql
--! Included search/functions/custom_field_filter.sql
create or replace function app_hidden.custom_field_filter(entity text, custom_fields jsonb) returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_unknown text;
  v_filter jsonb;
begin
  if jsonb_typeof(custom_field_filter.custom_fields) <> 'object' then
    raise exception using
      errcode = 'TN400',
      message = 'Custom fields are given as an object: the names of fields, and the values that they are to have.',
      detail = jsonb_build_object('field', 'customFields')::text;
  end if;
  select
    min(f.key) filter (where d.id is null or f.value = 'null'),
    jsonb_object_agg(f.key, case when d.field_type = 'multiselect' and jsonb_typeof(f.value) <> 'array' then jsonb_build_array(f.value) else f.value end)
  into v_unknown, v_filter
  from jsonb_each(custom_field_filter.custom_fields) as f
  left join app_public.custom_field_definitions d
    on d.organization_id = (select app_hidden.organization_id()) and d.entity = custom_field_filter.entity and d.field_name = f.key;
  if v_unknown is not null then
    raise exception using
      errcode = 'TN400',
      message = 'There is no field ' || left(v_unknown, 63) || ' to filter by, or it has no value to compare with.',
      detail = jsonb_build_object('field', 'customFields', 'name', left(v_unknown, 63))::text;
  end if;
  return v_filter;
end
$$;
grant execute on function app_hidden.custom_field_filter(text, jsonb) to tenantry_member, tenantry_service;
comment on function app_hidden.custom_field_filter(text, jsonb) is $$What a row’s customFields contain that has these values in the organization’s own fields; null when nothing is asked for. Raises TN400 when a field isn’t defined.$$;
--! EndIncluded search/functions/custom_field_filter.sql
--! Included search/functions/search_contacts.sql
-- It reads past the policies, for row level security would keep PostgreSQL from using the index of trigrams. So it names the
-- organization and, as the policies do, the rows in reach of who asks: a limit among all rows would leave nothing to who
-- reads few. What it gives is joined to the table, where the policies apply as always.
create or replace function app_hidden.search_contacts(query text, most int, archived text) returns table (id uuid, rank double precision)
language plpgsql stable security definer rows 100
set search_path = ''
set plan_cache_mode = 'force_custom_plan'
set enable_seqscan = 'off'
set enable_indexscan = 'on'
set jit = 'off'
as $$
declare
  -- What is null falls out of the conditions, so that an index of owners or businesses can be used.
  v_organization_id constant uuid := app_hidden.organization_id();
  v_all constant boolean := app_hidden.may_all('contacts.read');
  v_owner_ids constant uuid[] := nullif(app_hidden.scoped_owner_ids('contacts.read'), '{}');
  v_business_ids constant uuid[] := nullif(app_hidden.scoped_business_ids('contacts.read', 'all'), '{}');
  v_team_business_ids constant uuid[] := nullif(app_hidden.scoped_business_ids('contacts.read', 'team'), '{}');
  v_own_business_ids constant uuid[] := nullif(app_hidden.scoped_business_ids('contacts.read', 'own'), '{}');
  -- The nil uuid stands for rows of no business.
  v_unassigned constant boolean := coalesce('00000000-0000-0000-0000-000000000000' = any (v_business_ids), false);
  v_team_unassigned constant boolean := coalesce('00000000-0000-0000-0000-000000000000' = any (v_team_business_ids), false);
  v_own_unassigned constant boolean := coalesce('00000000-0000-0000-0000-000000000000' = any (v_own_business_ids), false);
  v_team_ids constant uuid[] := app_hidden.team_membership_ids();
  v_membership_id constant uuid := app_hidden.membership_id();
  v_terms record;
  v_beginning text;
  v_match record;
  v_ids uuid[] := '{}';
  v_found int := 0;
  v_more int;
begin
  select * into v_terms from app_hidden.search_terms(search_contacts.query);
  v_beginning := ' ' || v_terms.words;

  -- An address or number that is somebody's is looked up. Otherwise names that begin so come first.
  for v_match in
    select
      r.id,
      case
        when r.email = v_terms.email or r.phone = v_terms.phone then 1
        else round((0.8 + 0.15 * length(v_terms.words) / greatest(length(app_hidden.search_text(r.name)) - 1, 1))::numeric, 4)::double precision
      end as rank
    from app_public.contacts r
    where r.organization_id = v_organization_id
      and (
        v_all
        or r.owner_id = any (v_owner_ids)
        or r.business_id = any (v_business_ids)
        or (r.business_id is null and v_unassigned)
        or (r.owner_id = any (v_team_ids) and (r.business_id = any (v_team_business_ids) or (r.business_id is null and v_team_unassigned)))
        or (r.owner_id = v_membership_id and (r.business_id = any (v_own_business_ids) or (r.business_id is null and v_own_unassigned)))
      )
      and (search_contacts.archived = 'YES' or (r.deleted_at is not null) = (search_contacts.archived = 'ONLY'))
      and (
        r.email = v_terms.email
        or r.phone = v_terms.phone
        or coalesce(v_terms.email, v_terms.phone) is null
          and app_hidden.search_text(r.name) collate ucs_basic >= v_beginning
          and app_hidden.search_text(r.name) collate ucs_basic < v_beginning || chr(1114111)
      )
    order by app_hidden.search_text(r.name) collate ucs_basic, r.id
    limit search_contacts.most
  loop
    v_ids := v_ids || v_match.id;
    id := v_match.id;
    rank := v_match.rank;
    return next;
  end loop;
  v_found := cardinality(v_ids);
  if v_found >= search_contacts.most or (v_found > 0 and coalesce(v_terms.email, v_terms.phone) is not null) then
    return;
  end if;

  -- Only the bitmap of an index finds few rows surely; to walk one hoping for matches may come to reading them all.
  perform set_config('enable_indexscan', 'off', true);
  return query
  select f.id, round(max(f.rank)::numeric, 4)::double precision as best
  from (
    (
      select r.id, 0.6 + 0.15 * least(length(v_terms.words), length(app_hidden.search_text(r.name || ' ' || coalesce(r.email, '') || ' ' || coalesce(substr(r.phone, 2), '')))) / length(app_hidden.search_text(r.name || ' ' || coalesce(r.email, '') || ' ' || coalesce(substr(r.phone, 2), ''))) as rank
      from app_public.contacts r
      where r.organization_id = v_organization_id
        and (
          v_all
          or r.owner_id = any (v_owner_ids)
          or r.business_id = any (v_business_ids)
          or (r.business_id is null and v_unassigned)
          or (r.owner_id = any (v_team_ids) and (r.business_id = any (v_team_business_ids) or (r.business_id is null and v_team_unassigned)))
          or (r.owner_id = v_membership_id and (r.business_id = any (v_own_business_ids) or (r.business_id is null and v_own_unassigned)))
        )
        and (search_contacts.archived = 'YES' or (r.deleted_at is not null) = (search_contacts.archived = 'ONLY'))
        and (
          app_hidden.search_text(r.name || ' ' || coalesce(r.email, '') || ' ' || coalesce(substr(r.phone, 2), '')) like v_terms.digits_pattern
          or app_hidden.search_text(r.name || ' ' || coalesce(r.email, '') || ' ' || coalesce(substr(r.phone, 2), '')) like v_terms.pattern
            and (v_terms.second_pattern is null or app_hidden.search_text(r.name || ' ' || coalesce(r.email, '') || ' ' || coalesce(substr(r.phone, 2), '')) like v_terms.second_pattern)
            and (v_terms.third_pattern is null or app_hidden.search_text(r.name || ' ' || coalesce(r.email, '') || ' ' || coalesce(substr(r.phone, 2), '')) like v_terms.third_pattern)
            and (v_terms.more_patterns is null or app_hidden.search_text(r.name || ' ' || coalesce(r.email, '') || ' ' || coalesce(substr(r.phone, 2), '')) like all (v_terms.more_patterns))
        )
        and r.id <> all (v_ids)
      limit search_contacts.most
    )
  ) f
  group by f.id
  order by best desc, f.id
  limit search_contacts.most - v_found;
  get diagnostics v_more = row_count;
  v_found := v_found + v_more;

  -- Other spellings, when there is little else. Rows are found by those of the longest word, the rarest as a rule; what is
  -- added to the text of the others keeps PostgreSQL from choosing them, since it can't tell how many rows they have.
  if v_found >= least(search_contacts.most, 10) or v_terms.spellings is null then
    return;
  end if;
  return query
  select f.id, round((0.25 + 0.2 * public.word_similarity(v_terms.words, f.found))::numeric, 4)::double precision as best
  from (
    select r.id, app_hidden.search_text(r.name || ' ' || coalesce(r.email, '') || ' ' || coalesce(substr(r.phone, 2), '')) as found
    from app_public.contacts r
    where r.organization_id = v_organization_id
      and (
        v_all
        or r.owner_id = any (v_owner_ids)
        or r.business_id = any (v_business_ids)
        or (r.business_id is null and v_unassigned)
        or (r.owner_id = any (v_team_ids) and (r.business_id = any (v_team_business_ids) or (r.business_id is null and v_team_unassigned)))
        or (r.owner_id = v_membership_id and (r.business_id = any (v_own_business_ids) or (r.business_id is null and v_own_unassigned)))
      )
      and (search_contacts.archived = 'YES' or (r.deleted_at is not null) = (search_contacts.archived = 'ONLY'))
      and r.id <> all (v_ids)
      and app_hidden.search_text(r.name || ' ' || coalesce(r.email, '') || ' ' || coalesce(substr(r.phone, 2), '')) like any (v_terms.spellings)
      and (v_terms.second_spellings is null or app_hidden.search_text(r.name || ' ' || coalesce(r.email, '') || ' ' || coalesce(substr(r.phone, 2), '')) || '' like any (v_terms.second_spellings))
      and (v_terms.third_spellings is null or app_hidden.search_text(r.name || ' ' || coalesce(r.email, '') || ' ' || coalesce(substr(r.phone, 2), '')) || '' like any (v_terms.third_spellings))
      and (v_terms.more_patterns is null or app_hidden.search_text(r.name || ' ' || coalesce(r.email, '') || ' ' || coalesce(substr(r.phone, 2), '')) like all (v_terms.more_patterns))
      and not (
        app_hidden.search_text(r.name || ' ' || coalesce(r.email, '') || ' ' || coalesce(substr(r.phone, 2), '')) like v_terms.pattern
        and (v_terms.second_pattern is null or app_hidden.search_text(r.name || ' ' || coalesce(r.email, '') || ' ' || coalesce(substr(r.phone, 2), '')) like v_terms.second_pattern)
        and (v_terms.third_pattern is null or app_hidden.search_text(r.name || ' ' || coalesce(r.email, '') || ' ' || coalesce(substr(r.phone, 2), '')) like v_terms.third_pattern)
      )
    limit search_contacts.most - v_found
  ) f
  order by best desc, f.id;
end
$$;
grant execute on function app_hidden.search_contacts(text, int, text) to tenantry_member, tenantry_service;
comment on function app_hidden.search_contacts(text, int, text) is $$The active organization’s contacts that the person who asks may read and that are meant by a text, best first: by e-mail address, phone number or name.$$;
--! EndIncluded search/functions/search_contacts.sql
--! Included search/functions/search_companies.sql
-- It reads past the policies, for row level security would keep PostgreSQL from using the index of trigrams. So it names the
-- organization and, as the policies do, the rows in reach of who asks: a limit among all rows would leave nothing to who
-- reads few. What it gives is joined to the table, where the policies apply as always.
create or replace function app_hidden.search_companies(query text, most int, archived text) returns table (id uuid, rank double precision)
language plpgsql stable security definer rows 100
set search_path = ''
set plan_cache_mode = 'force_custom_plan'
set enable_seqscan = 'off'
set enable_indexscan = 'on'
set jit = 'off'
as $$
declare
  -- What is null falls out of the conditions, so that an index of owners or businesses can be used.
  v_organization_id constant uuid := app_hidden.organization_id();
  v_all constant boolean := app_hidden.may_all('companies.read');
  v_owner_ids constant uuid[] := nullif(app_hidden.scoped_owner_ids('companies.read'), '{}');
  v_business_ids constant uuid[] := nullif(app_hidden.scoped_business_ids('companies.read', 'all'), '{}');
  v_team_business_ids constant uuid[] := nullif(app_hidden.scoped_business_ids('companies.read', 'team'), '{}');
  v_own_business_ids constant uuid[] := nullif(app_hidden.scoped_business_ids('companies.read', 'own'), '{}');
  -- The nil uuid stands for rows of no business.
  v_unassigned constant boolean := coalesce('00000000-0000-0000-0000-000000000000' = any (v_business_ids), false);
  v_team_unassigned constant boolean := coalesce('00000000-0000-0000-0000-000000000000' = any (v_team_business_ids), false);
  v_own_unassigned constant boolean := coalesce('00000000-0000-0000-0000-000000000000' = any (v_own_business_ids), false);
  v_team_ids constant uuid[] := app_hidden.team_membership_ids();
  v_membership_id constant uuid := app_hidden.membership_id();
  v_terms record;
  v_beginning text;
  v_match record;
  v_ids uuid[] := '{}';
  v_found int := 0;
  v_more int;
begin
  select * into v_terms from app_hidden.search_terms(search_companies.query);
  v_beginning := ' ' || v_terms.words;

  for v_match in
    select r.id, round((0.8 + 0.15 * length(v_terms.words) / greatest(length(app_hidden.search_text(r.name)) - 1, 1))::numeric, 4)::double precision as rank
    from app_public.companies r
    where r.organization_id = v_organization_id
      and (
        v_all
        or r.owner_id = any (v_owner_ids)
        or r.business_id = any (v_business_ids)
        or (r.business_id is null and v_unassigned)
        or (r.owner_id = any (v_team_ids) and (r.business_id = any (v_team_business_ids) or (r.business_id is null and v_team_unassigned)))
        or (r.owner_id = v_membership_id and (r.business_id = any (v_own_business_ids) or (r.business_id is null and v_own_unassigned)))
      )
      and (search_companies.archived = 'YES' or (r.deleted_at is not null) = (search_companies.archived = 'ONLY'))
      and app_hidden.search_text(r.name) collate ucs_basic >= v_beginning
      and app_hidden.search_text(r.name) collate ucs_basic < v_beginning || chr(1114111)
    order by app_hidden.search_text(r.name) collate ucs_basic, r.id
    limit search_companies.most
  loop
    v_ids := v_ids || v_match.id;
    id := v_match.id;
    rank := v_match.rank;
    return next;
  end loop;
  v_found := cardinality(v_ids);
  if v_found >= search_companies.most then
    return;
  end if;

  -- Only the bitmap of an index finds few rows surely; to walk one hoping for matches may come to reading them all.
  perform set_config('enable_indexscan', 'off', true);
  return query
  select f.id, round(max(f.rank)::numeric, 4)::double precision as best
  from (
    (
      select r.id, 0.6 + 0.15 * least(length(v_terms.words), length(app_hidden.search_text(r.name || ' ' || coalesce(r.domain, '') || ' ' || coalesce(r.email, '') || ' ' || coalesce(substr(r.phone, 2), '')))) / length(app_hidden.search_text(r.name || ' ' || coalesce(r.domain, '') || ' ' || coalesce(r.email, '') || ' ' || coalesce(substr(r.phone, 2), ''))) as rank
      from app_public.companies r
      where r.organization_id = v_organization_id
        and (
          v_all
          or r.owner_id = any (v_owner_ids)
          or r.business_id = any (v_business_ids)
          or (r.business_id is null and v_unassigned)
          or (r.owner_id = any (v_team_ids) and (r.business_id = any (v_team_business_ids) or (r.business_id is null and v_team_unassigned)))
          or (r.owner_id = v_membership_id and (r.business_id = any (v_own_business_ids) or (r.business_id is null and v_own_unassigned)))
        )
        and (search_companies.archived = 'YES' or (r.deleted_at is not null) = (search_companies.archived = 'ONLY'))
        and (
          app_hidden.search_text(r.name || ' ' || coalesce(r.domain, '') || ' ' || coalesce(r.email, '') || ' ' || coalesce(substr(r.phone, 2), '')) like v_terms.digits_pattern
          or app_hidden.search_text(r.name || ' ' || coalesce(r.domain, '') || ' ' || coalesce(r.email, '') || ' ' || coalesce(substr(r.phone, 2), '')) like v_terms.pattern
            and (v_terms.second_pattern is null or app_hidden.search_text(r.name || ' ' || coalesce(r.domain, '') || ' ' || coalesce(r.email, '') || ' ' || coalesce(substr(r.phone, 2), '')) like v_terms.second_pattern)
            and (v_terms.third_pattern is null or app_hidden.search_text(r.name || ' ' || coalesce(r.domain, '') || ' ' || coalesce(r.email, '') || ' ' || coalesce(substr(r.phone, 2), '')) like v_terms.third_pattern)
            and (v_terms.more_patterns is null or app_hidden.search_text(r.name || ' ' || coalesce(r.domain, '') || ' ' || coalesce(r.email, '') || ' ' || coalesce(substr(r.phone, 2), '')) like all (v_terms.more_patterns))
        )
        and r.id <> all (v_ids)
      limit search_companies.most
    )
  ) f
  group by f.id
  order by best desc, f.id
  limit search_companies.most - v_found;
  get diagnostics v_more = row_count;
  v_found := v_found + v_more;

  -- Other spellings, when there is little else. Rows are found by those of the longest word, the rarest as a rule; what is
  -- added to the text of the others keeps PostgreSQL from choosing them, since it can't tell how many rows they have.
  if v_found >= least(search_companies.most, 10) or v_terms.spellings is null then
    return;
  end if;
  return query
  select f.id, round((0.25 + 0.2 * public.word_similarity(v_terms.words, f.found))::numeric, 4)::double precision as best
  from (
    select r.id, app_hidden.search_text(r.name || ' ' || coalesce(r.domain, '') || ' ' || coalesce(r.email, '') || ' ' || coalesce(substr(r.phone, 2), '')) as found
    from app_public.companies r
    where r.organization_id = v_organization_id
      and (
        v_all
        or r.owner_id = any (v_owner_ids)
        or r.business_id = any (v_business_ids)
        or (r.business_id is null and v_unassigned)
        or (r.owner_id = any (v_team_ids) and (r.business_id = any (v_team_business_ids) or (r.business_id is null and v_team_unassigned)))
        or (r.owner_id = v_membership_id and (r.business_id = any (v_own_business_ids) or (r.business_id is null and v_own_unassigned)))
      )
      and (search_companies.archived = 'YES' or (r.deleted_at is not null) = (search_companies.archived = 'ONLY'))
      and r.id <> all (v_ids)
      and app_hidden.search_text(r.name || ' ' || coalesce(r.domain, '') || ' ' || coalesce(r.email, '') || ' ' || coalesce(substr(r.phone, 2), '')) like any (v_terms.spellings)
      and (v_terms.second_spellings is null or app_hidden.search_text(r.name || ' ' || coalesce(r.domain, '') || ' ' || coalesce(r.email, '') || ' ' || coalesce(substr(r.phone, 2), '')) || '' like any (v_terms.second_spellings))
      and (v_terms.third_spellings is null or app_hidden.search_text(r.name || ' ' || coalesce(r.domain, '') || ' ' || coalesce(r.email, '') || ' ' || coalesce(substr(r.phone, 2), '')) || '' like any (v_terms.third_spellings))
      and (v_terms.more_patterns is null or app_hidden.search_text(r.name || ' ' || coalesce(r.domain, '') || ' ' || coalesce(r.email, '') || ' ' || coalesce(substr(r.phone, 2), '')) like all (v_terms.more_patterns))
      and not (
        app_hidden.search_text(r.name || ' ' || coalesce(r.domain, '') || ' ' || coalesce(r.email, '') || ' ' || coalesce(substr(r.phone, 2), '')) like v_terms.pattern
        and (v_terms.second_pattern is null or app_hidden.search_text(r.name || ' ' || coalesce(r.domain, '') || ' ' || coalesce(r.email, '') || ' ' || coalesce(substr(r.phone, 2), '')) like v_terms.second_pattern)
        and (v_terms.third_pattern is null or app_hidden.search_text(r.name || ' ' || coalesce(r.domain, '') || ' ' || coalesce(r.email, '') || ' ' || coalesce(substr(r.phone, 2), '')) like v_terms.third_pattern)
      )
    limit search_companies.most - v_found
  ) f
  order by best desc, f.id;
end
$$;
grant execute on function app_hidden.search_companies(text, int, text) to tenantry_member, tenantry_service;
comment on function app_hidden.search_companies(text, int, text) is $$The active organization’s companies that the person who asks may read and that are meant by a text, best first: by name, domain, e-mail address or phone number.$$;
--! EndIncluded search/functions/search_companies.sql
--! Included search/functions/search_leads.sql
-- It reads past the policies, for row level security would keep PostgreSQL from using the index of trigrams. So it names the
-- organization and, as the policies do, the rows in reach of who asks: a limit among all rows would leave nothing to who
-- reads few. What it gives is joined to the table, where the policies apply as always.
create or replace function app_hidden.search_leads(query text, most int, archived text) returns table (id uuid, rank double precision)
language plpgsql stable security definer rows 100
set search_path = ''
set plan_cache_mode = 'force_custom_plan'
set enable_seqscan = 'off'
set enable_indexscan = 'on'
set jit = 'off'
as $$
declare
  -- What is null falls out of the conditions, so that an index of owners or businesses can be used.
  v_organization_id constant uuid := app_hidden.organization_id();
  v_all constant boolean := app_hidden.may_all('leads.read');
  v_owner_ids constant uuid[] := nullif(app_hidden.scoped_owner_ids('leads.read'), '{}');
  v_business_ids constant uuid[] := nullif(app_hidden.scoped_business_ids('leads.read', 'all'), '{}');
  v_team_business_ids constant uuid[] := nullif(app_hidden.scoped_business_ids('leads.read', 'team'), '{}');
  v_own_business_ids constant uuid[] := nullif(app_hidden.scoped_business_ids('leads.read', 'own'), '{}');
  -- The nil uuid stands for rows of no business.
  v_unassigned constant boolean := coalesce('00000000-0000-0000-0000-000000000000' = any (v_business_ids), false);
  v_team_unassigned constant boolean := coalesce('00000000-0000-0000-0000-000000000000' = any (v_team_business_ids), false);
  v_own_unassigned constant boolean := coalesce('00000000-0000-0000-0000-000000000000' = any (v_own_business_ids), false);
  v_team_ids constant uuid[] := app_hidden.team_membership_ids();
  v_membership_id constant uuid := app_hidden.membership_id();
  v_terms record;
  v_beginning text;
  v_match record;
  v_ids uuid[] := '{}';
  v_found int := 0;
  v_more int;
begin
  select * into v_terms from app_hidden.search_terms(search_leads.query);
  v_beginning := ' ' || v_terms.words;

  -- An address or number that is somebody's is looked up. Otherwise names that begin so come first.
  for v_match in
    select
      r.id,
      case
        when r.email = v_terms.email or r.phone = v_terms.phone then 1
        else round((0.8 + 0.15 * length(v_terms.words) / greatest(length(app_hidden.search_text(r.name)) - 1, 1))::numeric, 4)::double precision
      end as rank
    from app_public.leads r
    where r.organization_id = v_organization_id
      and (
        v_all
        or r.assigned_to_id = any (v_owner_ids)
        or r.business_id = any (v_business_ids)
        or (r.business_id is null and v_unassigned)
        or (r.assigned_to_id = any (v_team_ids) and (r.business_id = any (v_team_business_ids) or (r.business_id is null and v_team_unassigned)))
        or (r.assigned_to_id = v_membership_id and (r.business_id = any (v_own_business_ids) or (r.business_id is null and v_own_unassigned)))
      )
      and (search_leads.archived = 'YES' or (r.deleted_at is not null) = (search_leads.archived = 'ONLY'))
      and (
        r.email = v_terms.email
        or r.phone = v_terms.phone
        or coalesce(v_terms.email, v_terms.phone) is null
          and app_hidden.search_text(r.name) collate ucs_basic >= v_beginning
          and app_hidden.search_text(r.name) collate ucs_basic < v_beginning || chr(1114111)
      )
    order by app_hidden.search_text(r.name) collate ucs_basic, r.id
    limit search_leads.most
  loop
    v_ids := v_ids || v_match.id;
    id := v_match.id;
    rank := v_match.rank;
    return next;
  end loop;
  v_found := cardinality(v_ids);
  if v_found >= search_leads.most or (v_found > 0 and coalesce(v_terms.email, v_terms.phone) is not null) then
    return;
  end if;

  -- Only the bitmap of an index finds few rows surely; to walk one hoping for matches may come to reading them all.
  perform set_config('enable_indexscan', 'off', true);
  return query
  select f.id, round(max(f.rank)::numeric, 4)::double precision as best
  from (
    (
      select r.id, 0.6 + 0.15 * least(length(v_terms.words), length(app_hidden.search_text(r.name || ' ' || coalesce(r.email, '') || ' ' || coalesce(substr(r.phone, 2), '')))) / length(app_hidden.search_text(r.name || ' ' || coalesce(r.email, '') || ' ' || coalesce(substr(r.phone, 2), ''))) as rank
      from app_public.leads r
      where r.organization_id = v_organization_id
        and (
          v_all
          or r.assigned_to_id = any (v_owner_ids)
          or r.business_id = any (v_business_ids)
          or (r.business_id is null and v_unassigned)
          or (r.assigned_to_id = any (v_team_ids) and (r.business_id = any (v_team_business_ids) or (r.business_id is null and v_team_unassigned)))
          or (r.assigned_to_id = v_membership_id and (r.business_id = any (v_own_business_ids) or (r.business_id is null and v_own_unassigned)))
        )
        and (search_leads.archived = 'YES' or (r.deleted_at is not null) = (search_leads.archived = 'ONLY'))
        and (
          app_hidden.search_text(r.name || ' ' || coalesce(r.email, '') || ' ' || coalesce(substr(r.phone, 2), '')) like v_terms.digits_pattern
          or app_hidden.search_text(r.name || ' ' || coalesce(r.email, '') || ' ' || coalesce(substr(r.phone, 2), '')) like v_terms.pattern
            and (v_terms.second_pattern is null or app_hidden.search_text(r.name || ' ' || coalesce(r.email, '') || ' ' || coalesce(substr(r.phone, 2), '')) like v_terms.second_pattern)
            and (v_terms.third_pattern is null or app_hidden.search_text(r.name || ' ' || coalesce(r.email, '') || ' ' || coalesce(substr(r.phone, 2), '')) like v_terms.third_pattern)
            and (v_terms.more_patterns is null or app_hidden.search_text(r.name || ' ' || coalesce(r.email, '') || ' ' || coalesce(substr(r.phone, 2), '')) like all (v_terms.more_patterns))
        )
        and r.id <> all (v_ids)
      limit search_leads.most
    )
  ) f
  group by f.id
  order by best desc, f.id
  limit search_leads.most - v_found;
  get diagnostics v_more = row_count;
  v_found := v_found + v_more;

  -- Other spellings, when there is little else. Rows are found by those of the longest word, the rarest as a rule; what is
  -- added to the text of the others keeps PostgreSQL from choosing them, since it can't tell how many rows they have.
  if v_found >= least(search_leads.most, 10) or v_terms.spellings is null then
    return;
  end if;
  return query
  select f.id, round((0.25 + 0.2 * public.word_similarity(v_terms.words, f.found))::numeric, 4)::double precision as best
  from (
    select r.id, app_hidden.search_text(r.name || ' ' || coalesce(r.email, '') || ' ' || coalesce(substr(r.phone, 2), '')) as found
    from app_public.leads r
    where r.organization_id = v_organization_id
      and (
        v_all
        or r.assigned_to_id = any (v_owner_ids)
        or r.business_id = any (v_business_ids)
        or (r.business_id is null and v_unassigned)
        or (r.assigned_to_id = any (v_team_ids) and (r.business_id = any (v_team_business_ids) or (r.business_id is null and v_team_unassigned)))
        or (r.assigned_to_id = v_membership_id and (r.business_id = any (v_own_business_ids) or (r.business_id is null and v_own_unassigned)))
      )
      and (search_leads.archived = 'YES' or (r.deleted_at is not null) = (search_leads.archived = 'ONLY'))
      and r.id <> all (v_ids)
      and app_hidden.search_text(r.name || ' ' || coalesce(r.email, '') || ' ' || coalesce(substr(r.phone, 2), '')) like any (v_terms.spellings)
      and (v_terms.second_spellings is null or app_hidden.search_text(r.name || ' ' || coalesce(r.email, '') || ' ' || coalesce(substr(r.phone, 2), '')) || '' like any (v_terms.second_spellings))
      and (v_terms.third_spellings is null or app_hidden.search_text(r.name || ' ' || coalesce(r.email, '') || ' ' || coalesce(substr(r.phone, 2), '')) || '' like any (v_terms.third_spellings))
      and (v_terms.more_patterns is null or app_hidden.search_text(r.name || ' ' || coalesce(r.email, '') || ' ' || coalesce(substr(r.phone, 2), '')) like all (v_terms.more_patterns))
      and not (
        app_hidden.search_text(r.name || ' ' || coalesce(r.email, '') || ' ' || coalesce(substr(r.phone, 2), '')) like v_terms.pattern
        and (v_terms.second_pattern is null or app_hidden.search_text(r.name || ' ' || coalesce(r.email, '') || ' ' || coalesce(substr(r.phone, 2), '')) like v_terms.second_pattern)
        and (v_terms.third_pattern is null or app_hidden.search_text(r.name || ' ' || coalesce(r.email, '') || ' ' || coalesce(substr(r.phone, 2), '')) like v_terms.third_pattern)
      )
    limit search_leads.most - v_found
  ) f
  order by best desc, f.id;
end
$$;
grant execute on function app_hidden.search_leads(text, int, text) to tenantry_member, tenantry_service;
comment on function app_hidden.search_leads(text, int, text) is $$The active organization’s leads that the person who asks may read and that are meant by a text, best first: by e-mail address, phone number or name.$$;
--! EndIncluded search/functions/search_leads.sql
--! Included search/functions/search_deals.sql
-- It reads past the policies, for row level security would keep PostgreSQL from using the index of trigrams. So it names the
-- organization and, as the policies do, the rows in reach of who asks: a limit among all rows would leave nothing to who
-- reads few. What it gives is joined to the table, where the policies apply as always. Related rows are searched for with the
-- permission to read them, so a name that is out of sight can't be guessed from here.
create or replace function app_hidden.search_deals(
  query text,
  most int,
  archived text,
  contact_ids uuid[] default null,
  contact_ranks double precision[] default null
) returns table (id uuid, rank double precision)
language plpgsql stable security definer rows 100
set search_path = ''
set plan_cache_mode = 'force_custom_plan'
set enable_seqscan = 'off'
set enable_indexscan = 'on'
set jit = 'off'
as $$
declare
  -- What is null falls out of the conditions, so that an index of owners or businesses can be used.
  v_organization_id constant uuid := app_hidden.organization_id();
  v_all constant boolean := app_hidden.may_all('deals.read');
  v_owner_ids constant uuid[] := nullif(app_hidden.scoped_owner_ids('deals.read'), '{}');
  v_business_ids constant uuid[] := nullif(app_hidden.scoped_business_ids('deals.read', 'all'), '{}');
  v_team_business_ids constant uuid[] := nullif(app_hidden.scoped_business_ids('deals.read', 'team'), '{}');
  v_own_business_ids constant uuid[] := nullif(app_hidden.scoped_business_ids('deals.read', 'own'), '{}');
  -- The nil uuid stands for rows of no business.
  v_unassigned constant boolean := coalesce('00000000-0000-0000-0000-000000000000' = any (v_business_ids), false);
  v_team_unassigned constant boolean := coalesce('00000000-0000-0000-0000-000000000000' = any (v_team_business_ids), false);
  v_own_unassigned constant boolean := coalesce('00000000-0000-0000-0000-000000000000' = any (v_own_business_ids), false);
  v_team_ids constant uuid[] := app_hidden.team_membership_ids();
  v_membership_id constant uuid := app_hidden.membership_id();
  v_related constant int := 200;
  v_contact_ids uuid[] := search_deals.contact_ids;
  v_contact_ranks double precision[] := search_deals.contact_ranks;
  v_terms record;
  v_found int := 0;
  v_more int;
begin
  select * into v_terms from app_hidden.search_terms(search_deals.query);
  if v_terms.pattern is null then
    return;
  end if;

  if v_contact_ids is null then
    select array_agg(s.id), array_agg(s.rank) into v_contact_ids, v_contact_ranks
    from app_hidden.search_contacts(search_deals.query, v_related, 'YES') s;
  end if;

  -- Only the bitmap of an index finds few rows surely; to walk one hoping for matches may come to reading them all.
  perform set_config('enable_indexscan', 'off', true);
  return query
  select f.id, round(max(f.rank)::numeric, 4)::double precision as best
  from (
    (
      select r.id, 0.6 + 0.15 * least(length(v_terms.words), length(app_hidden.search_text(r.title))) / length(app_hidden.search_text(r.title)) as rank
      from app_public.deals r
      where r.organization_id = v_organization_id
        and (
          v_all
          or r.owner_id = any (v_owner_ids)
          or r.business_id = any (v_business_ids)
          or (r.business_id is null and v_unassigned)
          or (r.owner_id = any (v_team_ids) and (r.business_id = any (v_team_business_ids) or (r.business_id is null and v_team_unassigned)))
          or (r.owner_id = v_membership_id and (r.business_id = any (v_own_business_ids) or (r.business_id is null and v_own_unassigned)))
        )
        and (search_deals.archived = 'YES' or (r.deleted_at is not null) = (search_deals.archived = 'ONLY'))
        and (
          app_hidden.search_text(r.title) like v_terms.pattern
            and (v_terms.second_pattern is null or app_hidden.search_text(r.title) like v_terms.second_pattern)
            and (v_terms.third_pattern is null or app_hidden.search_text(r.title) like v_terms.third_pattern)
            and (v_terms.more_patterns is null or app_hidden.search_text(r.title) like all (v_terms.more_patterns))
        )
      limit search_deals.most
    )
    union all
    (
      select r.id, 0.7 * s.rank
      from unnest(v_contact_ids, v_contact_ranks) as s (id, rank)
      join app_public.deals r on r.contact_id = s.id
      where r.organization_id = v_organization_id
        and (
          v_all
          or r.owner_id = any (v_owner_ids)
          or r.business_id = any (v_business_ids)
          or (r.business_id is null and v_unassigned)
          or (r.owner_id = any (v_team_ids) and (r.business_id = any (v_team_business_ids) or (r.business_id is null and v_team_unassigned)))
          or (r.owner_id = v_membership_id and (r.business_id = any (v_own_business_ids) or (r.business_id is null and v_own_unassigned)))
        )
        and (search_deals.archived = 'YES' or (r.deleted_at is not null) = (search_deals.archived = 'ONLY'))
      limit search_deals.most
    )
    union all
    (
      select r.id, 0.7 * s.rank
      from app_hidden.search_companies(search_deals.query, v_related, 'YES') s
      join app_public.deals r on r.company_id = s.id
      where r.organization_id = v_organization_id
        and (
          v_all
          or r.owner_id = any (v_owner_ids)
          or r.business_id = any (v_business_ids)
          or (r.business_id is null and v_unassigned)
          or (r.owner_id = any (v_team_ids) and (r.business_id = any (v_team_business_ids) or (r.business_id is null and v_team_unassigned)))
          or (r.owner_id = v_membership_id and (r.business_id = any (v_own_business_ids) or (r.business_id is null and v_own_unassigned)))
        )
        and (search_deals.archived = 'YES' or (r.deleted_at is not null) = (search_deals.archived = 'ONLY'))
      limit search_deals.most
    )
  ) f
  group by f.id
  order by best desc, f.id
  limit search_deals.most;
  get diagnostics v_more = row_count;
  v_found := v_found + v_more;

  -- Other spellings, when there is little else. Rows are found by those of the longest word, the rarest as a rule; what is
  -- added to the text of the others keeps PostgreSQL from choosing them, since it can't tell how many rows they have.
  if v_found >= least(search_deals.most, 10) or v_terms.spellings is null then
    return;
  end if;
  return query
  select f.id, round((0.25 + 0.2 * public.word_similarity(v_terms.words, f.found))::numeric, 4)::double precision as best
  from (
    select r.id, app_hidden.search_text(r.title) as found
    from app_public.deals r
    where r.organization_id = v_organization_id
      and (
        v_all
        or r.owner_id = any (v_owner_ids)
        or r.business_id = any (v_business_ids)
        or (r.business_id is null and v_unassigned)
        or (r.owner_id = any (v_team_ids) and (r.business_id = any (v_team_business_ids) or (r.business_id is null and v_team_unassigned)))
        or (r.owner_id = v_membership_id and (r.business_id = any (v_own_business_ids) or (r.business_id is null and v_own_unassigned)))
      )
      and (search_deals.archived = 'YES' or (r.deleted_at is not null) = (search_deals.archived = 'ONLY'))
      and app_hidden.search_text(r.title) like any (v_terms.spellings)
      and (v_terms.second_spellings is null or app_hidden.search_text(r.title) || '' like any (v_terms.second_spellings))
      and (v_terms.third_spellings is null or app_hidden.search_text(r.title) || '' like any (v_terms.third_spellings))
      and (v_terms.more_patterns is null or app_hidden.search_text(r.title) like all (v_terms.more_patterns))
      and not (
        app_hidden.search_text(r.title) like v_terms.pattern
        and (v_terms.second_pattern is null or app_hidden.search_text(r.title) like v_terms.second_pattern)
        and (v_terms.third_pattern is null or app_hidden.search_text(r.title) like v_terms.third_pattern)
      )
    limit search_deals.most - v_found
  ) f
  order by best desc, f.id;
end
$$;
grant execute on function app_hidden.search_deals(text, int, text, uuid[], double precision[]) to tenantry_member, tenantry_service;
comment on function app_hidden.search_deals(text, int, text, uuid[], double precision[]) is $$The active organization’s deals that the person who asks may read and that are meant by a text, best first: by title, or by the name of a contact or company that this person may read as well. Who has searched for the contacts already gives them.$$;
--! EndIncluded search/functions/search_deals.sql
--! Included search/functions/search_tickets.sql
-- It reads past the policies, for row level security would keep PostgreSQL from using the index of trigrams. So it names the
-- organization and, as the policies do, the rows in reach of who asks: a limit among all rows would leave nothing to who
-- reads few. What it gives is joined to the table, where the policies apply as always. Related rows are searched for with the
-- permission to read them, so a name that is out of sight can't be guessed from here.
create or replace function app_hidden.search_tickets(
  query text,
  most int,
  archived text,
  contact_ids uuid[] default null,
  contact_ranks double precision[] default null
) returns table (id uuid, rank double precision)
language plpgsql stable security definer rows 100
set search_path = ''
set plan_cache_mode = 'force_custom_plan'
set enable_seqscan = 'off'
set enable_indexscan = 'on'
set jit = 'off'
as $$
declare
  -- What is null falls out of the conditions, so that an index of owners or businesses can be used.
  v_organization_id constant uuid := app_hidden.organization_id();
  v_all constant boolean := app_hidden.may_all('tickets.read');
  v_owner_ids constant uuid[] := nullif(app_hidden.scoped_owner_ids('tickets.read'), '{}');
  v_business_ids constant uuid[] := nullif(app_hidden.scoped_business_ids('tickets.read', 'all'), '{}');
  v_team_business_ids constant uuid[] := nullif(app_hidden.scoped_business_ids('tickets.read', 'team'), '{}');
  v_own_business_ids constant uuid[] := nullif(app_hidden.scoped_business_ids('tickets.read', 'own'), '{}');
  -- The nil uuid stands for rows of no business.
  v_unassigned constant boolean := coalesce('00000000-0000-0000-0000-000000000000' = any (v_business_ids), false);
  v_team_unassigned constant boolean := coalesce('00000000-0000-0000-0000-000000000000' = any (v_team_business_ids), false);
  v_own_unassigned constant boolean := coalesce('00000000-0000-0000-0000-000000000000' = any (v_own_business_ids), false);
  v_team_ids constant uuid[] := app_hidden.team_membership_ids();
  v_membership_id constant uuid := app_hidden.membership_id();
  v_related constant int := 200;
  v_contact_ids uuid[] := search_tickets.contact_ids;
  v_contact_ranks double precision[] := search_tickets.contact_ranks;
  v_terms record;
  v_found int := 0;
  v_more int;
begin
  select * into v_terms from app_hidden.search_terms(search_tickets.query);
  if v_terms.pattern is null then
    return;
  end if;

  if v_contact_ids is null then
    select array_agg(s.id), array_agg(s.rank) into v_contact_ids, v_contact_ranks
    from app_hidden.search_contacts(search_tickets.query, v_related, 'YES') s;
  end if;

  -- Only the bitmap of an index finds few rows surely; to walk one hoping for matches may come to reading them all.
  perform set_config('enable_indexscan', 'off', true);
  return query
  select f.id, round(max(f.rank)::numeric, 4)::double precision as best
  from (
    (
      select r.id, case when r.number = v_terms.number then 1 else 0.6 + 0.15 * least(length(v_terms.words), length(app_hidden.search_text(r.subject))) / length(app_hidden.search_text(r.subject)) end as rank
      from app_public.tickets r
      where r.organization_id = v_organization_id
        and (
          v_all
          or r.assigned_to_id = any (v_owner_ids)
          or r.created_by_id = any (v_owner_ids)
          or r.business_id = any (v_business_ids)
          or (r.business_id is null and v_unassigned)
          or (r.assigned_to_id = any (v_team_ids) and (r.business_id = any (v_team_business_ids) or (r.business_id is null and v_team_unassigned)))
          or (r.assigned_to_id = v_membership_id and (r.business_id = any (v_own_business_ids) or (r.business_id is null and v_own_unassigned)))
          or (r.created_by_id = any (v_team_ids) and (r.business_id = any (v_team_business_ids) or (r.business_id is null and v_team_unassigned)))
          or (r.created_by_id = v_membership_id and (r.business_id = any (v_own_business_ids) or (r.business_id is null and v_own_unassigned)))
        )
        and (search_tickets.archived = 'YES' or (r.deleted_at is not null) = (search_tickets.archived = 'ONLY'))
        and (
          r.number = v_terms.number
          or app_hidden.search_text(r.subject) like v_terms.pattern
            and (v_terms.second_pattern is null or app_hidden.search_text(r.subject) like v_terms.second_pattern)
            and (v_terms.third_pattern is null or app_hidden.search_text(r.subject) like v_terms.third_pattern)
            and (v_terms.more_patterns is null or app_hidden.search_text(r.subject) like all (v_terms.more_patterns))
        )
      limit search_tickets.most
    )
    union all
    (
      select r.id, 0.7 * s.rank
      from unnest(v_contact_ids, v_contact_ranks) as s (id, rank)
      join app_public.tickets r on r.contact_id = s.id
      where r.organization_id = v_organization_id
        and (
          v_all
          or r.assigned_to_id = any (v_owner_ids)
          or r.created_by_id = any (v_owner_ids)
          or r.business_id = any (v_business_ids)
          or (r.business_id is null and v_unassigned)
          or (r.assigned_to_id = any (v_team_ids) and (r.business_id = any (v_team_business_ids) or (r.business_id is null and v_team_unassigned)))
          or (r.assigned_to_id = v_membership_id and (r.business_id = any (v_own_business_ids) or (r.business_id is null and v_own_unassigned)))
          or (r.created_by_id = any (v_team_ids) and (r.business_id = any (v_team_business_ids) or (r.business_id is null and v_team_unassigned)))
          or (r.created_by_id = v_membership_id and (r.business_id = any (v_own_business_ids) or (r.business_id is null and v_own_unassigned)))
        )
        and (search_tickets.archived = 'YES' or (r.deleted_at is not null) = (search_tickets.archived = 'ONLY'))
      limit search_tickets.most
    )
  ) f
  group by f.id
  order by best desc, f.id
  limit search_tickets.most;
  get diagnostics v_more = row_count;
  v_found := v_found + v_more;

  -- Other spellings, when there is little else. Rows are found by those of the longest word, the rarest as a rule; what is
  -- added to the text of the others keeps PostgreSQL from choosing them, since it can't tell how many rows they have.
  if v_found >= least(search_tickets.most, 10) or v_terms.spellings is null then
    return;
  end if;
  return query
  select f.id, round((0.25 + 0.2 * public.word_similarity(v_terms.words, f.found))::numeric, 4)::double precision as best
  from (
    select r.id, app_hidden.search_text(r.subject) as found
    from app_public.tickets r
    where r.organization_id = v_organization_id
      and (
        v_all
        or r.assigned_to_id = any (v_owner_ids)
        or r.created_by_id = any (v_owner_ids)
        or r.business_id = any (v_business_ids)
        or (r.business_id is null and v_unassigned)
        or (r.assigned_to_id = any (v_team_ids) and (r.business_id = any (v_team_business_ids) or (r.business_id is null and v_team_unassigned)))
        or (r.assigned_to_id = v_membership_id and (r.business_id = any (v_own_business_ids) or (r.business_id is null and v_own_unassigned)))
        or (r.created_by_id = any (v_team_ids) and (r.business_id = any (v_team_business_ids) or (r.business_id is null and v_team_unassigned)))
        or (r.created_by_id = v_membership_id and (r.business_id = any (v_own_business_ids) or (r.business_id is null and v_own_unassigned)))
      )
      and (search_tickets.archived = 'YES' or (r.deleted_at is not null) = (search_tickets.archived = 'ONLY'))
      and app_hidden.search_text(r.subject) like any (v_terms.spellings)
      and (v_terms.second_spellings is null or app_hidden.search_text(r.subject) || '' like any (v_terms.second_spellings))
      and (v_terms.third_spellings is null or app_hidden.search_text(r.subject) || '' like any (v_terms.third_spellings))
      and (v_terms.more_patterns is null or app_hidden.search_text(r.subject) like all (v_terms.more_patterns))
      and not (
        app_hidden.search_text(r.subject) like v_terms.pattern
        and (v_terms.second_pattern is null or app_hidden.search_text(r.subject) like v_terms.second_pattern)
        and (v_terms.third_pattern is null or app_hidden.search_text(r.subject) like v_terms.third_pattern)
      )
    limit search_tickets.most - v_found
  ) f
  order by best desc, f.id;
end
$$;
grant execute on function app_hidden.search_tickets(text, int, text, uuid[], double precision[]) to tenantry_member, tenantry_service;
comment on function app_hidden.search_tickets(text, int, text, uuid[], double precision[]) is $$The active organization’s tickets that the person who asks may read and that are meant by a text, best first: by number, subject, or a contact that this person may read as well. Who has searched for the contacts already gives them.$$;
--! EndIncluded search/functions/search_tickets.sql
--! Included search/functions/search_conversations.sql
-- It reads past the policies, for row level security would keep PostgreSQL from using the index of trigrams. So it names the
-- organization and, as the policies do, the rows in reach of who asks: a limit among all rows would leave nothing to who
-- reads few. What it gives is joined to the table, where the policies apply as always. Related rows are searched for with the
-- permission to read them, so a name that is out of sight can't be guessed from here.
create or replace function app_hidden.search_conversations(
  query text,
  most int,
  archived text,
  contact_ids uuid[] default null,
  contact_ranks double precision[] default null
) returns table (id uuid, rank double precision)
language plpgsql stable security definer rows 100
set search_path = ''
set plan_cache_mode = 'force_custom_plan'
set enable_seqscan = 'off'
set enable_indexscan = 'on'
set jit = 'off'
as $$
declare
  -- What is null falls out of the conditions, so that an index of owners or businesses can be used.
  v_organization_id constant uuid := app_hidden.organization_id();
  v_all constant boolean := app_hidden.may_all('conversations.read');
  v_owner_ids constant uuid[] := nullif(app_hidden.scoped_owner_ids('conversations.read'), '{}');
  v_business_ids constant uuid[] := nullif(app_hidden.scoped_business_ids('conversations.read', 'all'), '{}');
  v_team_business_ids constant uuid[] := nullif(app_hidden.scoped_business_ids('conversations.read', 'team'), '{}');
  v_own_business_ids constant uuid[] := nullif(app_hidden.scoped_business_ids('conversations.read', 'own'), '{}');
  -- The nil uuid stands for rows of no business.
  v_unassigned constant boolean := coalesce('00000000-0000-0000-0000-000000000000' = any (v_business_ids), false);
  v_team_unassigned constant boolean := coalesce('00000000-0000-0000-0000-000000000000' = any (v_team_business_ids), false);
  v_own_unassigned constant boolean := coalesce('00000000-0000-0000-0000-000000000000' = any (v_own_business_ids), false);
  v_team_ids constant uuid[] := app_hidden.team_membership_ids();
  v_membership_id constant uuid := app_hidden.membership_id();
  v_related constant int := 200;
  v_contact_ids uuid[] := search_conversations.contact_ids;
  v_contact_ranks double precision[] := search_conversations.contact_ranks;
  v_terms record;
  v_found int := 0;
  v_more int;
begin
  select * into v_terms from app_hidden.search_terms(search_conversations.query);
  if v_terms.pattern is null then
    return;
  end if;

  if v_contact_ids is null then
    select array_agg(s.id), array_agg(s.rank) into v_contact_ids, v_contact_ranks
    from app_hidden.search_contacts(search_conversations.query, v_related, 'YES') s;
  end if;

  -- Only the bitmap of an index finds few rows surely; to walk one hoping for matches may come to reading them all.
  perform set_config('enable_indexscan', 'off', true);
  return query
  select f.id, round(max(f.rank)::numeric, 4)::double precision as best
  from (
    (
      select r.id, 0.6 + 0.15 * least(length(v_terms.words), length(app_hidden.search_text(coalesce(r.subject, '') || ' ' || coalesce(r.last_message_preview, '')))) / length(app_hidden.search_text(coalesce(r.subject, '') || ' ' || coalesce(r.last_message_preview, ''))) as rank
      from app_public.conversations r
      where r.organization_id = v_organization_id
        and (
          v_all
          or r.assigned_to_id = any (v_owner_ids)
          or r.business_id = any (v_business_ids)
          or (r.business_id is null and v_unassigned)
          or (r.assigned_to_id = any (v_team_ids) and (r.business_id = any (v_team_business_ids) or (r.business_id is null and v_team_unassigned)))
          or (r.assigned_to_id = v_membership_id and (r.business_id = any (v_own_business_ids) or (r.business_id is null and v_own_unassigned)))
        )
        and (search_conversations.archived = 'YES' or (r.status = 'archived') = (search_conversations.archived = 'ONLY'))
        and (
          app_hidden.search_text(coalesce(r.subject, '') || ' ' || coalesce(r.last_message_preview, '')) like v_terms.pattern
            and (v_terms.second_pattern is null or app_hidden.search_text(coalesce(r.subject, '') || ' ' || coalesce(r.last_message_preview, '')) like v_terms.second_pattern)
            and (v_terms.third_pattern is null or app_hidden.search_text(coalesce(r.subject, '') || ' ' || coalesce(r.last_message_preview, '')) like v_terms.third_pattern)
            and (v_terms.more_patterns is null or app_hidden.search_text(coalesce(r.subject, '') || ' ' || coalesce(r.last_message_preview, '')) like all (v_terms.more_patterns))
        )
      limit search_conversations.most
    )
    union all
    (
      select r.id, 0.7 * s.rank
      from unnest(v_contact_ids, v_contact_ranks) as s (id, rank)
      join app_public.conversations r on r.contact_id = s.id
      where r.organization_id = v_organization_id
        and (
          v_all
          or r.assigned_to_id = any (v_owner_ids)
          or r.business_id = any (v_business_ids)
          or (r.business_id is null and v_unassigned)
          or (r.assigned_to_id = any (v_team_ids) and (r.business_id = any (v_team_business_ids) or (r.business_id is null and v_team_unassigned)))
          or (r.assigned_to_id = v_membership_id and (r.business_id = any (v_own_business_ids) or (r.business_id is null and v_own_unassigned)))
        )
        and (search_conversations.archived = 'YES' or (r.status = 'archived') = (search_conversations.archived = 'ONLY'))
      limit search_conversations.most
    )
  ) f
  group by f.id
  order by best desc, f.id
  limit search_conversations.most;
  get diagnostics v_more = row_count;
  v_found := v_found + v_more;

  -- Other spellings, when there is little else. Rows are found by those of the longest word, the rarest as a rule; what is
  -- added to the text of the others keeps PostgreSQL from choosing them, since it can't tell how many rows they have.
  if v_found >= least(search_conversations.most, 10) or v_terms.spellings is null then
    return;
  end if;
  return query
  select f.id, round((0.25 + 0.2 * public.word_similarity(v_terms.words, f.found))::numeric, 4)::double precision as best
  from (
    select r.id, app_hidden.search_text(coalesce(r.subject, '') || ' ' || coalesce(r.last_message_preview, '')) as found
    from app_public.conversations r
    where r.organization_id = v_organization_id
      and (
        v_all
        or r.assigned_to_id = any (v_owner_ids)
        or r.business_id = any (v_business_ids)
        or (r.business_id is null and v_unassigned)
        or (r.assigned_to_id = any (v_team_ids) and (r.business_id = any (v_team_business_ids) or (r.business_id is null and v_team_unassigned)))
        or (r.assigned_to_id = v_membership_id and (r.business_id = any (v_own_business_ids) or (r.business_id is null and v_own_unassigned)))
      )
      and (search_conversations.archived = 'YES' or (r.status = 'archived') = (search_conversations.archived = 'ONLY'))
      and app_hidden.search_text(coalesce(r.subject, '') || ' ' || coalesce(r.last_message_preview, '')) like any (v_terms.spellings)
      and (v_terms.second_spellings is null or app_hidden.search_text(coalesce(r.subject, '') || ' ' || coalesce(r.last_message_preview, '')) || '' like any (v_terms.second_spellings))
      and (v_terms.third_spellings is null or app_hidden.search_text(coalesce(r.subject, '') || ' ' || coalesce(r.last_message_preview, '')) || '' like any (v_terms.third_spellings))
      and (v_terms.more_patterns is null or app_hidden.search_text(coalesce(r.subject, '') || ' ' || coalesce(r.last_message_preview, '')) like all (v_terms.more_patterns))
      and not (
        app_hidden.search_text(coalesce(r.subject, '') || ' ' || coalesce(r.last_message_preview, '')) like v_terms.pattern
        and (v_terms.second_pattern is null or app_hidden.search_text(coalesce(r.subject, '') || ' ' || coalesce(r.last_message_preview, '')) like v_terms.second_pattern)
        and (v_terms.third_pattern is null or app_hidden.search_text(coalesce(r.subject, '') || ' ' || coalesce(r.last_message_preview, '')) like v_terms.third_pattern)
      )
    limit search_conversations.most - v_found
  ) f
  order by best desc, f.id;
end
$$;
grant execute on function app_hidden.search_conversations(text, int, text, uuid[], double precision[]) to tenantry_member, tenantry_service;
comment on function app_hidden.search_conversations(text, int, text, uuid[], double precision[]) is $$The active organization’s conversations that the person who asks may read and that are meant by a text, best first: by subject, the last message, or a contact that this person may read as well. Who has searched for the contacts already gives them.$$;
--! EndIncluded search/functions/search_conversations.sql
--! Included search/functions/filter_contacts.sql
-- It reads past the policies, which would keep PostgreSQL from using the GIN indexes, names the organization itself and gives
-- ids only. What it gives is joined to the table, where the policies apply as always.
create or replace function app_hidden.filter_contacts(all_tags text[], any_tags text[], custom_fields jsonb) returns setof uuid
language plpgsql stable security definer
set search_path = ''
set plan_cache_mode = 'force_custom_plan'
set enable_seqscan = 'off'
set jit = 'off'
as $$
declare
  v_custom_fields constant jsonb := app_hidden.custom_field_filter('contact', filter_contacts.custom_fields);
begin
  return query
  select r.id from app_public.contacts r
  where r.organization_id = app_hidden.organization_id()
    and (filter_contacts.all_tags is null or r.tags @> filter_contacts.all_tags)
    and (filter_contacts.any_tags is null or r.tags && filter_contacts.any_tags)
    and (v_custom_fields is null or r.custom_fields @> v_custom_fields);
end
$$;
grant execute on function app_hidden.filter_contacts(text[], text[], jsonb) to tenantry_member, tenantry_service;
comment on function app_hidden.filter_contacts(text[], text[], jsonb) is $$The active organization’s contacts with all of some tags, any of others, and some values in the organization’s own fields.$$;
--! EndIncluded search/functions/filter_contacts.sql
--! Included search/functions/filter_companies.sql
-- It reads past the policies, which would keep PostgreSQL from using the GIN indexes, names the organization itself and gives
-- ids only. What it gives is joined to the table, where the policies apply as always.
create or replace function app_hidden.filter_companies(all_tags text[], any_tags text[], custom_fields jsonb) returns setof uuid
language plpgsql stable security definer
set search_path = ''
set plan_cache_mode = 'force_custom_plan'
set enable_seqscan = 'off'
set jit = 'off'
as $$
declare
  v_custom_fields constant jsonb := app_hidden.custom_field_filter('company', filter_companies.custom_fields);
begin
  return query
  select r.id from app_public.companies r
  where r.organization_id = app_hidden.organization_id()
    and (filter_companies.all_tags is null or r.tags @> filter_companies.all_tags)
    and (filter_companies.any_tags is null or r.tags && filter_companies.any_tags)
    and (v_custom_fields is null or r.custom_fields @> v_custom_fields);
end
$$;
grant execute on function app_hidden.filter_companies(text[], text[], jsonb) to tenantry_member, tenantry_service;
comment on function app_hidden.filter_companies(text[], text[], jsonb) is $$The active organization’s companies with all of some tags, any of others, and some values in the organization’s own fields.$$;
--! EndIncluded search/functions/filter_companies.sql
--! Included search/functions/filter_leads.sql
-- It reads past the policies, which would keep PostgreSQL from using the GIN indexes, names the organization itself and gives
-- ids only. What it gives is joined to the table, where the policies apply as always.
create or replace function app_hidden.filter_leads(all_tags text[], any_tags text[], custom_fields jsonb) returns setof uuid
language plpgsql stable security definer
set search_path = ''
set plan_cache_mode = 'force_custom_plan'
set enable_seqscan = 'off'
set jit = 'off'
as $$
declare
  v_custom_fields constant jsonb := app_hidden.custom_field_filter('lead', filter_leads.custom_fields);
begin
  return query
  select r.id from app_public.leads r
  where r.organization_id = app_hidden.organization_id()
    and (filter_leads.all_tags is null or r.tags @> filter_leads.all_tags)
    and (filter_leads.any_tags is null or r.tags && filter_leads.any_tags)
    and (v_custom_fields is null or r.custom_fields @> v_custom_fields);
end
$$;
grant execute on function app_hidden.filter_leads(text[], text[], jsonb) to tenantry_member, tenantry_service;
comment on function app_hidden.filter_leads(text[], text[], jsonb) is $$The active organization’s leads with all of some tags, any of others, and some values in the organization’s own fields.$$;
--! EndIncluded search/functions/filter_leads.sql
--! Included search/functions/filter_deals.sql
-- It reads past the policies, which would keep PostgreSQL from using the GIN indexes, names the organization itself and gives
-- ids only. What it gives is joined to the table, where the policies apply as always.
create or replace function app_hidden.filter_deals(all_tags text[], any_tags text[], custom_fields jsonb) returns setof uuid
language plpgsql stable security definer
set search_path = ''
set plan_cache_mode = 'force_custom_plan'
set enable_seqscan = 'off'
set jit = 'off'
as $$
declare
  v_custom_fields constant jsonb := app_hidden.custom_field_filter('deal', filter_deals.custom_fields);
begin
  return query
  select r.id from app_public.deals r
  where r.organization_id = app_hidden.organization_id()
    and (filter_deals.all_tags is null or r.tags @> filter_deals.all_tags)
    and (filter_deals.any_tags is null or r.tags && filter_deals.any_tags)
    and (v_custom_fields is null or r.custom_fields @> v_custom_fields);
end
$$;
grant execute on function app_hidden.filter_deals(text[], text[], jsonb) to tenantry_member, tenantry_service;
comment on function app_hidden.filter_deals(text[], text[], jsonb) is $$The active organization’s deals with all of some tags, any of others, and some values in the organization’s own fields.$$;
--! EndIncluded search/functions/filter_deals.sql
--! Included search/functions/filter_tickets.sql
-- It reads past the policies, which would keep PostgreSQL from using the GIN indexes, names the organization itself and gives
-- ids only. What it gives is joined to the table, where the policies apply as always.
create or replace function app_hidden.filter_tickets(all_tags text[], any_tags text[], custom_fields jsonb) returns setof uuid
language plpgsql stable security definer
set search_path = ''
set plan_cache_mode = 'force_custom_plan'
set enable_seqscan = 'off'
set jit = 'off'
as $$
declare
  v_custom_fields constant jsonb := app_hidden.custom_field_filter('ticket', filter_tickets.custom_fields);
begin
  return query
  select r.id from app_public.tickets r
  where r.organization_id = app_hidden.organization_id()
    and (filter_tickets.all_tags is null or r.tags @> filter_tickets.all_tags)
    and (filter_tickets.any_tags is null or r.tags && filter_tickets.any_tags)
    and (v_custom_fields is null or r.custom_fields @> v_custom_fields);
end
$$;
grant execute on function app_hidden.filter_tickets(text[], text[], jsonb) to tenantry_member, tenantry_service;
comment on function app_hidden.filter_tickets(text[], text[], jsonb) is $$The active organization’s tickets with all of some tags, any of others, and some values in the organization’s own fields.$$;
--! EndIncluded search/functions/filter_tickets.sql
--! Included search/functions/search.sql
-- Each kind is asked for no more than is given, since the functions know what is in reach of who asks. The tables are
-- joined under the policies. Contacts, the most of all, are searched for once for all that refers to them.
create or replace function app_public.search(query text, types text[] default null, first int default 20) returns setof app_public.search_result
language plpgsql stable
set search_path = ''
as $$
declare
  v_related constant int := 200;
  v_contact_ids uuid[] := '{}';
  v_contact_ranks double precision[] := '{}';
begin
  if search.first not between 1 and 50 then
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
    from app_hidden.search_contacts(search.query, search.first, 'NO') s
    join app_public.contacts r on r.id = s.id
    where r.deleted_at is null and coalesce('contact' = any (search.types), true)
    union all
    select 'company', r.id, r.name, coalesce(r.domain, r.email, r.phone), s.rank
    from app_hidden.search_companies(search.query, search.first, 'NO') s
    join app_public.companies r on r.id = s.id
    where r.deleted_at is null and coalesce('company' = any (search.types), true)
    union all
    select 'lead', r.id, r.name, coalesce(r.email, r.phone), s.rank
    from app_hidden.search_leads(search.query, search.first, 'NO') s
    join app_public.leads r on r.id = s.id
    where r.deleted_at is null and coalesce('lead' = any (search.types), true)
    union all
    select 'deal', r.id, r.title, coalesce(c.name, k.name), s.rank
    from app_hidden.search_deals(search.query, search.first, 'NO', v_contact_ids, v_contact_ranks) s
    join app_public.deals r on r.id = s.id
    left join app_public.contacts c on c.id = r.contact_id
    left join app_public.companies k on k.id = r.company_id
    where r.deleted_at is null and coalesce('deal' = any (search.types), true)
    union all
    select 'ticket', r.id, r.subject, '#' || r.number || coalesce(' ' || c.name, ''), s.rank
    from app_hidden.search_tickets(search.query, search.first, 'NO', v_contact_ids, v_contact_ranks) s
    join app_public.tickets r on r.id = s.id
    left join app_public.contacts c on c.id = r.contact_id
    where r.deleted_at is null and coalesce('ticket' = any (search.types), true)
    union all
    select 'conversation', r.id, coalesce(c.name, r.subject, r.channel), coalesce(r.last_message_preview, r.subject), s.rank
    from app_hidden.search_conversations(search.query, search.first, 'NO', v_contact_ids, v_contact_ranks) s
    join app_public.conversations r on r.id = s.id
    left join app_public.contacts c on c.id = r.contact_id
    where r.status <> 'archived' and coalesce('conversation' = any (search.types), true)
  ) f (kind, id, title, subtitle, rank)
  order by f.rank desc, f.kind, f.id
  limit search.first;
end
$$;
grant execute on function app_public.search(text, text[], int) to tenantry_member, tenantry_service;
comment on function app_public.search(text, text[], int) is $$@behavior -*
Contacts, companies, leads, deals, tickets and conversations that are meant by a text, best first.$$;
--! EndIncluded search/functions/search.sql
--! EndIncluded search/all.sql
