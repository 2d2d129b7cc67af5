import type { Pool } from 'pg';
import { z } from 'zod';
import { readSettings } from '../../src/ingest/settings.job.js';
import { expandEntry } from '../../src/runtime/config/expand-sources.js';
import type { SourceConfig } from '../../src/runtime/config/schema.js';
import { sourceSchema } from '../../src/runtime/config/source-schema.js';
import { readPlaces } from '../../src/watch/places.reader.js';
import type { JudgedPlace } from '../../src/watch/watched-places.js';
import { watchedSources } from '../../src/watched-sources.js';

/** A source as the configuration makes it. */
export function sourceOf(entry: object): SourceConfig {
  const [source] = expandEntry(sourceSchema(z.string()).parse(entry)).sources;
  if (source === undefined) throw new Error('no source');
  return source;
}

interface Asked {
  readonly pool: Pool;
  readonly sources: readonly SourceConfig[];
  readonly now: number;
  /** Told what could not be reached, in words. */
  readonly onUnreachable: (words: string) => void;
}

/** The settings are read over the wire, and the places of the sources judged by them. */
export async function judgeBySettings({ pool, sources, now, onUnreachable }: Asked): Promise<readonly JudgedPlace[]> {
  const log = { log: () => {}, warn: onUnreachable };
  await readSettings({ pool, clock: { now: () => now }, sources }, new AbortController().signal, log);
  return (await readPlaces(pool, { sources: watchedSources(sources), requiredDays: 30, now })).judged;
}
