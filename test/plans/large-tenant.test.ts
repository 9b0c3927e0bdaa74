import { beforeAll } from "@jest/globals";
import { useDatabase } from "../support/database.ts";
import { useGateway } from "../support/gateway.ts";
import { fillLargeTenant } from "./large-tenant.ts";
import { testOwnRows } from "./own-rows.ts";
import { testServedLists } from "./served-lists.ts";

// In one file, since filling the tables takes as long as the tests.
const db = useDatabase();
const gateway = useGateway(db, { poolSize: 1 });

beforeAll(() => fillLargeTenant(db, db.world.acme.id), 300_000);

testServedLists(db, gateway);
testOwnRows(db, gateway);
