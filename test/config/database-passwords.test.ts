import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { describeConfig } from "../../src/config/describe.ts";
import { ConfigurationError, readConfig } from "../../src/config/environment.ts";

const AUTHENTICATOR = "postgres://authenticator:fine@db.example.com/tenantry";
const VARIABLES = [
  "AUTH_DATABASE_URL",
  "DATABASE_URL",
  "ROOT_DATABASE_URL",
  "SHADOW_DATABASE_URL",
  "LISTEN_DATABASE_URL",
  "READ_DATABASE_URL",
] as const;

/** Signs that mean something in addresses, and words that are found again wherever they get to. */
const odd = fc.constantFrom(..."/?#@:%&=+,;\\[]{}'\"<>|^` ~.$!*()\t\né", "%2F", "%zz", "@/", "?host=", "&user=", "#@");
const word = fc.constantFrom("q7zkw", "12", "x9vwj", "34", "hunter2");
const password = fc
  .array(fc.oneof({ weight: 2, arbitrary: odd }, word), { minLength: 1, maxLength: 8 })
  .map((parts) => parts.join(""));
const WORDS = /q7zkw|12|x9vwj|34|hunter2/i;

/** What somebody gets to read when they set a variable: the description of the configuration, or what is wrong with it. */
function shownFor(variable: (typeof VARIABLES)[number], url: string): { shown: string; isTaken: boolean } {
  try {
    const config = readConfig({ AUTH_DATABASE_URL: AUTHENTICATOR, [variable]: url });
    const { database, listenDatabase } = describeConfig(config) as Record<string, unknown>;
    return { shown: JSON.stringify({ database, listenDatabase }), isTaken: true };
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return { shown: error.message, isTaken: false };
  }
}

const userFor = (variable: string) => (/^(AUTH|LISTEN|READ)_/.test(variable) ? "authenticator" : "owner");

describe("a password of any signs", () => {
  it.each(VARIABLES)("in %s is never shown, however it is written", (variable) => {
    const places = fc.constantFrom(
      "@db.example.com/tenantry",
      "@db.example.com:5432/tenantry?sslmode=verify-full",
      "@/tenantry?host=/run",
      "@db.example.com",
    );
    fc.assert(
      fc.property(password, places, (given, rest) => {
        const { shown } = shownFor(variable, `postgres://${userFor(variable)}:${given}${rest}`);
        // What messages say themselves: the port and the percent-encoded signs.
        expect(shown.replaceAll(/:5432|%2[0-9A-F]|%3F|%40/g, "")).not.toMatch(WORDS);
      }),
      { numRuns: 500 },
    );
  });

  it.each(VARIABLES)("in %s is taken when it is percent-encoded, and not shown", (variable) => {
    fc.assert(
      fc.property(password, (given) => {
        const url = `postgres://${userFor(variable)}:${encodeURIComponent(given)}@db.example.com:5432/tenantry`;
        const { shown, isTaken } = shownFor(variable, url);
        expect([isTaken, WORDS.test(shown.replaceAll(":5432", ""))]).toEqual([true, false]);
      }),
      { numRuns: 200 },
    );
  });

  it("is told to be encoded where it is read as something else", () => {
    for (const given of ["12/34", "12#x", "12?x", "a/b", "5%zz"]) {
      const { shown, isTaken } = shownFor("DATABASE_URL", `postgres://owner:${given}@db.example.com/tenantry`);
      expect([given, isTaken]).toEqual([given, false]);
      expect(shown).toContain("DATABASE_URL: is not a PostgreSQL connection string with a user");
      expect(shown).toContain("percent-encoded");
    }
  });

  it("needs a user, and leaves connections over a socket as they are", () => {
    expect(shownFor("DATABASE_URL", "postgres://db.example.com/tenantry").isTaken).toBe(false);
    const { shown } = shownFor("DATABASE_URL", "postgres://owner:hunter2@/tenantry?host=/run/postgresql");
    expect(JSON.parse(shown).database.owner).toBe("postgres://owner@/tenantry");
  });
});

it("an address of a collector is one to which a path can be added", () => {
  for (const wrong of [
    "http://127.0.0.1:4318?k=1",
    "http://127.0.0.1:4318/#k",
    "http://user:12/34@127.0.0.1:4318",
    "ftp://c",
  ]) {
    expect(() => readConfig({ OTEL_EXPORTER_OTLP_ENDPOINT: wrong })).toThrow(
      /^.*\n.*OTEL_EXPORTER_OTLP_ENDPOINT: is not an address/,
    );
  }
  const good = readConfig({ OTEL_EXPORTER_OTLP_ENDPOINT: "https://collector.example.com/key-in-the-path/" });
  expect(JSON.stringify(describeConfig(good))).not.toContain("key-in-the-path");
});
