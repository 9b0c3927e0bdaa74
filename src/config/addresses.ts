import { isIP } from "node:net";

/** Whether only this machine can be meant by a host name. */
export function isLoopbackHost(host: string): boolean {
  return host === "localhost" || host === "::1" || host === "[::1]" || /^127(\.\d{1,3}){3}$/.test(host);
}

/**
 * Whether keys may be fetched from an address: what is read there decides who can sign in, so nobody on the way may
 * change it.
 *
 * @param text - the address
 * @returns true for https, and for http on this machine, without user and password
 */
export function isSafeAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  if (url.username !== "" || url.password !== "") return false;
  return url.protocol === "https:" || (url.protocol === "http:" && isLoopbackHost(url.hostname));
}

/**
 * Whether paths can be added to an address.
 *
 * @param text - the address
 * @returns true for a safe address without query and fragment
 */
export function isSafeBaseAddress(text: string): boolean {
  return isSafeAddress(text) && !/[?#]/.test(text);
}

/**
 * Whether a text is an address, or a network such as 10.0.0.0/8.
 *
 * @param text - what somebody wrote
 * @returns whether it is one
 */
export function isNetwork(text: string): boolean {
  const [, address = "", bits] = /^([^/]*)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const family = isIP(address);
  return family !== 0 && Number(bits ?? 0) <= (family === 4 ? 32 : 128);
}

/**
 * Whether a text is an origin, as browsers write it: without a path, and without the port that goes without saying.
 *
 * @param text - what somebody wrote
 * @returns whether it is one
 */
export function isOrigin(text: string): boolean {
  return URL.canParse(text) && /^https?:/.test(text) && new URL(text).origin === text;
}
