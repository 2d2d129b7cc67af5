import type { PoolClient } from 'pg';
import { z } from 'zod';
import type { Clock } from '../../runtime/clock.js';
import type { AuditStore, StoredAuditEntry } from '../../store/audit.store.js';
import { CHAIN_BEGIN, chained, type AuditActor, type AuditEntry, type AuditFacts } from './audit-chain.js';
import type { CanonicalValue } from './canonical-json.js';

export const NO_ENTRIES = { sequence: 0, hash: CHAIN_BEGIN };

/** Where everything that somebody may have to answer for is written down. */
export class AuditLog {
  constructor(
    private readonly store: AuditStore,
    private readonly clock: Clock,
  ) {}

  /** Appends an entry; with `client`, in its transaction. */
  async record(facts: Omit<AuditFacts, 'at'>, client?: PoolClient): Promise<AuditEntry> {
    const at = new Date(this.clock.now()).toISOString();
    const stored = await this.store.append((head) => toStored(chained({ ...facts, at }, head ?? NO_ENTRIES)), client);
    return fromStored(stored);
  }
}

const detailSchema = z.record(
  z.string(),
  z.custom<CanonicalValue>((value) => value !== undefined),
);
const actorKind = z.enum(['member', 'token', 'service', 'command', 'nobody']);

function toStored({ actor, ...entry }: AuditEntry): StoredAuditEntry {
  return { ...entry, actorKind: actor.kind, actorId: actor.id, actorName: actor.name };
}

/** An entry as it was written. A kind of actor that nobody writes is kept as `nobody`: its hash will not fit. */
export function fromStored({
  actorKind: kind,
  actorId: id,
  actorName: name,
  detail,
  ...entry
}: StoredAuditEntry): AuditEntry {
  const actor: AuditActor = { kind: actorKind.safeParse(kind).data ?? 'nobody', id, name };
  return { ...entry, actor, detail: detailSchema.safeParse(detail).data ?? {} };
}
