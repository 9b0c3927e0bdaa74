/**
 * Lets whoever tries the API in GraphiQL choose a demonstration user and an organization. The choice stays with the
 * browser tab; GraphiQL's requests then carry the token and the organization, unless its headers say otherwise.
 */
const STORAGE_KEY = "tenantry:sign-in";
const REFRESH_BEFORE_EXPIRY_MS = 60_000;

const userSelect = document.getElementById("sign-in-user");
const organizationSelect = document.getElementById("sign-in-organization");
const status = document.getElementById("sign-in-status");
const send = window.fetch.bind(window);

/** @type {{ email: string, organization: string }} Empty texts: anonymous, the user's default organization. */
let choice = { email: "", organization: "" };
/** @type {{ email: string, value: Promise<{ token: string, expiresAt: number }> } | null} */
let token = null;

function say(message, failed = false) {
  status.textContent = message;
  status.classList.toggle("failed", failed);
}

async function getJson(path, options) {
  const response = await send(path, options);
  const body = await response.json();
  if (!response.ok) throw new Error(body.errors?.[0]?.message ?? `${path} answered ${response.status}`);
  return body;
}

async function requestToken(email) {
  const { token: value, expiresIn } = await getJson("/graphiql/token", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email }),
  });
  return { token: value, expiresAt: Date.now() + expiresIn * 1000 };
}

async function currentToken() {
  const { email } = choice;
  const kept = token?.email === email ? await token.value.catch(() => null) : null;
  if (kept !== null && kept.expiresAt - Date.now() > REFRESH_BEFORE_EXPIRY_MS) return kept.token;
  token = { email, value: requestToken(email) };
  try {
    return (await token.value).token;
  } catch (error) {
    say(`Signing in failed: ${error.message}`, true);
    throw error;
  }
}

// GraphiQL looks fetch up for every request, so that this is enough, and a failed sign-in is shown as its error.
window.fetch = async (resource, options = {}) => {
  const url = new URL(resource instanceof Request ? resource.url : resource, location.href);
  const headers = new Headers(options.headers);
  const isOurs = url.origin === location.origin && url.pathname === "/graphql";
  if (!isOurs || choice.email === "" || headers.has("authorization")) return send(resource, options);
  const { organization } = choice;
  headers.set("authorization", `Bearer ${await currentToken()}`);
  if (organization !== "" && !headers.has("x-organization-id")) headers.set("x-organization-id", organization);
  return send(resource, { ...options, headers });
};

// Subscriptions go over a websocket, whose first message says who asks.
const sendMessage = WebSocket.prototype.send;
WebSocket.prototype.send = function (data) {
  const url = new URL(this.url);
  const isOurs = url.host === location.host && url.pathname === "/graphql";
  const message = isOurs && choice.email !== "" && typeof data === "string" ? JSON.parse(data) : null;
  if (message?.type !== "connection_init" || message.payload?.authorization) return sendMessage.call(this, data);
  const { organization } = choice;
  currentToken().then(
    (token) => {
      const signedIn = {
        authorization: `Bearer ${token}`,
        ...(organization === "" ? {} : { "x-organization-id": organization }),
      };
      sendMessage.call(this, JSON.stringify({ ...message, payload: { ...signedIn, ...message.payload } }));
    },
    () => this.close(),
  );
};

function fill(select, entries, chosen) {
  select.replaceChildren(...entries.map(([value, text]) => new Option(text, value, false, value === chosen)));
  select.disabled = entries.length < 2;
}

function describe(text, role) {
  return role ? `${text} (${role})` : text;
}

const stored = (() => {
  try {
    return JSON.parse(sessionStorage.getItem(STORAGE_KEY)) ?? choice;
  } catch {
    return choice;
  }
})();
// Believed until the accounts are here: GraphiQL asks for the schema meanwhile.
if (typeof stored.email === "string" && typeof stored.organization === "string") choice = stored;

try {
  const accounts = await getJson("/graphiql/accounts");

  const choose = (email, organization) => {
    const account = accounts.find((candidate) => candidate.email === email);
    const organizations = account?.organizations ?? [];
    const isMember = organizations.some(({ slug }) => slug === organization);
    choice = {
      email: account?.email ?? "",
      organization: isMember ? organization : organizations.length === 1 ? organizations[0].slug : "",
    };
    sessionStorage.setItem(STORAGE_KEY, JSON.stringify(choice));
    fill(
      userSelect,
      [["", "anonymous"], ...accounts.map(({ email, name, role }) => [email, `${describe(name, role)} · ${email}`])],
      choice.email,
    );
    fill(
      organizationSelect,
      [
        ...(organizations.length === 1 ? [] : [["", account === undefined ? "no organization" : "the default one"]]),
        ...organizations.map(({ slug, name, role }) => [slug, describe(name, role)]),
      ],
      choice.organization,
    );
  };

  choose(choice.email, choice.organization);
  userSelect.addEventListener("change", () => {
    choose(userSelect.value, "");
    say(choice.email === "" ? "Requests are anonymous now." : `Requests are made as ${choice.email} now.`);
  });
  organizationSelect.addEventListener("change", () => {
    choose(choice.email, organizationSelect.value);
    say(choice.organization === "" ? "" : `Requests are made in ${choice.organization} now.`);
  });
} catch (error) {
  say(`Demonstration users are not available: ${error.message}`, true);
}
