/** Whose request it is, and what it asks for, in both forms. */
export interface Call {
  /** Place in the list of people. */
  readonly person: number;
  /** Variables of the document. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** Parameters of the statement. */
  readonly parameters: readonly unknown[];
}

/** The same question to the gateway and, in SQL, to the limit. */
export interface Operation {
  readonly name: string;
  readonly title: string;
  readonly document: string;
  /** One statement, whose only value is the finished JSON. */
  readonly statement: string;
  readonly writes: boolean;
  /** Brings `data` of the gateway's answer into the form of the limit's. */
  answer(data: Answer): unknown;
}

// biome-ignore lint/suspicious/noExplicitAny: answers of different documents
type Answer = any;

/**
 * Rows of a page. In the statements it is a number and no parameter: of a parameter PostgreSQL believes that a tenth of
 * all rows is asked for, plans each time anew because of that, and needs half a millisecond more.
 */
export const PAGE = 20;
/** Rows of a nested collection that says no number. */
const DEFAULT_PAGE = 50;
const LAST_ACTIVITIES = 3;

const CONTACT = "id name email phone lifecycleStage createdAt";
const COLUMNS = `id, name, email, phone, lifecycle_stage as "lifecycleStage", created_at as "createdAt"`;
const OBJECT = `json_build_object('id', id, 'name', name, 'email', email, 'phone', phone, 'lifecycleStage', lifecycle_stage, 'createdAt', created_at)`;

/** Enums are in upper case in GraphQL. */
const contact = (row: Answer) => row && { ...row, lifecycleStage: row.lifecycleStage.toLowerCase() };
const contacts = (rows: Answer) => rows.map(contact);

export const ROW_BY_ID: Operation = {
  name: "row",
  title: "row by id",
  document: `query Row($id: UUID!) { contact(id: $id) { ${CONTACT} } }`,
  statement: `select row_to_json(r)::text from (select ${COLUMNS} from app_public.contacts where id = $1) r`,
  writes: false,
  answer: (data) => contact(data.contact),
};

export const NEWEST: Operation = {
  name: "newest",
  title: "newest 20",
  document: `query Newest($first: Int!) { contacts(first: $first) { nodes { ${CONTACT} } } }`,
  statement: `
    select coalesce(json_agg(r), '[]')::text
    from (
      select ${COLUMNS} from app_public.contacts
      where deleted_at is null order by created_at desc, id desc limit ${PAGE}
    ) r`,
  writes: false,
  answer: (data) => contacts(data.contacts.nodes),
};

const RELATIONS: Operation = {
  name: "relations",
  title: "20 with deals and last 3 activities",
  document: `query Relations($first: Int!) {
    contacts(first: $first) {
      nodes {
        id name email
        deals { nodes { id title valueCents createdAt } }
        activities(first: ${LAST_ACTIVITIES}, orderBy: [OCCURRED_AT_DESC]) { nodes { id kind subject occurredAt } }
      }
    }
  }`,
  statement: `
    select coalesce(json_agg(r), '[]')::text
    from (
      select id, name, email, (
        select coalesce(json_agg(d), '[]')
        from (
          select id, title, value_cents::text as "valueCents", created_at as "createdAt" from app_public.deals
          where organization_id = c.organization_id and contact_id = c.id and deleted_at is null
          order by created_at desc, id desc limit ${DEFAULT_PAGE}
        ) d
      ) as deals, (
        select coalesce(json_agg(a), '[]')
        from (
          select id, kind, subject, occurred_at as "occurredAt" from app_public.activities
          where organization_id = c.organization_id and contact_id = c.id and deleted_at is null
          order by occurred_at desc, id desc limit ${LAST_ACTIVITIES}
        ) a
      ) as activities
      from app_public.contacts c
      where deleted_at is null order by created_at desc, id desc limit ${PAGE}
    ) r`,
  writes: false,
  answer: (data) =>
    data.contacts.nodes.map(({ deals, activities, ...row }: Answer) => ({
      ...row,
      deals: deals.nodes,
      activities: activities.nodes.map((activity: Answer) => ({ ...activity, kind: activity.kind.toLowerCase() })),
    })),
};

