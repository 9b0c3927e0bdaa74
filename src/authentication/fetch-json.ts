const TIMEOUT_MS = 5_000;

/**
 * Reads a JSON document of an identity provider.
 *
 * @param url - its address
 * @returns the document
 * @throws when there is no answer within five seconds, or another one than the document itself: no redirect is followed
 */
export async function fetchJson(url: string): Promise<unknown> {
  const response = await fetch(url, {
    headers: { accept: "application/json" },
    redirect: "error",
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (response.status !== 200) throw new Error(`${url} answers ${response.status}`);
  return response.json();
}
