import { describe, expect, it } from "@jest/globals";
import { useDatabase } from "../../support/database.ts";

describe("app_hidden.normalize_phone", () => {
  const db = useDatabase();
  const CALL = "select app_hidden.normalize_phone($1, $2)";

  it.each([
    ["British, as written at home", "020 7946 0000", "GB", "+442079460000"],
    ["British, with brackets and dashes", "(020) 7946-0000", "GB", "+442079460000"],
    ["British, with the prefix that isn't dialled from abroad", "+44 (0)20 7946 0000", "US", "+442079460000"],
    ["American, as written at home", "(212) 555-0100", "US", "+12125550100"],
    ["American, with the trunk prefix 1", "1-212-555-0100", "US", "+12125550100"],
    ["Italian, which keeps its leading zero", "06 6982 0000", "IT", "+390669820000"],
    ["Hungarian, with the trunk prefix 06", "06 1 234 5678", "HU", "+3612345678"],
    ["Danish, without any trunk prefix", "32 12 34 56", "DK", "+4532123456"],
    ["of another country, with +", "+49 30 901820", "GB", "+4930901820"],
    ["of another country, with + in brackets", "(+49) 30/901820", "GB", "+4930901820"],
    ["of another country, with 00", "0049 30 901820", "GB", "+4930901820"],
    ["of a country, where none is known", "+1.212.555.0100", null, "+12125550100"],
    ["in its stored form", "+442079460000", "US", "+442079460000"],
    ["nothing", null, "GB", null],
    ["blank", " \t", "GB", null],
  ])("reads a number %s", (_, written, country, stored) =>
    db.transaction(async (t) => {
      await t.as(db.world.acme.members.viewer);
      expect(await t.value(CALL, [written, country])).toBe(stored);
    }),
  );

  it.each([
    ["written nationally where no country is known", "020 7946 0000", null],
    ["written nationally in a country that doesn't exist", "020 7946 0000", "XX"],
    ["with letters", "0800 FLOWERS", "GB"],
    ["with an extension", "020 7946 0000 x12", "GB"],
    ["too short", "+44 123", "GB"],
    ["too long", "+44 1234 5678 9012 3456", "GB"],
    ["of no country", "+0 20 7946 0000", "GB"],
    ["of signs only", "+()-", "GB"],
    ["with the digits of another script", "٠٢٠٧٩٤٦٠٠٠٠", "GB"],
    ["with SQL", "+442079460000'; --", "GB"],
  ])("refuses a number %s, naming the field", (_, written, country) =>
    db.transaction(async (t) => {
      await t.as(db.world.acme.members.viewer);
      const error = await t.failure(CALL, [written, country]);
      expect([error.code, error.detail]).toEqual(["TN400", '{"field": "phone"}']);
    }),
  );
});
