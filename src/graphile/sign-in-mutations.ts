import type { FieldArgs, Step } from "postgraphile/grafast";
import { context, SafeError, sideEffect } from "postgraphile/grafast";
import { AccountError, type Accounts } from "../authentication/accounts.ts";
import type { RequestIdentity } from "./context.ts";

type Input = Readonly<Record<string, string>> & { readonly clientMutationId?: string | null };

/** A mutation: what it is, what it takes, and what it does. */
export interface SignInMutation {
  readonly description: string;
  /** The field with its arguments and selection, as a front end writes it. */
  readonly example: string;
  /** The fields of its input: type and description. */
  readonly input: Readonly<Record<string, readonly [type: string, description: string]>>;
  /** Whether it gives the tokens of a session. */
  readonly givesTokens: boolean;
  run(accounts: Accounts, input: Input, identity: RequestIdentity): Promise<unknown>;
}

const EMAIL = ["String!", "The e-mail address of the account; upper and lower case are the same."] as const;
const PORTAL = "The slug of the organization whose client portal it is.";
const NEW_PASSWORD = [
  "String!",
  "The new password: at least 10 characters, at most 72 bytes, and not the e-mail address.",
] as const;

/** The mutations of {@link SignInPlugin}, by name. */
export const MUTATIONS: Readonly<Record<string, SignInMutation>> = {
  signUp: {
    description:
      "Sends a mail to somebody who wants an account, with a token for `confirmSignUp`. The answer is the same whether there is an account already or not; the mail tells. Answers `FORBIDDEN` where nobody can sign up.",
    example: 'signUp(input: { email: "nell@people.example", fullName: "Nell" }) { clientMutationId }',
    input: { email: EMAIL, fullName: ["String", "The person’s name as others read it."] },
    givesTokens: false,
    run: (accounts, { email = "", fullName = "" }) => accounts.signUp({ email, fullName }),
  },
  confirmSignUp: {
    description: "Makes the account of somebody who has got a mail from `signUp`, and signs them in.",
    example:
      'confirmSignUp(input: { token: "…", password: "correct horse battery" }) { accessToken refreshToken expiresAt }',
    input: { token: ["String!", "The token in the mail. It works once, for an hour."], password: NEW_PASSWORD },
    givesTokens: true,
    run: (accounts, { token = "", password = "" }, identity) => accounts.confirmSignUp({ token, password }, identity),
  },
  signIn: {
    description:
      "Signs a person in by e-mail address and password. Answers `UNAUTHENTICATED` alike for an unknown address, a wrong password, and while no password is accepted because ten wrong ones were given.",
    example:
      'signIn(input: { email: "nell@people.example", password: "correct horse battery" }) { accessToken refreshToken expiresAt }',
    input: { email: EMAIL, password: ["String!", "The person’s password."] },
    givesTokens: true,
    run: (accounts, { email = "", password = "" }, identity) => accounts.signIn({ email, password }, identity),
  },
  signInToPortal: {
    description:
      "Signs a contact in to an organization’s client portal. Answers `UNAUTHENTICATED` alike for an unknown organization or address, a wrong password, and while no password is accepted because ten wrong ones were given.",
    example:
      'signInToPortal(input: { organization: "acme", email: "kim@client.example", password: "a towel or two" }) { accessToken refreshToken expiresAt }',
    input: {
      organization: ["String!", PORTAL],
      email: EMAIL,
      password: ["String!", "The contact’s password."],
    },
    givesTokens: true,
    run: (accounts, { email = "", password = "", organization = "" }, identity) =>
      accounts.signIn({ email, password, organization }, identity),
  },
  refreshSession: {
    description:
      "Exchanges a refresh token for new tokens. Each refresh token works once: one that comes a second time was copied, and ends its session. Windows that share a session have to share one refresh.",
    example: 'refreshSession(input: { refreshToken: "…" }) { accessToken refreshToken expiresAt }',
    input: { refreshToken: ["String!", "The refresh token that was given last."] },
    givesTokens: true,
    run: (accounts, { refreshToken = "" }, identity) => accounts.refreshSession({ refreshToken }, identity),
  },
  signOut: {
    description:
      "Ends a session; its access tokens are refused from then on. Ending one that has ended already is no error.",
    example: "signOut(input: {}) { clientMutationId }",
    input: {
      refreshToken: [
        "String",
        "A refresh token of the session to end; without one it is the session of the access token that the request carries.",
      ],
    },
    givesTokens: false,
    run: (accounts, { refreshToken }, identity) => accounts.signOut({ refreshToken: refreshToken ?? null }, identity),
  },
  changePassword: {
    description: "Changes the password of whoever is signed in, and ends their other sessions.",
    example:
      'changePassword(input: { currentPassword: "correct horse battery", password: "a staple of horses" }) { clientMutationId }',
    input: { currentPassword: ["String!", "The password as it was until now."], password: NEW_PASSWORD },
    givesTokens: false,
    run: (accounts, { currentPassword = "", password = "" }, identity) =>
      accounts.changePassword({ currentPassword, password }, identity),
  },
  requestPasswordReset: {
    description:
      "Sends a mail to somebody who doesn’t know their password, with a token for `resetPassword`. The answer is the same, and takes as long, whether there is an account or not.",
    example: 'requestPasswordReset(input: { email: "nell@people.example" }) { clientMutationId }',
    input: { email: EMAIL, organization: ["String", `${PORTAL} Left out for people who work in an organization.`] },
    givesTokens: false,
    run: (accounts, { email = "", organization }) =>
      accounts.requestPasswordReset({ email, organization: organization ?? null }),
  },
  resetPassword: {
    description: "Sets a new password by the token of a mail, and ends all sessions of the account.",
    example: 'resetPassword(input: { token: "…", password: "a staple of horses" }) { clientMutationId }',
    input: { token: ["String!", "The token in the mail. It works once, for an hour."], password: NEW_PASSWORD },
    givesTokens: false,
    run: (accounts, { token = "", password = "" }, identity) => accounts.resetPassword({ token, password }, identity),
  },
};

/** The names of the mutations, all of which a visitor without a token can call. */
export const SIGN_IN_MUTATIONS: readonly string[] = Object.keys(MUTATIONS);

/**
 * Tells these mutations from all others.
 *
 * @param field - the name of a mutation
 * @returns whether it is one of {@link SIGN_IN_MUTATIONS}
 */
export function isSignIn(field: string): boolean {
  return Object.hasOwn(MUTATIONS, field);
}

/** Runs a mutation and lets its refusals pass to the client. */
async function run(name: string, accounts: Accounts | undefined, input: Input, identity: RequestIdentity) {
  const mutation = MUTATIONS[name];
  if (accounts === undefined || !mutation) throw new Error("This API was built without accounts.");
  try {
    const tokens = (await mutation.run(accounts, input, identity)) as object | undefined;
    return { ...tokens, clientMutationId: input.clientMutationId ?? null };
  } catch (error) {
    if (!(error instanceof AccountError)) throw error;
    throw new SafeError(error.message, { ...error.extensions, code: error.code });
  }
}

/**
 * Plans a mutation.
 *
 * @param name - which of them
 * @returns the plan
 */
export function running(name: string) {
  return (_$root: Step, fieldArguments: FieldArgs) => {
    const $context = context();
    return sideEffect(
      [fieldArguments.getRaw("input"), $context.get("identity"), $context.get("accounts")],
      ([input, identity, accounts]) => run(name, accounts, input as Input, identity as RequestIdentity),
    );
  };
}
