import type { TestDatabase } from "./database.ts";

/** Passwords cost what they must in production; most tests are about something else. */
export async function makePasswordsCheap(database: TestDatabase, cost = 4): Promise<void> {
  await database.withRoot(async (client) => {
    await client.query(
      `create or replace function app_private.password_cost() returns int language sql immutable set search_path = '' as 'select ${cost}'`,
    );
  });
}

/** Gives somebody a password, as the owner. */
export async function givePassword(
  database: TestDatabase,
  person: { userId: string } | { contactId: string },
  password: string,
): Promise<void> {
  const [table, column, id] =
    "userId" in person
      ? ["user_credentials", "user_id", person.userId]
      : ["contact_credentials", "contact_id", person.contactId];
  await database.withRoot((client) =>
    client.query(
      `insert into app_private.${table} (${column}, password_hash) values ($1, app_private.hash_password($2))
      on conflict (${column}) do update set password_hash = excluded.password_hash, failed_attempts = 0, locked_until = null`,
      [id, password],
    ),
  );
}

/** Lets somebody in who is known to an identity provider. */
export async function giveIdentity(
  database: TestDatabase,
  issuer: string,
  subject: string,
  userId: string,
): Promise<void> {
  await database.withRoot((client) =>
    client.query("insert into app_private.user_identities (user_id, issuer, subject) values ($1, $2, $3)", [
      userId,
      issuer,
      subject,
    ]),
  );
}

/** The token in the newest mail to an address, as its reader finds it. */
export async function tokenInMail(database: TestDatabase, recipient: string): Promise<string | undefined> {
  return database.withRoot(async (client) => {
    const { rows } = await client.query<{ token: string }>(
      "select payload ->> 'token' as token from app_private.outgoing_mails where recipient = $1 order by created_at desc limit 1",
      [recipient],
    );
    return rows[0]?.token;
  });
}
