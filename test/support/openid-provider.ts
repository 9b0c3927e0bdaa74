import { createHash, generateKeyPairSync, randomBytes } from "node:crypto";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, jest } from "@jest/globals";
import { Provider } from "oidc-provider";

const REDIRECT_URI = "https://app.example.com/callback";
/** What the provider keeps for a time. */
const ARTIFACTS = [
  ...["Interaction", "Session", "Grant", "AuthorizationCode"],
  ...["AccessToken", "RefreshToken", "IdToken", "ClientCredentials"],
];
const ALGORITHMS = ["ES256", "RS256"] as const;

/** Somebody with an account at the provider. */
export interface Account {
  readonly email: string;
  readonly emailVerified: boolean;
  readonly name: string;
  readonly organization?: string;
}

/** What a sign-in ends with. */
export interface Tokens {
  readonly accessToken: string;
  readonly idToken: string;
  readonly refreshToken: string | undefined;
}

function newKeys(): object[] {
  const kid = randomBytes(8).toString("hex");
  const ec = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ format: "jwk" });
  const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ format: "jwk" });
  return [
    { ...ec, kid: `${kid}-ec`, alg: "ES256", use: "sig" },
    { ...rsa, kid: `${kid}-rsa`, alg: "RS256", use: "sig" },
  ];
}

/** A real OpenID provider on this machine, with a front end that signs people in as a browser would. */
export class OpenidProvider {
  readonly accounts = new Map<string, Account>();
  private readonly audience: string;
  private readonly algorithm: (typeof ALGORITHMS)[number];
  private handle: RequestListener = (_request, response) => void response.writeHead(503).end();
  private readonly server = createServer((request, response) => this.handle(request, response));

  constructor(audience: string, algorithm: (typeof ALGORITHMS)[number]) {
    this.audience = audience;
    this.algorithm = algorithm;
  }

  get issuer(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    this.renewKeys();
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** Goes on as the same provider with other keys and nobody signed in. */
  renewKeys(): void {
    const { accounts, audience, algorithm } = this;
    const claimsOf = (id: string) => {
      const { email, emailVerified, name, organization } = accounts.get(id) ?? {};
      return { email, email_verified: emailVerified, name, ...(organization && { org_id: organization }) };
    };
    // It warns of what only a test may do.
    const warnings = jest.spyOn(console, "warn").mockImplementation(() => {});
    const provider = new Provider(this.issuer, {
      jwks: { keys: newKeys() },
      cookies: { keys: [randomBytes(16).toString("hex")] },
      ttl: Object.fromEntries(ARTIFACTS.map((artifact) => [artifact, 3_600])),
      clients: [
        {
          client_id: "front-end",
          redirect_uris: [REDIRECT_URI],
          token_endpoint_auth_method: "none",
          id_token_signed_response_alg: algorithm,
          grant_types: ["authorization_code", "refresh_token"],
        },
        {
          client_id: "machine",
          client_secret: "machine",
          redirect_uris: [],
          response_types: [],
          grant_types: ["client_credentials"],
        },
      ],
      claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
      conformIdTokenClaims: false,
      scopes: ["openid", "email", "profile", "offline_access"],
      findAccount: (_context: unknown, id: string) =>
        accounts.has(id) ? { accountId: id, claims: () => ({ sub: id, ...claimsOf(id) }) } : undefined,
      extraTokenClaims: (_context: unknown, token: { accountId?: string }) =>
        token.accountId === undefined ? undefined : claimsOf(token.accountId),
      features: {
        devInteractions: { enabled: true },
        clientCredentials: { enabled: true },
        resourceIndicators: {
          enabled: true,
          defaultResource: () => undefined,
          useGrantedResource: () => true,
          getResourceServerInfo: () => ({
            scope: "",
            audience,
            accessTokenFormat: "jwt",
            jwt: { sign: { alg: algorithm } },
          }),
        },
      },
    });
    warnings.mockRestore();
    this.handle = provider.callback();
  }

  /** Signs somebody in with the authorization code flow and PKCE, by the pages of the provider. */
  async signIn(account: string): Promise<Tokens> {
    const verifier = randomBytes(32).toString("base64url");
    const address = new URL(`${this.issuer}/auth`);
    address.search = new URLSearchParams({
      client_id: "front-end",
      response_type: "code",
      redirect_uri: REDIRECT_URI,
      scope: "openid email profile offline_access",
      prompt: "consent",
      resource: "https://api.example.com",
      code_challenge: createHash("sha256").update(verifier).digest("base64url"),
      code_challenge_method: "S256",
    }).toString();
    const code = await this.walkThrough(address, account);
    const answer = await this.ask("/token", {
      grant_type: "authorization_code",
      client_id: "front-end",
      redirect_uri: REDIRECT_URI,
      code,
      code_verifier: verifier,
    });
    return {
      accessToken: String(answer["access_token"]),
      idToken: String(answer["id_token"]),
      refreshToken: answer["refresh_token"]?.toString(),
    };
  }

  /** The access token of a machine, by the client credentials flow. */
  async signInMachine(): Promise<string> {
    const answer = await this.ask("/token", {
      grant_type: "client_credentials",
      client_id: "machine",
      client_secret: "machine",
      resource: "https://api.example.com",
    });
    return String(answer["access_token"]);
  }

  private async ask(path: string, form: Record<string, string>): Promise<Record<string, unknown>> {
    const response = await fetch(this.issuer + path, { method: "POST", body: new URLSearchParams(form) });
    const answer = (await response.json()) as Record<string, unknown>;
    if (!response.ok) throw new Error(`The provider answers ${response.status}: ${JSON.stringify(answer)}`);
    return answer;
  }

  /** Follows redirects, fills in the forms on the way, and ends with the code. */
  private async walkThrough(start: URL, account: string): Promise<string> {
    const cookies = new Map<string, string>();
    let [address, form] = [start, undefined as URLSearchParams | undefined];
    for (let step = 0; step < 12; step++) {
      const response = await fetch(address, {
        method: form === undefined ? "GET" : "POST",
        redirect: "manual",
        headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; ") },
        ...(form === undefined ? {} : { body: form }),
      });
      for (const cookie of response.headers.getSetCookie()) {
        const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
        cookies.set(name, value);
      }
      form = undefined;
      const location = response.headers.get("location");
      if (location !== null) {
        address = new URL(location, address);
        const code = address.searchParams.get("code");
        if (code !== null && address.href.startsWith(REDIRECT_URI)) return code;
        if (address.searchParams.has("error")) throw new Error(`The provider refuses: ${address.search}`);
        continue;
      }
      const page = await response.text();
      const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1];
      if (prompt === undefined) throw new Error(`No form on ${address.pathname} (${response.status}): ${page}`);
      form = new URLSearchParams({ prompt, ...(prompt === "login" ? { login: account, password: "any" } : {}) });
    }
    throw new Error("The sign-in goes on and on.");
  }
}

/** Gives a test file an OpenID provider of its own; it answers once tests run. */
export function useOpenidProvider(audience: string, algorithm: (typeof ALGORITHMS)[number]): OpenidProvider {
  const provider = new OpenidProvider(audience, algorithm);
  beforeAll(() => provider.start());
  afterAll(() => provider.stop());
  return provider;
}
