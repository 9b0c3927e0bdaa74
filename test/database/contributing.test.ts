import { readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import { useDatabase } from "../support/database.ts";

const GUIDE = readFileSync(new URL("../../CONTRIBUTING.md", import.meta.url), "utf8");
const [shape = "", surface = ""] = [...GUIDE.matchAll(/```sql\n(.*?)```/gs)].map(([, sql]) => sql);

describe("the example of CONTRIBUTING.md", () => {
  const db = useDatabase();

  it("makes a table that its organization's members use as they are told", () =>
    db.transaction(async (t) => {
      await t.asOwner();
      expect(shape).toContain("--!include crm/tables/products.sql");
      await t.rows(shape);
      await t.rows(surface);
      const { acme, globex } = db.world;

      await t.as(acme.members.owner);
      const add = "insert into app_public.products (name) values ('Tea') returning id";
      const id = await t.value(add);
      const rename = "update app_public.products set name = 'Green tea' where id = $1";
      expect(await t.count(rename, [id])).toBe(1);
      expect(await t.count("update app_public.products set deleted_at = now() where id = $1", [id])).toBe(1);
      await t.as(acme.members.rep);
      expect(await t.refusal(add)).toBe("42501");
      expect(await t.count(rename, [id])).toBe(0);
      expect(await t.count("select from app_public.products where id = $1", [id])).toBe(1);
      await t.as(acme.apiKey);
      expect(await t.count("select from app_public.products where id = $1", [id])).toBe(1);
      await t.as(globex.owner);
      expect(await t.count("select from app_public.products where id = $1", [id])).toBe(0);
      await t.asAnonymous();
      expect(await t.refusal("select from app_public.products")).toBe("42501");
    }));
});
