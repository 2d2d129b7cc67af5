import { hkdfSync } from 'node:crypto';
import type { SigningKey } from './signing-key.js';

/** What keys are derived for: nothing that is made for one purpose can be used for another. */
export type KeyPurpose = 'one-time codes' | 'unknown names' | 'configuration digests';

/** A key of 32 bytes for one purpose, derived (RFC 5869) from the installation's signing key, which all instances share. */
export function derivedKey({ privateKey }: SigningKey, purpose: KeyPurpose): Buffer {
  const secret = privateKey.export({ type: 'pkcs8', format: 'der' });
  return Buffer.from(hkdfSync('sha256', secret, Buffer.alloc(0), `ledgerline ${purpose}`, 32));
}
