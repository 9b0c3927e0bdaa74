/*
 * What is known of one organization while it is made: how much it gets, and of each row that others refer to its number,
 * id and times. Emptied with each organization, whose transaction this is part of.
 */
create temp table tenant (
  organization_id uuid,
  number int,
  seed bigint,
  slug text,
  name text,
  settings jsonb,
  locale text,
  timezone text,
  currency text,
  monday timestamptz,
  as_of timestamptz,
  positions int,
  subscription_status text,
  subscription_tier text,
  businesses int,
  members int,
  teams int,
  services int,
  templates int,
  workflows int,
  forms int,
  campaigns int,
  companies int,
  contacts int,
  leads int,
  deals int,
  proposals int,
  activities int,
  tasks int,
  conversations int,
  calls int,
  appointments int,
  tickets int,
  executions int,
  submissions int,
  deliveries int,
  notifications int,
  attachments int
) on commit delete rows;

create temp table made_businesses (n int primary key, id uuid) on commit delete rows;
create temp table made_members (n int primary key, id uuid, user_id uuid, created_at timestamptz) on commit delete rows;
create temp table made_roles (n int primary key, id uuid, system_role text) on commit delete rows;
create temp table made_stages (n int primary key, id uuid, pipeline_id uuid, name text, kind text, probability int) on commit delete rows;
create temp table made_services (n int primary key, id uuid, minutes int, price_cents bigint) on commit delete rows;
create temp table made_templates (n int primary key, id uuid, uses int, last_used_at timestamptz) on commit delete rows;
create temp table made_campaigns (n int primary key, id uuid, created_at timestamptz) on commit delete rows;
create temp table made_workflows (n int primary key, id uuid) on commit delete rows;
create temp table made_forms (n int primary key, id uuid) on commit delete rows;
create temp table made_companies (n int primary key, id uuid, created_at timestamptz) on commit delete rows;
create temp table made_contacts (
  n int primary key, id uuid, created_at timestamptz, business_n int, company_n int, owner_n int, first_name text, last_name text, email text, phone text
) on commit delete rows;
create temp table made_leads (
  n int primary key, id uuid, created_at timestamptz, contact_n int, status text, first_name text, last_name text, email text, phone text
) on commit delete rows;
create temp table made_deals (
  n int primary key, id uuid, created_at timestamptz, contact_n int, lead_n int, owner_n int, kind text, stage_n int, steps int, seconds int, value_cents bigint
) on commit delete rows;
create temp table made_proposals (
  n int primary key, id uuid, created_at timestamptz, deal_n int, status text, sent_at timestamptz, items int
) on commit delete rows;
create temp table made_activities (
  n int primary key, contact_n int, lead_n int, deal_n int, kind text, occurred_at timestamptz
) on commit delete rows;
create temp table made_conversations (
  n int primary key, id uuid, created_at timestamptz, contact_n int, channel text, messages int, seconds int
) on commit delete rows;
create temp table made_messages (
  conversation_n int, i int, at timestamptz, direction text, status text, next_at timestamptz, template_n int, primary key (conversation_n, i)
) on commit delete rows;
create temp table made_calls (
  n int primary key, id uuid, contact_n int, conversation_n int, direction text, status text, at timestamptz, seconds int
) on commit delete rows;
create temp table made_appointments (
  n int primary key, id uuid, created_at timestamptz, contact_n int, staff_n int, service_n int, status text, starts_at timestamptz
) on commit delete rows;
create temp table made_tickets (
  n int primary key, id uuid, created_at timestamptz, contact_n int, assignee_n int, status text, messages int, seconds int, closed_at timestamptz
) on commit delete rows;
create temp table made_ticket_messages (
  ticket_n int, i int, at timestamptz, is_from_customer boolean, is_internal boolean, primary key (ticket_n, i)
) on commit delete rows;
create temp table made_executions (n int primary key, workflow_n int, status text, at timestamptz) on commit delete rows;
create temp table made_submissions (n int primary key, form_n int, lead_n int, at timestamptz) on commit delete rows;
create temp table contact_touches (n int primary key, at timestamptz) on commit delete rows;
create temp table lead_touches (n int primary key, at timestamptz) on commit delete rows;
