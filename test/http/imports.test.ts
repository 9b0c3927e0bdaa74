import { describe, expect, it } from "@jest/globals";
import { useDatabase } from "../support/database.ts";
import { useGateway } from "../support/gateway.ts";
import { bringIn, takeOut } from "../support/transfers.ts";

const db = useDatabase();
const gateway = useGateway(db);

describe("an import", () => {
  it("smoke", async () => {
    const { staff } = db.world.acme.members;
    const answer = await bringIn(gateway, staff, "First name,E-mail,Shoe\nA,a@b.test,4\nB,b@b.test,4\nC,nope,4\n", {
      onError: "skip",
    });
    console.log(answer);
    console.log(
      await bringIn(gateway, staff, "First name,E-mail,Shoe\nA,a@b.test,4\nB,b@b.test,4\nC,nope,4\n", {
        preview: "true",
      }),
    );
    console.log(await takeOut(gateway, staff, "/exports/contacts.csv?updatedSince=2020-01-01"));
    for (const t of ["companies", "leads", "deals", "tickets"])
      console.log((await takeOut(gateway, staff, `/exports/${t}.csv`)).text);
    console.log(await takeOut(gateway, db.world.acme.members.viewer, "/exports/contacts.csv"));
    console.log(
      await takeOut(gateway, null, "/exports/contacts.csv?x=3"),
      await takeOut(gateway, null, "/exports/contacts.csv"),
    );
    console.log(
      await db.withRoot((c) =>
        c
          .query("select kind, detail, user_id, request_id from app_public.security_events where kind like 'export%'")
          .then((r) => r.rows),
      ),
    );
  });
});
