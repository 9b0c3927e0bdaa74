import { createSecretKey, type KeyObject } from "node:crypto";
import { z } from "zod";
import { isSafeAddress, isSafeBaseAddress } from "./addresses.ts";
import { expandPreset, PRESETS, type Preset } from "./issuer-presets.ts";
import { algorithmsOf, MINIMUM_RSA_BITS, readPublicKey } from "./public-keys.ts";
import { quoted } from "./quoted.ts";

/** The `iss` and `aud` of the tokens that this gateway signs itself; no configured issuer may use it. */
export const BUILT_IN_ISSUER = "tenantry";

const ASYMMETRIC_ALGORITHMS = [
  ...["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"],
  ...["ES256", "ES384", "ES512", "EdDSA", "Ed25519"],
];
const DEFAULT_REMOTE_ALGORITHMS = ["ES256", "RS256", "EdDSA", "Ed25519"];
const MINIMUM_SECRET_BYTES = 32;

/** Where the keys of an issuer come from: its discovery document, an address, or one key given in the configuration. */
export type IssuerKeys =
  | { readonly kind: "discovery" }
  | { readonly kind: "remote"; readonly url: string }
  | { readonly kind: "public" | "secret"; readonly key: KeyObject };

/** Where a token says something: names or dotted paths of claims (`org_id`, `o.id`); the first that is there counts. */
export interface ClaimPaths {
  readonly email: readonly string[];
  /** True: every e-mail address in a token of this issuer is verified. */
  readonly emailVerified: readonly string[] | true;
  readonly name: readonly string[];
  readonly organization: readonly string[];
}

/** One party whose tokens are accepted, with everything that is pinned for it. */
export interface IssuerConfig {
  readonly issuer: string;
  readonly preset?: Preset;
  /** The names of this API in `aud`. Empty for Clerk's session tokens, which may then name no audience at all. */
  readonly audience: readonly string[];
  /** The parties that may have asked for the token (`azp`); without it any may. */
  readonly authorizedParties?: readonly string[];
  readonly algorithms: readonly string[];
  readonly keys: IssuerKeys;
  readonly claimPaths: ClaimPaths;
  /** Whether a person who is not known yet becomes a user with their first token. */
  readonly createUsers: boolean;
  /** Whether a verified e-mail address in a token is proof enough to become the user who has it here. */
  readonly trustEmail: boolean;
}

const text = z.string({ error: "is missing or not a text; give a text" }).min(1, "is empty; give a text");
const claim = z
  .union([text.transform((path) => [path]), z.array(text).min(1)], {
    error: 'is no name of a claim; give a name or dotted path such as "o.id", or a list of such',
  })
  .optional();
const yesOrNo = z.boolean({ error: "is neither true nor false" }).default(false);

const SETTINGS = {
  preset: z.enum(PRESETS).optional(),
  issuer: text.refine((name) => name !== BUILT_IN_ISSUER, {
    error: `${quoted(BUILT_IN_ISSUER)} is the built-in issuer's name; give the issuer's own, as in its tokens' iss`,
  }),
  audience: z.union([text, z.array(text).min(1), z.null()], {
    error: "is missing or not a text; give this API's name in aud, or a list of such",
  }),
  authorizedParties: z
    .array(text, { error: 'is not a list; give the azp that are accepted, such as ["https://app.example.com"]' })
    .min(1, "is empty; leave it out")
    .optional(),
  algorithms: z
    .array(z.string(), { error: 'is not a list; give one such as ["ES256"]' })
    .min(1, "is empty; leave it out")
    .optional(),
  jwksUri: text
    .refine(isSafeAddress, {
      error: "is not a usable address; give an https one without user or password (http only on this machine)",
    })
    .optional(),
  key: z
    .union([text, z.record(z.string(), z.unknown())], { error: "is not a key; give a public key as JWK or PEM" })
    .optional(),
  secret: text.optional(),
  emailClaim: claim,
  emailVerifiedClaim: z.union([claim, z.literal(true)], {
    error: "is no name of a claim; give a name, a dotted path or a list, or true when every e-mail address is verified",
  }),
  nameClaim: claim,
  organizationClaim: claim,
  createUsers: yesOrNo,
  trustEmail: yesOrNo,
};

