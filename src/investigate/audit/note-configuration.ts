import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { derivedKey } from '../../runtime/keys/derived-key.js';
import type { AuditParts } from './audit-digest.job.js';
import { AuditLog } from './audit-log.js';

const ACTION = 'configuration.changed';

const detailSchema = z.object({ digests: z.record(z.string(), z.string()), priceBook: z.string() });

/**
 * Writes down that the service starts with another configuration or price book than the last time: which sections differ.
 * Of their values only keyed fingerprints are kept, from which no secret can be guessed.
 */
export async function noteConfiguration(
  { store, key, clock }: AuditParts,
  sections: Readonly<Record<string, unknown>>,
  priceBook: string,
): Promise<void> {
  const hashKey = derivedKey(key, 'configuration digests');
  const digests = Object.fromEntries(
    Object.entries(sections).map(([name, section]) => [name, digestOf(hashKey, section)]),
  );
  const last = detailSchema.safeParse((await store.lastOf(ACTION))?.detail).data;
  const names = new Set([...Object.keys(digests), ...Object.keys(last?.digests ?? {})]);
  const changed = [...names].filter((name) => digests[name] !== last?.digests[name]).toSorted();
  if (changed.length === 0 && last?.priceBook === priceBook) return;
  await new AuditLog(store, clock).record({
    actor: { kind: 'service', id: null, name: 'start' },
    action: ACTION,
    target: null,
    detail: { changed, digests, priceBook, priceBookBefore: last?.priceBook ?? null },
  });
}

/** The same for the same values, whatever the order of their keys. */
function digestOf(key: Buffer, section: unknown): string {
  const text = JSON.stringify(section, (_, value: unknown) => {
    if (typeof value === 'bigint') return `${value}n`;
    if (value instanceof Map || value instanceof Set) return [...value];
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  });
  return createHmac('sha256', key)
    .update(text ?? 'absent')
    .digest('hex')
    .slice(0, 16);
}
