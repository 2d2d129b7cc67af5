import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';

/** A name for this process among those that share a database: its host, for a person, and chance, so that none repeats. */
export function newInstanceName(): string {
  return `${hostname().slice(0, 60)}-${randomBytes(4).toString('hex')}`;
}