const BY_STAGE: Operation = {
  name: "stages",
  title: "deals by stage with sums",
  document: `query Stages { deals { groupedAggregates(groupBy: [STAGE_ID]) { keys count sum { valueCents } } } }`,
  statement: `
    select coalesce(json_agg(r), '[]')::text
    from (
      select stage_id as "stageId", count(*)::int as count, sum(value_cents)::text as "valueCents"
      from app_public.deals where deleted_at is null group by stage_id order by stage_id
    ) r`,
  writes: false,
  answer: (data) =>
    data.deals.groupedAggregates.map(({ keys, count, sum }: Answer) => ({
      stageId: keys[0],
      count,
      valueCents: sum.valueCents,
    })),
};

const FILTERED: Operation = {
  name: "filtered",
  title: "filtered page with totalCount",
  document: `query Filtered($first: Int!, $stage: ContactLifecycleStage!) {
    contacts(first: $first, filter: { lifecycleStage: { equalTo: $stage } }) { totalCount nodes { ${CONTACT} } }
  }`,
  statement: `
    select json_build_object(
      'totalCount', (select count(*) from app_public.contacts where lifecycle_stage = $1 and deleted_at is null),
      'nodes', (
        select coalesce(json_agg(r), '[]')
        from (
          select ${COLUMNS} from app_public.contacts
          where lifecycle_stage = $1 and deleted_at is null order by created_at desc, id desc limit ${PAGE}
        ) r
      )
    )::text`,
  writes: false,
  answer: (data) => ({ totalCount: data.contacts.totalCount, nodes: contacts(data.contacts.nodes) }),
};

const CREATE: Operation = {
  name: "create",
  title: "create",
  document: `mutation Create($contact: ContactInput!) { createContact(input: { contact: $contact }) { contact { ${CONTACT} } } }`,
  statement: `
    insert into app_public.contacts (first_name, last_name, email) values ($1, $2, $3)
    returning ${OBJECT}::text`,
  writes: true,
  answer: (data) => contact(data.createContact.contact),
};

export const DEEP: Operation = {
  name: "cursor",
  title: "deep cursor page",
  document: `query Deep($first: Int!, $after: Cursor!) {
    contacts(first: $first, after: $after) { nodes { ${CONTACT} } pageInfo { hasNextPage endCursor } }
  }`,
  statement: `
    select json_build_object(
      'nodes', coalesce(json_agg(${OBJECT}) filter (where place <= ${PAGE}), '[]'),
      'hasNextPage', count(*) > ${PAGE},
      'last', json_agg(json_build_array(created_at, id)) filter (where place = ${PAGE})
    )::text
    from (
      select *, row_number() over () as place
      from (
        select ${COLUMNS.replaceAll(/ as "\w+"/g, "")} from app_public.contacts
        where (created_at, id) < ($1, $2) and deleted_at is null order by created_at desc, id desc limit ${PAGE + 1}
      ) page
    ) r`,
  writes: false,
  answer: ({ contacts: { nodes, pageInfo } }) => {
    const [, time, id] = JSON.parse(Buffer.from(pageInfo.endCursor, "base64").toString());
    return { nodes: contacts(nodes), hasNextPage: pageInfo.hasNextPage, last: [[asTime(time), id]] };
  },
};

/** What is measured, each by itself. */
export const OPERATIONS: readonly Operation[] = [ROW_BY_ID, NEWEST, RELATIONS, BY_STAGE, FILTERED, CREATE, DEEP];

/** How many of each a hundred requests of the mixed load have. */
export const MIXTURE: Readonly<Record<string, number>> = {
  row: 40,
  newest: 25,
  relations: 10,
  stages: 5,
  filtered: 10,
  create: 5,
  cursor: 5,
};

function asTime(text: string): string {
  return text.replace(" ", "T").replace(/\+00$/, "+00:00");
}

/**
 * Makes answers comparable that write times with more or fewer digits.
 *
 * @param answer - what was answered, in the form of the limit's answers
 * @returns the same with times as short as they can be
 */
export function comparable(answer: unknown): unknown {
  return JSON.parse(
    JSON.stringify(answer, (_, value) =>
      typeof value === "string"
        ? value.replace(/^(\d{4}-\d\d-\d\dT[\d:]+)(?:\.(\d*?)0*)?\+00:00$/, (_all, time, digits) =>
            digits ? `${time}.${digits}Z` : `${time}Z`,
          )
        : value,
    ),
  );
}
