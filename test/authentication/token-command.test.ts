import { generateKeyPairSync } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it, jest } from "@jest/globals";
import { decodeJwt } from "jose";
import { createBuiltInIssuer } from "../../src/authentication/built-in-issuer.ts";
import { run } from "../../src/commands/token.ts";

const signingKey = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
const { issueToken } = await createBuiltInIssuer({ signingKey, dataDirectory: "/nonexistent" });
const dependencies = {
  environment: "development" as const,
  issueToken,
  findUserId: async (email: string) => (email === "demo@clientflow.test" ? "user-1" : null),
};
const printed: string[] = [];
const complaints: string[] = [];

beforeEach(() => {
  printed.length = complaints.length = 0;
  jest.spyOn(console, "log").mockImplementation((line) => void printed.push(String(line)));
  jest.spyOn(console, "error").mockImplementation((line) => void complaints.push(String(line)));
});
afterEach(() => {
  jest.restoreAllMocks();
});

describe("the token command", () => {
  it("prints the token and nothing else", async () => {
    expect(await run(["demo@clientflow.test", "--organization", "acme", "--expires", "15m"], dependencies)).toBe(0);
    expect(printed).toHaveLength(1);
    expect(complaints).toEqual([]);
    const { sub, org, exp = 0, iat = 0 } = decodeJwt(printed[0]!);
    expect({ sub, org, lifetime: exp - iat }).toEqual({ sub: "user-1", org: "acme", lifetime: 900 });
  });

  it("gives an hour unless told, and at most 30 days", async () => {
    expect(await run(["demo@clientflow.test"], dependencies)).toBe(0);
    expect(await run(["demo@clientflow.test", "--expires", "30d"], dependencies)).toBe(0);
    expect(printed.map((token) => decodeJwt(token)).map(({ exp = 0, iat = 0 }) => exp - iat)).toEqual([
      3600, 2_592_000,
    ]);
  });

  it.each([
    [["demo@clientflow.test", "--expires", "31d"], "--expires"],
    [["demo@clientflow.test", "--expires", "0s"], "--expires"],
    [["demo@clientflow.test", "--expires", "soon"], "--expires"],
    [["demo@clientflow.test", "--organization", "a b"], "--organization"],
    [["demo@clientflow.test", "--role", "owner"], "--role"],
    [["nobody@clientflow.test"], "no user"],
    [["demo@clientflow.test", "other@clientflow.test"], "one e-mail address"],
    [[], "one e-mail address"],
  ])("fails with %j", async (argv, message) => {
    expect(await run(argv, dependencies)).toBe(1);
    expect(printed).toEqual([]);
    expect(complaints).toEqual([expect.stringContaining(message)]);
  });

  it("refuses in production", async () => {
    expect(await run(["demo@clientflow.test"], { ...dependencies, environment: "production" })).toBe(1);
    expect(printed).toEqual([]);
  });

  it("explains itself", async () => {
    expect(await run(["--help"], dependencies)).toBe(0);
    expect(printed.join()).toContain("--organization");
  });
});