const settings = z
  .strictObject(SETTINGS, {
    error: (issue) =>
      issue.code === "unrecognized_keys"
        ? `${issue.keys.map(quoted).join(", ")} is not known; known are ${Object.keys(SETTINGS).join(", ")}`
        : "is not an issuer; give an object with issuer and audience, or with a preset",
  })
  .transform((entry, context): IssuerConfig => {
    const refuse = (message: string, path?: string) => {
      context.addIssue({ code: "custom", message, ...(path === undefined ? {} : { path: [path] }) });
      return z.NEVER;
    };
    if (entry.audience === null && entry.preset !== "clerk") {
      return refuse("is missing or not a text; give this API's name in aud, or a list of such", "audience");
    }
    if ([entry.jwksUri, entry.key, entry.secret].filter((source) => source !== undefined).length > 1) {
      return refuse("give one of jwksUri, key and secret, or none of them where the issuer has a discovery document");
    }
    let keys: IssuerKeys;
    let possible: readonly string[] = ASYMMETRIC_ALGORITHMS;
    let byDefault: readonly string[] = DEFAULT_REMOTE_ALGORITHMS;
    if (entry.secret !== undefined) {
      const secret = Buffer.from(entry.secret);
      if (secret.byteLength < MINIMUM_SECRET_BYTES) {
        return refuse(`is too short; give at least ${MINIMUM_SECRET_BYTES} random bytes`, "secret");
      }
      keys = { kind: "secret", key: createSecretKey(secret) };
      possible = byDefault = ["HS256"];
    } else if (entry.key !== undefined) {
      const key = readPublicKey(entry.key);
      possible = key === undefined ? [] : algorithmsOf(key);
      if (key === undefined || possible.length === 0) {
        return refuse(
          `is not a usable public key; give a JWK or PEM: RSA of at least ${MINIMUM_RSA_BITS} bits, EC P-256, P-384, P-521, or Ed25519`,
          "key",
        );
      }
      keys = { kind: "public", key };
      byDefault = possible.slice(0, key.asymmetricKeyType === "ed25519" ? 2 : 1);
    } else if (entry.jwksUri !== undefined) {
      keys = { kind: "remote", url: entry.jwksUri };
    } else if (isSafeBaseAddress(entry.issuer)) {
      keys = { kind: "discovery" };
    } else {
      return refuse(
        "is no https address (http only on this machine), so its keys can't be discovered; give jwksUri, key or secret",
        "issuer",
      );
    }
    // Never HS256 beside a public key: whoever knows the public key could then sign (RFC 8725 section 2.1).
    const algorithms = entry.algorithms ?? byDefault;
    const impossible = algorithms.filter((algorithm) => !possible.includes(algorithm));
    if (impossible.length > 0) {
      return refuse(
        `${impossible.join(", ")} doesn't go with this key; possible are ${possible.join(", ")}`,
        "algorithms",
      );
    }
    return {
      issuer: entry.issuer,
      ...(entry.preset === undefined ? {} : { preset: entry.preset }),
      audience: [entry.audience ?? []].flat(),
      ...(entry.authorizedParties === undefined ? {} : { authorizedParties: entry.authorizedParties }),
      algorithms,
      keys,
      claimPaths: {
        email: entry.emailClaim ?? ["email"],
        emailVerified: entry.emailVerifiedClaim ?? ["email_verified"],
        name: entry.nameClaim ?? ["name"],
        organization: entry.organizationClaim ?? [],
      },
      createUsers: entry.createUsers,
      trustEmail: entry.trustEmail,
    };
  });

const issuer = z
  .unknown()
  .transform((entry, context): unknown => {
    const expanded = expandPreset(entry);
    if ("entry" in expanded) return expanded.entry;
    for (const { setting, message } of expanded.problems) {
      context.addIssue({ code: "custom", message, path: [setting] });
    }
    return z.NEVER;
  })
  .pipe(settings);

/** The value of AUTH_ISSUERS: a JSON list; every problem in it is reported at once. */
export const issuers = z
  .string()
  .default("[]")
  .transform((json, context): unknown => {
    try {
      return JSON.parse(json);
    } catch {
      context.addIssue('is not JSON; give a list such as [{"issuer":"https://id.example.com/","audience":"tenantry"}]');
      return z.NEVER;
    }
  })
  .pipe(
    z.array(issuer, { error: "is not a list; give a JSON list of issuers" }).refine(
      (list) => {
        // What is wrong in an entry has been said; of such an entry there may be no issuer to compare.
        const names = list.map((entry) => entry?.issuer).filter((name) => name !== undefined);
        return new Set(names).size === names.length;
      },
      // Also when an entry is wrong: everything is reported at once.
      { error: "an issuer is listed twice; list each once", when: ({ value }) => Array.isArray(value) },
    ),
  );
