import { isSafeBaseAddress } from "./addresses.ts";
import { quoted } from "./quoted.ts";

/** Identity providers whose settings follow from one value. */
export const PRESETS = ["supabase", "clerk"] as const;
export type Preset = (typeof PRESETS)[number];

type Entry = Readonly<Record<string, unknown>>;

/** What is wrong with a setting of a preset. */
export interface PresetProblem {
  readonly setting: string;
  readonly message: string;
}

const ADDRESS_PROBLEM = "give its https address without user, password and query (http only on this machine), such as ";

/** Supabase lets users write their own user_metadata, so only a name may come from there. */
function usersOwnClaims(entry: Entry): PresetProblem[] {
  return ["emailClaim", "emailVerifiedClaim", "organizationClaim"]
    .filter((setting) => [entry[setting]].flat().some((path) => /^user_metadata(\.|$)/.test(String(path))))
    .map((setting) => ({ setting, message: "users write user_metadata themselves; name another claim" }));
}

const EXPANSIONS: Readonly<Record<Preset, (entry: Entry, address: string) => Entry>> = {
  supabase: ({ url: _, ...entry }, address) => ({
    issuer: `${address}/auth/v1`,
    audience: "authenticated",
    ...(entry["secret"] === undefined ? { jwksUri: `${address}/auth/v1/.well-known/jwks.json` } : {}),
    nameClaim: ["name", "user_metadata.full_name", "user_metadata.name"],
    // Its tokens don't say whether an address is confirmed: who trusts them has told Supabase to insist on it.
    ...(entry["trustEmail"] === true ? { emailVerifiedClaim: true } : {}),
    ...entry,
  }),
  clerk: (entry, address) => ({
    audience: null,
    jwksUri: `${address}/.well-known/jwks.json`,
    organizationClaim: ["o.id", "org_id"],
    ...entry,
    issuer: address,
  }),
};

/** The setting that holds a preset's one value, an example of it, and what follows from it and can't be given. */
const SETTINGS: Readonly<Record<Preset, { address: string; example: string; follows: readonly string[] }>> = {
  supabase: { address: "url", example: "https://project.supabase.co", follows: ["issuer", "jwksUri", "key"] },
  clerk: { address: "issuer", example: "https://clerk.example.com", follows: ["jwksUri", "key", "secret"] },
};

/**
 * Fills in what follows from a preset. What is given beside it wins.
 *
 * @param entry - an entry of AUTH_ISSUERS, not checked yet
 * @returns the entry with the settings that any issuer has, or all that is wrong with it; one without a preset as it is
 */
export function expandPreset(entry: unknown): { readonly entry: unknown } | { readonly problems: PresetProblem[] } {
  if (typeof entry !== "object" || entry === null || !("preset" in entry)) return { entry };
  const given: Entry = { ...entry };
  const preset = PRESETS.find((known) => known === given["preset"]);
  if (preset === undefined) {
    const message = `${quoted(given["preset"])} is not known; give one of ${PRESETS.join(", ")}, or leave it out`;
    return { problems: [{ setting: "preset", message }] };
  }
  const { address: name, example, follows } = SETTINGS[preset];
  const address = given[name];
  const problems = follows
    .filter((setting) => given[setting] !== undefined)
    .map((setting) => ({ setting, message: `follows from the preset ${preset}; leave it out` }));
  if (preset === "supabase") problems.push(...usersOwnClaims(given));
  if (typeof address !== "string" || !isSafeBaseAddress(address)) {
    const message = `${address === undefined ? "is missing" : "is not a usable address"}; ${ADDRESS_PROBLEM}${example}`;
    return { problems: [...problems, { setting: name, message }] };
  }
  return problems.length > 0 ? { problems } : { entry: EXPANSIONS[preset](given, address.replace(/\/+$/, "")) };
}
