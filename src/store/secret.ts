import { createHash, randomBytes } from 'node:crypto';

/** A secret that is shown once: only its SHA-256 is kept. */
export interface IssuedSecret {
  readonly secret: string;
  readonly expiresAt: Date;
}

/** 256 random bits, so a plain hash of it is enough, and looking the hash up tells nothing by its timing. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

export function hashOf(secret: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(createHash('sha256').update(secret).digest());
}
