import { BlockList, isIPv6 } from "node:net";

/**
 * Knows who may speak for others.
 *
 * @param networks - addresses and networks such as 10.0.0.0/8, as TRUSTED_PROXIES has them
 * @returns tells of the address of a connection whether it is one of them
 */
export function createTrustedPeers(networks: readonly string[]): (address: string | undefined) => boolean {
  const trusted = new BlockList();
  const family = (address: string) => (isIPv6(address) ? "ipv6" : "ipv4");
  for (const network of networks) {
    const [address = "", bits] = network.split("/");
    if (bits === undefined) trusted.addAddress(address, family(address));
    else trusted.addSubnet(address, Number(bits), family(address));
  }
  return (address) => address !== undefined && trusted.check(address, family(address));
}
