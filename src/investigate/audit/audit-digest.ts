import { sign, verify, type KeyObject } from 'node:crypto';
import type { ChainFault, ChainHead } from './audit-chain.js';
import type { SigningKey } from '../../runtime/keys/signing-key.js';
import { canonicalJson } from './canonical-json.js';

/** A signed statement of where the chain was at a time. Kept elsewhere too, it shows when the chain has been cut off. */
export interface AuditDigest {
  /** Number and hash of the last entry that it covers. */
  readonly sequence: number;
  readonly hash: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** Which key signed it: the first 16 hexadecimal digits of the SHA-256 of the public key. */
  readonly keyId: string;
  /** Ed25519, base64. */
  readonly signature: string;
}

export function signDigest({ sequence, hash }: ChainHead, at: string, { keyId, privateKey }: SigningKey): AuditDigest {
  const signature = sign(null, statementOf({ sequence, hash, at, keyId }), privateKey).toString('base64');
  return { sequence, hash, at, keyId, signature };
}

/** What a digest says against the entry that it names; `hashAt` answers null where the chain has no such entry. */
export function checkDigest(
  digest: AuditDigest,
  hashAt: (sequence: number) => string | null,
  publicKeyOf: (keyId: string) => KeyObject | null,
): ChainFault | null {
  const { sequence, hash, at, keyId, signature } = digest;
  const key = publicKeyOf(keyId);
  const isSigned = key !== null && verify(null, statementOf(digest), key, Buffer.from(signature, 'base64'));
  if (!isSigned) {
    const why = key === null ? `its key ${keyId} is not known` : 'its signature does not fit';
    return { sequence, fault: 'badSignature', words: `The digest of ${at} cannot be trusted: ${why}.` };
  }
  const found = hashAt(sequence);
  if (found === null) {
    const words = `The digest of ${at} covers ${sequence} entries, but the chain ends before entry ${sequence}.`;
    return { sequence, fault: 'cutOff', words };
  }
  if (found === hash) return null;
  return {
    sequence,
    fault: 'digestDisagrees',
    words: `The digest of ${at} names another entry ${sequence} than the chain has: the chain was written anew.`,
  };
}

function statementOf({ sequence, hash, at, keyId }: Omit<AuditDigest, 'signature'>): Buffer {
  return Buffer.from(canonicalJson({ of: 'ledgerline audit chain', sequence, hash, at, keyId }));
}
