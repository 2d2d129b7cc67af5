import type { ContentPolicy } from './ingest/content-policy.js';
import type { OwnRules } from './ingest/judge.js';
import { replayQuarantine } from './ingest/replay.js';
import type { Clock } from './runtime/clock.js';
import { placeOf, type SourceConfig } from './runtime/config/schema.js';
import type { QuarantineReplay } from './serve/serve.tokens.js';
import { QuarantineStore } from './store/quarantine.store.js';
import type { UsageDatabase } from './store/usage-database.js';

export interface QuarantineReplayParts {
  readonly database: Pick<UsageDatabase, 'pool' | 'usage' | 'leases'> & Partial<Pick<UsageDatabase, 'contentKeys'>>;
  readonly sources: readonly SourceConfig[];
  readonly rules: OwnRules;
  readonly clock: Clock;
  readonly contents?: ContentPolicy | undefined;
  /** Told after every page how many records have been read again. */
  readonly onPage?: (replayed: number) => void;
}

/** Replays the quarantine of this database; old records that name no place take that of their configured source. */
export function quarantineReplay({ database, sources, ...parts }: QuarantineReplayParts): QuarantineReplay {
  const { pool, usage, leases, contentKeys } = database;
  const byId = new Map(sources.map((source) => [source.id, source]));
  const placeOfId = (sourceId: string) => {
    const source = byId.get(sourceId);
    return source === undefined ? {} : placeOf(source);
  };
  const store = new QuarantineStore(pool, contentKeys);
  return { replay: (filter) => replayQuarantine({ ...parts, store, usage, leases, placeOf: placeOfId }, filter) };
}
