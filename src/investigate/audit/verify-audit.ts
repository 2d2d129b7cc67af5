import type { KeyObject } from 'node:crypto';
import type { AuditStore } from '../../store/audit.store.js';
import { walkChain, type ChainFault, type ChainHead } from './audit-chain.js';
import { checkDigest, type AuditDigest } from './audit-digest.js';
import { fromStored, NO_ENTRIES } from './audit-log.js';

const PAGE = 2_000;

export interface AuditVerdict {
  readonly head: ChainHead;
  readonly digests: number;
  readonly faults: readonly ChainFault[];
}

/**
 * Proves the audit log: every entry follows from the one before, every digest is signed and agrees with it. `anchor` is the
 * last digest that is kept outside the database: without one, whoever cuts off both the log and its digests is not found out.
 */
export async function verifyAudit(
  store: AuditStore,
  publicKeyOf: (keyId: string) => KeyObject | null,
  anchor: AuditDigest | null,
): Promise<AuditVerdict> {
  const stored = await store.digests();
  const digests: AuditDigest[] = anchor === null ? stored : [...stored, anchor];
  const covered = new Set(digests.map(({ sequence }) => sequence));
  const hashes = new Map<number, string>();
  const faults: ChainFault[] = [];
  let head: ChainHead = NO_ENTRIES;
  for (;;) {
    const page = (await store.entriesAfter(head.sequence, PAGE)).map(fromStored);
    const walked = walkChain(page, head);
    faults.push(...walked.faults);
    head = walked.head;
    for (const { sequence, hash } of page) if (covered.has(sequence)) hashes.set(sequence, hash);
    if (page.length < PAGE) break;
  }
  for (const digest of digests) {
    const fault = checkDigest(digest, (sequence) => hashes.get(sequence) ?? null, publicKeyOf);
    if (fault !== null) faults.push(fault);
  }
  return { head, digests: digests.length, faults };
}
