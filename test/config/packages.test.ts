import { readFile } from "node:fs/promises";
import { describe, expect, it } from "@jest/globals";

interface Package {
  optionalDependencies?: Record<string, string>;
}

const read = async (name: string) => JSON.parse(await readFile(new URL(`../../${name}`, import.meta.url), "utf8"));
const { packages } = (await read("package-lock.json")) as { packages: Record<string, Package> };
const manifest = (await read("package.json")) as Record<"dependencies" | "devDependencies", Record<string, string>>;

describe("package-lock.json", () => {
  it("has every platform's packages, without which `npm ci` fails", () => {
    const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter(
        (name) => !(`node_modules/${name}` in packages) && !(`${path}/node_modules/${name}` in packages),
      ),
    );
    expect(missing).toEqual([]);
  });

  it("names no download addresses", () => {
    expect(JSON.stringify(packages)).not.toMatch(/"resolved":"https?:/);
  });
});

describe("package.json", () => {
  it("pins every dependency to one version", () => {
    const versions = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
    expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
  });
});
