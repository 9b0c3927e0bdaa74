/** The claims of a user's access token as Supabase Auth issues it. */
export function supabaseClaims(url: string, changes: object = {}): Record<string, unknown> {
  const now = Math.floor(Date.now() / 1_000);
  return {
    iss: `${url}/auth/v1`,
    sub: "6f1c2a52-6f0e-4b5f-9a7e-2f3d1f0c9b11",
    aud: "authenticated",
    exp: now + 3600,
    iat: now,
    email: "ada@example.com",
    phone: "",
    app_metadata: { provider: "email", providers: ["email"] },
    user_metadata: {
      email: "ada@example.com",
      email_verified: true,
      full_name: "Ada Lovelace",
      phone_verified: false,
      sub: "6f1c2a52-6f0e-4b5f-9a7e-2f3d1f0c9b11",
    },
    role: "authenticated",
    aal: "aal2",
    amr: [
      { method: "totp", timestamp: now },
      { method: "password", timestamp: now - 60 },
    ],
    session_id: "b1a8a5e0-3c5b-4a0e-9d0f-7c7ee3a5f001",
    is_anonymous: false,
    ...changes,
  };
}

/** The claims of a session token as Clerk issues it, in version 2 of its claims. */
export function clerkClaims(issuer: string, changes: object = {}): Record<string, unknown> {
  const now = Math.floor(Date.now() / 1_000);
  return {
    azp: "https://app.example.com",
    exp: now + 60,
    fea: "o:dashboard,o:impersonation",
    fva: [7, -1],
    iat: now,
    iss: issuer,
    jti: "0b1a6ab2a7a4ab9d6b3b",
    nbf: now - 10,
    o: { fpm: "3,2", id: "org_2abcDEF", per: "read,manage", rol: "admin", slg: "acme-at-clerk" },
    pla: "u:free,o:pro",
    sid: "sess_2GaMqUCB3Sc1WNAkWuNzsnYVVEy",
    sts: "active",
    sub: "user_2GaMqUCB3Sc1WNAkWuNzsnYVVEz",
    v: 2,
    ...changes,
  };
}

/** The same in version 1. */
export function clerkClaimsVersion1(issuer: string, changes: object = {}): Record<string, unknown> {
  const now = Math.floor(Date.now() / 1_000);
  return {
    azp: "https://app.example.com",
    exp: now + 60,
    fva: [0, -1],
    iat: now,
    iss: issuer,
    nbf: now - 10,
    org_id: "org_2abcDEF",
    org_permissions: ["org:dashboard:read"],
    org_role: "org:admin",
    org_slug: "acme-at-clerk",
    sid: "sess_2GaMqUCB3Sc1WNAkWuNzsnYVVEy",
    sub: "user_2GaMqUCB3Sc1WNAkWuNzsnYVVEz",
    ...changes,
  };
}
