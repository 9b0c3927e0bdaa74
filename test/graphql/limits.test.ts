import { describe, expect, it } from "@jest/globals";
import { useDatabase } from "../support/database.ts";
import { useGateway } from "../support/gateway.ts";

/** Fragments of which each spreads the next twice: the number of fields doubles with each. */
function doubling(levels: number): string {
  const fragments = Array.from({ length: levels }, (_, level) => {
    const next = level + 1 < levels ? `...f${level + 1} ...f${level + 1}` : "me { id }";
    return `fragment f${level} on Query { ${next} }`;
  });
  return `{ ...f0 } ${fragments.join(" ")}`;
}

describe("a document", () => {
  const db = useDatabase();
  const gateway = useGateway(db);

  it("that doubles its fields with each fragment is refused before it is planned", async () => {
    const refused = await gateway.anonymous.query(doubling(100));
    expect(refused.errors?.[0]?.extensions).toMatchObject({ code: "LIMIT_EXCEEDED", limit: 10_000 });
    const served = await gateway.anonymous.query(doubling(5));
    expect(served.errors).toBeUndefined();
  });

  it("of more than a hundred thousand characters is refused before it is parsed, and values of that length aren’t", async () => {
    const refused = await gateway.anonymous.query(`{ me { id } } ${"#".repeat(100_000)} {`);
    expect(refused.refusal).toEqual({ code: "LIMIT_EXCEEDED", limit: 100_000 });
    const served = await gateway.anonymous.query(`{ me { id } } ${"#".repeat(99_000)}`, { note: "x".repeat(500_000) });
    expect(served.errors).toBeUndefined();
  });

  it("with a thousand fields is served", async () => {
    const fields = Array.from({ length: 1_000 }, (_, index) => `a${index}: email`).join(" ");
    const answer = await gateway.as(db.world.acme.members.rep).query(`{ me { ${fields} } }`);
    expect(answer.errors).toBeUndefined();
  });
});
