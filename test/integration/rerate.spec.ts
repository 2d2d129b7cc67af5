import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NO_RULES } from '../../src/ingest/judge.js';
import { rerate } from '../../src/ingest/rerate-run.js';
import { makeCalls, seedUsage } from '../support/seed-usage.js';
import {
  createPast,
  everything,
  InterruptedStore,
  InterruptedWrites,
  MAPPED,
  MAPPED_WITH_TERMS,
  PROFILE,
  unstopped,
  type Past,
} from '../support/rerating.js';

let past: Past;

beforeEach(async () => {
  past = await createPast();
});
afterEach(() => past.drop());

const calls = [
  { modelId: PROFILE, timestamp: '2026-10-20T10:00:00Z' },
  { modelId: PROFILE, timestamp: '2026-11-20T10:00:00Z' },
  { modelId: 'us.anthropic.claude-sonnet-5', timestamp: '2026-11-20T11:00:00Z' },
];
const collected = { pico: '3300000000', femto: '3300000000000', unpriced: '2' };

describe('pricing the past again', () => {
  it('prices what was not priced once a mapping says what it is, and the roll-ups follow', async () => {
    await past.collect(NO_RULES, calls);
    // 0.003 × 1.1 = 0.0033 a call.
    expect(await past.totals()).toEqual(collected);

    const report = await past.rerateBy(MAPPED);
    expect(report).toMatchObject({ state: 'done', events: 3, changed: 2, daysDone: 2, daysTotal: 2 });
    const priced = { model: 'claude-sonnet-5', reason: 'becamePriced', requests: 1, oldPico: 0n, oldUnpriced: 1 };
    expect(report.differences).toMatchObject([
      { ...priced, month: '2026-11', newPico: 3_300_000_000n, newUnpriced: 0 },
      { ...priced, month: '2026-10', newPico: 3_300_000_000n, newUnpriced: 0 },
    ]);
    expect(report.totals).toMatchObject({ requests: 2, oldPico: 0n, newPico: 6_600_000_000n });
    const { rowCount } = await past.pool.query('select from dirty_hour');
    expect(rowCount).toBe(0);
    expect(await past.totals()).toEqual({ pico: '9900000000', femto: '9900000000000', unpriced: '0' });
  });

  it('equals what collecting under the new rules would have stored, and takes a mapping back again', async () => {
    await past.collect(NO_RULES, calls);
    await past.rerateBy(MAPPED_WITH_TERMS);
    // Seven percent off the two November calls: 0.0033 + 2 × 0.0033 × 0.93.
    expect(await past.totals()).toEqual({ pico: '9900000000', femto: '9438000000000', unpriced: '0' });

    const back = await past.rerateBy(NO_RULES);
    expect(back.differences.map(({ month, reason, requests }) => [month, reason, requests])).toEqual([
      ['2026-11', 'becameUnpriced', 1],
      ['2026-11', 'termsChanged', 1],
      ['2026-10', 'becameUnpriced', 1],
    ]);
    expect(await past.totals()).toEqual(collected);
    const { rows } = await past.pool.query('select flags, provenance from usage_event where occurred_on = $1', [
      '2026-10-20',
    ]);
    expect(rows).toEqual([
      {
        flags: expect.arrayContaining(['modelUnknown', 'scopeUnknown']),
        provenance: expect.objectContaining({ model: 'absent' }),
      },
    ]);
  });

  it('shows what would change, and why, without changing a call', async () => {
    await past.collect(NO_RULES, calls);
    const before = await past.events();
    const preview = await past.rerateBy(MAPPED_WITH_TERMS, { kind: 'preview' });
    expect(preview).toMatchObject({ events: 3, changed: 3, kind: 'preview' });
    expect(await past.events()).toEqual(before);
    expect(await past.totals()).toEqual(collected);
    const { rowCount } = await past.pool.query('select from dirty_hour');
    expect(rowCount).toBe(0);
    const applied = await past.rerateBy(MAPPED_WITH_TERMS);
    expect(applied.differences).toEqual(preview.differences);
  });

  it('changes nothing the second time', async () => {
    await past.collect(NO_RULES, calls);
    await past.rerateBy(MAPPED_WITH_TERMS);
    expect(await past.rerateBy(MAPPED_WITH_TERMS)).toMatchObject({ events: 3, changed: 0, differences: [] });
  });

  it('prices a range of days alone, and calls of some model ids alone', async () => {
    await past.collect(NO_RULES, [...calls, { modelId: `${PROFILE}x`, timestamp: '2026-11-20T10:00:00Z' }]);
    expect(await past.rerateBy(MAPPED, { range: { from: '2026-11-01', to: '2026-11-20' } })).toMatchObject({
      events: 0,
      daysTotal: 0,
    });
    const only = { only: { modelIds: [PROFILE] } };
    const range = { range: { from: '2026-11-20', to: null } };
    expect(await past.rerateBy(MAPPED_WITH_TERMS, { ...range, ...only })).toMatchObject({ events: 1, changed: 1 });
    expect(await past.rerateBy(MAPPED_WITH_TERMS, only)).toMatchObject({
      events: 2,
      changed: 1,
      onlyModelIds: [PROFILE],
    });
    // The call that names its model keeps its price without the discount.
    expect(await past.totals()).toEqual({ pico: '9900000000', femto: '9669000000000', unpriced: '1' });
  });

  it.each([
    ['knows more', 'fact_rank = 99'],
    ['came through another source', 'series_id = (select max(series_id) from usage_series where team is null)'],
  ])('leaves a call alone of which another sight %s by now', async (_, change) => {
    await past.collect(NO_RULES, calls);
    const overtake = () =>
      past.pool.query(`update usage_event set ${change} where occurred_on = '2026-10-20'`).then(() => undefined);
    const engine = past.engineOf(MAPPED, new InterruptedWrites(past.pool, 1, overtake));
    const asked = { ...everything('apply'), range: { from: null, to: '2026-11-01' }, ...unstopped() };
    const { runId } = await rerate(engine, asked);
    expect(await past.reportOf(runId)).toMatchObject({ events: 1, changed: 0, differences: [] });
  });

  it('does not take back the caller that another sight has named meanwhile', async () => {
    await past.collect(NO_RULES, calls);
    const name = () =>
      past.pool
        .query(`update usage_event set flags = array_remove(flags, 'identityAbsent') where occurred_on = '2026-10-20'`)
        .then(() => undefined);
    const engine = past.engineOf(MAPPED, new InterruptedWrites(past.pool, 1, name));
    const asked = { ...everything('apply'), range: { from: null, to: '2026-11-01' }, ...unstopped() };
    expect(await past.reportOf((await rerate(engine, asked)).runId)).toMatchObject({ changed: 1 });
    const { rows } = await past.pool.query(`select flags from usage_event order by occurred_on`);
    expect(rows[0]).toEqual({ flags: expect.not.arrayContaining(['identityAbsent', 'modelUnknown']) });
    expect(rows[1]).toEqual({ flags: expect.arrayContaining(['identityAbsent']) });
  });
});

