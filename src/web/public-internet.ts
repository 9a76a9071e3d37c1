import { lookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** A name leads to where not everybody on the internet can go, and so neither do we. */
export class NotPublic extends Error {}

/** IPv4 that is not the public internet: one's own machine and network, the carrier's, cloud metadata, tests, multicast. */
const closed4 = new BlockList();
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.31.196.0', 24],
  ['192.52.193.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['192.175.48.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const)
  closed4.addSubnet(net, bits, 'ipv4');

/** The part of IPv6 that is given out at all. What maps to IPv4 (::ffff:…, 64:ff9b::…) lies outside. */
const given6 = new BlockList();
given6.addSubnet('2000::', 3, 'ipv6');

/** What is special within it: protocols, Teredo and 6to4, which hide an IPv4 address, and documentation. */
const closed6 = new BlockList();
for (const [net, bits] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['2620:4f:8000::', 48],
  ['3fff::', 20],
] as const)
  closed6.addSubnet(net, bits, 'ipv6');

/** Whether an address is one that everybody on the internet can reach. Only a whole IPv4 or IPv6 address ever is. */
export function isPublic(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !closed4.check(address, 'ipv4');
  if (family === 6) return given6.check(address, 'ipv6') && !closed6.check(address, 'ipv6');
  return false;
}

type Resolve = typeof lookup;

/**
 * Finds the addresses of a name for one connection, and refuses if any of them is not public. The connection goes to what is
 * returned here and looks nothing up again, so that a name can't change its mind in between.
 */
export const publicOnly =
  (resolve: Resolve = lookup): LookupFunction =>
  (name, options, done) =>
    resolve(name, { ...options, all: true }, (error, addresses) => {
      if (error) return done(error, '');
      if (!addresses.length || !addresses.every(({ address }) => isPublic(address))) return done(new NotPublic(), '');
      if (options.all) return done(null, addresses);
      done(null, addresses[0]!.address, addresses[0]!.family);
    });
