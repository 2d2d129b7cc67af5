import type { Pool } from 'pg';
import { expect } from 'vitest';
import { z } from 'zod';
import type { AzureFaults } from '../../simulator/azure/azure-faults.js';
import { joinDirtyGroups } from '../../src/ingest/join-groups.js';
import { NO_RULES } from '../../src/ingest/judge.js';
import { readFoundryFacts } from '../../src/ingest/read-foundry.js';
import type { UsageDatabase } from '../../src/store/usage-database.js';
import type { Window } from '../../src/usage/window.js';

/** `care-assistant` is deleted and made again for another model on 2026-11-10 at six. */
export const BEFORE = Date.parse('2026-11-10T05:30:00Z');
export const NOW = Date.parse('2026-11-11T12:20:00Z');
/** The first hour that is collected, and the last that is over. */
export const FROM = Date.parse('2026-11-09T00:00:00Z');
export const END = Date.parse('2026-11-11T12:00:00Z');

/** Azure on a bad day. */
export const TROUBLED: Partial<AzureFaults> = {
  lateShare: 0.05,
  lateMaxMinutes: 600,
  duplicateShare: 0.05,
  throttleShare: 0.03,
  serverErrorShare: 0.03,
  dropConnectionShare: 0.02,
  partialShare: 0.1,
};
/** So often is tried again what could not be read. */
const TRIES = 20;

/** Tries a reading again, as the schedules do, until it says that all was read. */
export async function untilRead(read: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < TRIES; tries += 1) if (await read()) return;
}

type FoundryFacts = Parameters<typeof readFoundryFacts>[0];

/** Reads deployments or bills as they are at that moment. */
export async function readFactsOf(config: FoundryFacts, pool: Pool, now: number): Promise<void> {
  const signal = new AbortController().signal;
  await untilRead(() => readFoundryFacts(config, { pool, now }, signal));
}

/** Joins everything that is dirty. */
export async function joinAll({ joins }: UsageDatabase, signal = new AbortController().signal) {
  const counts = await joinDirtyGroups({ joins, rules: NO_RULES }, { settledMs: 0, signal });
  expect(counts.failed).toEqual([]);
  return counts;
}

const count = z.string().transform(Number);
const sumsSchema = z.object({
  requests: count,
  input: count,
  cacheRead: count,
  cacheWrite5m: count,
  cacheWrite1h: count,
  output: count,
  pico: z.string().transform(BigInt),
});

/** What the roll-ups say of Claude in a window, of series that meet a condition. */
export async function claudeSums(pool: Pool, { from, to }: Window, condition = 'true') {
  const { rows } = await pool.query(
    `select coalesce(sum(h.requests) filter (where s.outcome = 'ok'), 0)::text as requests,
            coalesce(sum(h.input_tokens), 0)::text          as input,
            coalesce(sum(h.cache_read_tokens), 0)::text     as "cacheRead",
            coalesce(sum(h.cache_write_5m_tokens), 0)::text as "cacheWrite5m",
            coalesce(sum(h.cache_write_1h_tokens), 0)::text as "cacheWrite1h",
            coalesce(sum(h.output_tokens), 0)::text         as output,
            coalesce(sum(h.cost_pico), 0)::text             as pico
     from   usage_hourly h
     join   usage_series s using (series_id)
     where  s.vendor = 'anthropic' and h.hour >= $1 and h.hour < $2 and ${condition}`,
    [new Date(from), new Date(to)],
  );
  return sumsSchema.parse(rows[0]);
}
