import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { AuditDigest } from './audit-digest.js';

const anchorSchema = z.object({
  sequence: z.int().min(1),
  hash: z.string(),
  at: z.string(),
  keyId: z.string(),
  signature: z.string(),
});

/** Where the last signed digest is kept beside the database. */
export function auditAnchorFile(dataDir: string): string {
  return join(dataDir, 'keys', 'audit-anchor.json');
}

/** Keeps the last digest in a file, whole or not at all. An older one never replaces a newer one. */
export function writeAnchor(file: string, digest: AuditDigest): void {
  const known = readAnchor(file);
  if (known !== null && known.sequence > digest.sequence) return;
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(`${file}.new`, `${JSON.stringify(digest)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** The digest of the file; null where there is none or it is none. */
export function readAnchor(file: string): AuditDigest | null {
  if (!existsSync(file)) return null;
  try {
    return anchorSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
}
