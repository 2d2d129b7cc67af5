import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { isPublicAddress } from './public-address.js';

export interface PinnedAddress {
  readonly address: string;
  readonly family: 4 | 6;
}

/**
 * The address behind a name, looked up once: whoever connects uses this one and does not ask again, so that a name cannot
 * answer differently after it was checked. Every address of the name has to be allowed.
 */
export async function pinAddress(host: string, allowPrivate: boolean): Promise<PinnedAddress> {
  const bare = host.replace(/^\[(.*)\]$/, '$1');
  const found = isIP(bare) === 0 ? await lookup(bare, { all: true }) : [{ address: bare, family: isIP(bare) }];
  const [first] = found;
  if (first === undefined) throw new Error(`${bare} has no address`);
  if (!allowPrivate && !found.every(({ address }) => isPublicAddress(address)))
    throw new Error('its address is private, loopback or link-local; set allowPrivateAddresses: true if that is meant');
  return { address: first.address, family: first.family === 6 ? 6 : 4 };
}
