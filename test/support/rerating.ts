import { expect } from 'vitest';
import { judgeEvent, NO_RULES, type OwnRules } from '../../src/ingest/judge.js';
import { rerate, rerateEngine, type RerateAsked, type RerateEngine } from '../../src/ingest/rerate-run.js';
import { normalise } from '../../src/normalise/normalise.js';
import { modelMappingsSchema } from '../../src/price/model-mapping.js';
import { priceTermsSchema } from '../../src/price/terms-schema.js';
import { findBrokenRules } from '../../src/store/consistency.store.js';
import type { RerateOrder } from '../../src/store/rerate-order.js';
import { RerateStore, type PagePlace } from '../../src/store/rerate.store.js';
import { DIFFERENCE_DIMENSIONS, rerateDifferences } from '../../src/store/questions/rerate-differences.js';
import { rerateRunById } from '../../src/store/questions/rerate-run-by-id.js';
import { prepareUsageDatabase } from '../../src/store/usage-database.js';
import { createTestDatabase } from './postgres.js';

export const PROFILE = 'arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/abc123def456';

const mappings = modelMappingsSchema.parse([
  { name: 'profile of claims', when: { modelId: PROFILE }, model: 'claude-sonnet-5', endpointScope: 'geo' },
]);
const terms = priceTermsSchema.parse([
  { name: 'seven percent', when: { cloud: 'bedrock' }, discountPercent: '7', from: '2026-11-01' },
]);

/** Rules that know what the profile is. Sonnet 5 is 2 and 10 USD a million, a tenth more in a geography. */
export const MAPPED: OwnRules = { ...NO_RULES, mappings };
/** The same, and seven percent off from November on. */
export const MAPPED_WITH_TERMS: OwnRules = { ...NO_RULES, mappings, terms };

/** The past under test: a database of its own, calls in it, and engines that price them again. */
export type Past = Awaited<ReturnType<typeof createPast>>;

export async function createPast() {
  const test = await createTestDatabase();
  const database = await prepareUsageDatabase(test.pool, ['Europe/Berlin']);
  const clock = { at: Date.parse('2026-11-21T12:00:00Z'), now: () => clock.at };
  const { pool } = test;

  const engineOf = (rules: OwnRules, usage = new RerateStore(pool)): RerateEngine => ({
    ...rerateEngine({ pool, rollups: database.rollups, rules, clock, pageSize: 2 }),
    usage,
  });

  const reportOf = async (runId: string) => {
    const run = await rerateRunById(pool, runId);
    if (run === null) throw new Error(`no run ${runId}`);
    return { ...run, differences: await rerateDifferences(pool, runId, DIFFERENCE_DIMENSIONS) };
  };

  return {
    pool,
    clock,
    database,
    engineOf,
    reportOf,
    drop: () => test.drop(),

    /** Calls of 1,000 input and 100 output tokens, judged by `rules` as they are collected. */
    async collect(rules: OwnRules, calls: readonly { readonly modelId: string; readonly timestamp: string }[]) {
      const events = calls.map(({ modelId, timestamp }, index) => {
        const record = {
          schemaType: 'ModelInvocationLog',
          timestamp,
          accountId: '111122223333',
          region: 'us-east-1',
          requestId: `request-${index}`,
          operation: 'Converse',
          modelId,
          input: { inputTokenCount: 1000 },
          output: { outputTokenCount: 100 },
        };
        const normalised = normalise('bedrock', { text: JSON.stringify(record), envelope: {} });
        if (!('event' in normalised)) throw new Error(JSON.stringify(normalised));
        return judgeEvent(normalised.event, 'test', rules);
      });
      await database.usage.save({ cloud: 'bedrock', sourceId: 'test', events, rejected: [] }, null);
    },

    async rerateBy(rules: OwnRules, asked: Partial<RerateAsked> = {}) {
      const { runId } = await rerate(engineOf(rules), { ...everything('apply'), ...unstopped(), ...asked });
      return reportOf(runId);
    },

    /** What is stored, after the roll-ups have followed and everything has been verified. */
    async totals() {
      expect((await database.rollups.verify()).disagreements).toEqual([]);
      expect(await findBrokenRules(pool)).toEqual([]);
      const { rows } = await pool.query<Record<string, string>>(
        `select sum(cost_pico)::text as pico, sum(effective_femto)::text as femto, sum(unpriced_requests)::text as unpriced
         from   usage_hourly`,
      );
      return rows[0];
    },

    /** Every event with what pricing writes, to compare two pasts. */
    async events() {
      const { rows } = await pool.query<Record<string, unknown>>(
        `select e.event_id, e.cost_pico, e.premium_pico, e.input_pico, e.output_pico, e.effective_femto, e.speed, e.flags,
                e.provenance, s.model, s.endpoint_scope, s.price_entry, s.price_rules, s.price_terms, s.unpriced_reason
         from   usage_event e
         join   usage_series s using (series_id)
         order  by e.event_id`,
      );
      return rows;
    },

    /** As if the process that works on the unfinished run had been silent for a minute. */
    async letHeartStop() {
      await pool.query(`update rerate_run set heartbeat_at = now() - interval '1 minute' where finished_at is null`);
    },
  };
}

export const everything = (kind: 'preview' | 'apply') => ({ kind, range: { from: null, to: null }, startedBy: 'test' });

export const orderOf = (engine: RerateEngine, kind: 'preview' | 'apply'): RerateOrder => ({
  ...everything(kind),
  onlyModelIds: null,
  basis: engine.basis,
  previewId: null,
});

export const unstopped = () => ({ signal: new AbortController().signal });

/** Reads and writes as usual, and does something before the n-th page that changes anything is written. */
export class InterruptedWrites extends RerateStore {
  private pages = 0;

  constructor(
    pool: ConstructorParameters<typeof RerateStore>[0],
    private readonly page: number,
    private readonly interrupt: () => Promise<void>,
  ) {
    super(pool);
  }

  override async imageOf(repriced: Parameters<RerateStore['imageOf']>[0]) {
    this.pages += 1;
    if (this.pages === this.page) await this.interrupt();
    return super.imageOf(repriced);
  }
}

/** Reads as usual, and does something before the n-th page, while the one before it is worked on. */
export class InterruptedStore extends RerateStore {
  private pages = 0;

  constructor(
    pool: ConstructorParameters<typeof RerateStore>[0],
    private readonly page: number,
    private readonly interrupt: () => void | Promise<void>,
  ) {
    super(pool);
  }

  override async usageOf(place: PagePlace) {
    this.pages += 1;
    if (this.pages === this.page) await this.interrupt();
    return super.usageOf(place);
  }
}
