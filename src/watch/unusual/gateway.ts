import ipaddr from 'ipaddr.js';
import { compileGlob } from '../../usage/glob.js';

/** Who calls, and from where. */
export interface Caller {
  readonly principal: string | null;
  readonly identity: string | null;
  readonly address: string | null;
}

/** The sanctioned way to the models: its own identities, and the networks from which it calls. */
export interface Gateway {
  /** Patterns of principals or of names, with `*`. */
  readonly principals: readonly string[];
  /** Addresses and networks: `203.0.113.7`, `10.20.0.0/16`. */
  readonly addresses: readonly string[];
}

/** One of its identities, or one of its addresses, is enough: not every log tells both. */
export function isThroughGateway({ principal, identity, address }: Caller, gateway: Gateway): boolean {
  const names = [principal, identity].filter((name) => name !== null);
  if (gateway.principals.map(compileGlob).some((matches) => names.some(matches))) return true;
  return address !== null && gateway.addresses.some((network) => isWithin(address, network));
}

function isWithin(address: string, network: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  if (!network.includes('/')) return ipaddr.isValid(network) && sameAddress(parsed, ipaddr.process(network));
  if (!ipaddr.isValidCIDR(network)) return false;
  const [base, bits] = ipaddr.parseCIDR(network);
  return parsed.kind() === base.kind() && parsed.match(base, bits);
}

function sameAddress(one: ipaddr.IPv4 | ipaddr.IPv6, other: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  return one.toNormalizedString() === other.toNormalizedString();
}
