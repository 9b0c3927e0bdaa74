import { describeAccess, nothing, refused } from "../../support/access.ts";
import { useDatabase } from "../../support/database.ts";

const db = useDatabase();
const some = { ...refused, sees: ["the north's"] };

describeAccess(db, "contact_merges", {
  rows: async (_, t) => ({
    "the north's": await t.value<string>("select id from app_public.contact_merges where organization_id = $1", [
      db.world.acme.id,
    ]),
  }),
  who: {
    owner: some,
    admin: some,
    manager: some,
    staff: some,
    rep: nothing,
    viewer: some,
    northerner: some,
    stranger: nothing,
    anonymous: refused,
  },
});
