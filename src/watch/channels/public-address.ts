import ipaddr from 'ipaddr.js';

/**
 * Whether an address is one of the public internet: not loopback, not private, not link-local (where clouds keep their
 * credentials), not multicast, and none that carries another address inside (mapped, NAT64, 6to4, Teredo).
 */
export function isPublicAddress(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast';
}
