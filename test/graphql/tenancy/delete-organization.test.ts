import { describe, expect, it } from "@jest/globals";
import { useDatabase } from "../../support/database.ts";
import { useGateway } from "../../support/gateway.ts";

const db = useDatabase();
const gateway = useGateway(db);

describe("an organization", () => {
  it("is deleted by its owner, who names it, and is gone", async () => {
    const { acme } = db.world;
    const { owner, admin } = acme.members;
    const run = (actor: typeof owner, slug: string) => gateway.as(actor).run("tenancy/DeleteOrganization", { slug });
    expect((await run(admin, "acme")).code).toBe("FORBIDDEN");
    expect((await run(owner, "globex")).refusal).toMatchObject({ code: "BAD_USER_INPUT", field: "slug" });
    expect((await run(owner, "acme")).get("deleteOrganization.organizationId")).toBe(acme.id);
    expect((await run(owner, "acme")).code).toBe("FORBIDDEN");
    const theirs = await gateway.as(db.world.globex.owner).run("tenancy/CurrentOrganization");
    expect(theirs.get("currentOrganization.slug")).toBe("globex");
  });
});
