const TIMEOUT_MS = 5_000;
const MAXIMUM_BYTES = 1024 * 1024;

/**
 * Reads a JSON document of an identity provider.
 *
 * @param url - its address
 * @returns the document
 * @throws when there is no answer within five seconds, when it is larger than a megabyte, or another one than the document
 *   itself: no redirect is followed
 */
export async function fetchJson(url: string): Promise<unknown> {
  const response = await fetch(url, {
    headers: { accept: "application/json" },
    redirect: "error",
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (response.status !== 200) throw new Error(`${url} answers ${response.status}`);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > MAXIMUM_BYTES) throw new Error(`${url} answers with more than ${MAXIMUM_BYTES} bytes`);
    chunks.push(chunk);
  }
  return JSON.parse(Buffer.concat(chunks).toString());
}
