import { BlockList, isIP } from 'node:net';

/** Networks of IPv4 that are not the public internet (IANA, special-purpose addresses). */
const NOT_PUBLIC_4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const;

/**
 * All of IPv6 that is public lies in here: what is written as IPv4, loopback, link-local, ULA and multicast addresses do
 * not.
 */
const GLOBAL_6 = ['2000::', 3] as const;

/** Parts of it that lead elsewhere: Teredo and other protocols, documentation, 6to4, which holds an address of IPv4. */
const NOT_PUBLIC_6 = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const;

const notPublic = new BlockList();
for (const [network, prefix] of NOT_PUBLIC_4) notPublic.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of NOT_PUBLIC_6) notPublic.addSubnet(network, prefix, 'ipv6');

const global6 = new BlockList();
global6.addSubnet(...GLOBAL_6, 'ipv6');

/** Whether this is an address of the public internet. What is no address is none. */
export function isPublicAddress(address: string): boolean {
  const version = isIP(address);
  if (version === 4) return !notPublic.check(address, 'ipv4');
  return version === 6 && !address.includes('%') && global6.check(address, 'ipv6') && !notPublic.check(address, 'ipv6');
}
