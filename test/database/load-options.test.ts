import { describe, expect, it } from "@jest/globals";
import { readSeedOptions } from "../../src/seeds/options.ts";

describe("arguments of db:seed", () => {
  it.each([
    [[], { kind: "demonstration" }],
    [["--help", "--size", "small"], { kind: "help" }],
    [["--size", "small"], { kind: "load", request: { tenants: 5, rows: 20_000, seed: 1, asOf: undefined } }],
    [
      ["--tenants", "3", "--rows", "1200", "--seed", "0", "--as-of", "2026-02-28"],
      { kind: "load", request: { tenants: 3, rows: 1_200, seed: 0, asOf: "2026-02-28" } },
    ],
  ])("reads %j", (argv, options) => {
    expect(readSeedOptions(argv)).toEqual(options);
  });

  it.each([
    [["--size", "huge"], /small, medium or large/],
    [["--size", "constructor"], /small, medium or large/],
    [["--size", "small", "--rows", "5000"], /not both/],
    [["--seed", "3"], /give --size/],
    [["--tenants", "3"], /both --tenants and --rows/],
    [["--tenants", "0", "--rows", "1000"], /--tenants: give a whole number/],
    [["--tenants", "3", "--rows", "1199"], /at least 1200/],
    [["--tenants", "3", "--rows", "1e6"], /--rows: give a whole number/],
    [["--size", "small", "--seed", "-1"], /./],
    [["--size", "small", "--seed", "1.5"], /--seed: give a whole number/],
    [["--size", "small", "--as-of", "2026-02-30"], /--as-of: give a day/],
    [["--size", "small", "--as-of", "2999-01-01"], /--as-of: give a day/],
    [["--sise", "small"], /sise/],
    [["small"], /small/],
  ])("refuses %j", (argv, message) => {
    expect(() => readSeedOptions(argv)).toThrow(message);
  });
});
