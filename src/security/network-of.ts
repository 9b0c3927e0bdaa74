import { normalizeIP } from "@fastify/rate-limit";

/** The part of an address of IPv6 that a site has; whoever has it has 2^64 addresses to ask from. */
const NETWORK_BITS = 64;

/**
 * Names where somebody asks from, to count what comes from there.
 *
 * @param address - an address; undefined when the connection has gone meanwhile
 * @returns the address of IPv4, also where it is written as one of IPv6; of IPv6 the network that a site has
 */
export function networkOf(address: string | undefined): string {
  return address === undefined ? "" : normalizeIP(address, NETWORK_BITS);
}