describe('a run that was stopped', () => {
  it.each(['preview', 'apply'] as const)('gives, page by page, what an undisturbed %s gives', async (kind) => {
    const other = await createPast();
    try {
      const seeded = makeCalls(300);
      for (const { pool } of [past, other]) await seedUsage(pool, seeded, ['Europe/Berlin']);
      const whole = await other.rerateBy(MAPPED_WITH_TERMS, { kind });

      let finished: { runId: string } | null = null;
      let stops = 0;
      while (finished === null) {
        const stop = new AbortController();
        // A preview settles a day at once, so it must be let through one; 12 pages are more than any day has.
        const store = new InterruptedStore(past.pool, kind === 'apply' ? 3 : 12, () =>
          stop.abort(new Error('stopped')),
        );
        finished = await rerate(past.engineOf(MAPPED_WITH_TERMS, store), {
          ...everything(kind),
          signal: stop.signal,
        }).catch((error: unknown) => {
          if (!stop.signal.aborted) throw error;
          stops += 1;
          return null;
        });
      }
      expect(stops).toBeGreaterThan(10);
      const { events, changed, daysDone, differences, totals } = await past.reportOf(finished.runId);
      expect({ events, changed, daysDone, differences, totals }).toEqual({
        events: 300,
        changed: whole.changed,
        daysDone: whole.daysDone,
        differences: whole.differences,
        totals: whole.totals,
      });
      expect(whole.changed).toBeGreaterThan(100);
      expect(await past.events()).toEqual(await other.events());
      expect(await past.totals()).toEqual(await other.totals());
      expect((await past.pool.query('select from rerate_run')).rowCount).toBe(1);
    } finally {
      await other.drop();
    }
  });

  it('begins anew when the rules have changed since', async () => {
    await past.collect(NO_RULES, calls);
    const stop = new AbortController();
    const engine = past.engineOf(MAPPED);
    const stopping = rerate(engine, {
      ...everything('apply'),
      onProgress: () => stop.abort(new Error('stopped')),
      signal: stop.signal,
    });
    await expect(stopping).rejects.toThrow('stopped');
    await past.rerateBy(MAPPED_WITH_TERMS);
    // The two November calls have their discount too, though that day had been finished under the old rules.
    expect(await past.totals()).toEqual({ pico: '9900000000', femto: '9438000000000', unpriced: '0' });
    const { rows } = await past.pool.query('select state from rerate_run order by rerate_run_id');
    expect(rows).toEqual([{ state: 'superseded' }, { state: 'done' }]);
  });
});
