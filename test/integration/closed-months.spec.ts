import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NO_RULES } from '../../src/ingest/judge.js';
import { rerate } from '../../src/ingest/rerate-run.js';
import { closeMonth } from '../../src/store/closed-months.store.js';
import { inTransaction } from '../../src/store/transaction.js';
import { costAdjustments } from '../../src/store/questions/cost-adjustments.js';
import {
  createPast,
  everything,
  InterruptedStore,
  InterruptedWrites,
  MAPPED,
  MAPPED_WITH_TERMS,
  orderOf,
  PROFILE,
  unstopped,
  type Past,
} from '../support/rerating.js';

let past: Past;

beforeEach(async () => {
  past = await createPast();
});
afterEach(() => past.drop());

const OTHER = 'us.anthropic.claude-sonnet-5';
const calls = [
  { modelId: PROFILE, timestamp: '2026-10-20T10:00:00Z' },
  { modelId: PROFILE, timestamp: '2026-10-20T11:00:00Z' },
  { modelId: PROFILE, timestamp: '2026-10-25T10:00:00Z' },
  { modelId: OTHER, timestamp: '2026-10-25T11:00:00Z' },
  { modelId: PROFILE, timestamp: '2026-11-20T10:00:00Z' },
];

const close = (month: string) =>
  inTransaction(past.pool, (client) => closeMonth(client, { month, closedBy: 'test', priceBook: 'book under test' }));

/** What was booked, without when. */
async function booked() {
  const rows = await costAdjustments(past.pool, { from: null, to: null });
  return rows.map(({ bookedMonth, aboutMonth, runId, model, reason, requests, listPico, effectiveFemto }) => ({
    runId,
    months: `${aboutMonth} in ${bookedMonth}`,
    model,
    reason,
    requests,
    listPico,
    effectiveFemto,
  }));
}

async function octoberEvents() {
  return (await past.events()).filter(({ event_id: id }) => String(id) < '5125');
}

describe('a closed month', () => {
  it('keeps its prices: what would have changed is booked in the open month', async () => {
    await past.collect(NO_RULES, calls);
    expect(await close('2026-10')).toBe('closed');
    const before = await octoberEvents();
    expect(before).toHaveLength(4);

    const report = await past.rerateBy(MAPPED);
    expect(await octoberEvents()).toEqual(before);
    // Three calls of 0.0033 in October, one in November.
    expect(await booked()).toEqual([
      {
        runId: report.id,
        months: '2026-10 in 2026-11',
        model: 'claude-sonnet-5',
        reason: 'becamePriced',
        requests: 3,
        listPico: 9_900_000_000n,
        effectiveFemto: 9_900_000_000_000n,
      },
    ]);
    expect(report.differences).toMatchObject([
      { month: '2026-11', adjusts: false, requests: 1, newPico: 3_300_000_000n },
      { month: '2026-10', adjusts: true, requests: 3, newPico: 9_900_000_000n },
    ]);
    expect(report).toMatchObject({ events: 5, changed: 4, adjusted: { requests: 3, newPico: 9_900_000_000n } });
    expect(await past.totals()).toEqual({ pico: '6600000000', femto: '6600000000000', unpriced: '3' });
  });

  it('shows in a preview what would be booked, and books nothing', async () => {
    await past.collect(NO_RULES, calls);
    await close('2026-10');
    const preview = await past.rerateBy(MAPPED, { kind: 'preview' });
    expect(await booked()).toEqual([]);
    expect((await past.rerateBy(MAPPED)).differences).toEqual(preview.differences);
  });

  it('is adjusted once: the second time, and in parts, nothing is new', async () => {
    await past.collect(NO_RULES, calls);
    await close('2026-10');
    const part = { range: { from: '2026-10-24', to: '2026-11-01' } };
    expect(await past.rerateBy(MAPPED, part)).toMatchObject({ changed: 1 });
    expect(await past.rerateBy(MAPPED, { only: { modelIds: [OTHER] } })).toMatchObject({ events: 1, changed: 0 });
    expect(await past.rerateBy(MAPPED)).toMatchObject({ changed: 3, adjusted: { requests: 2 } });
    const after = await booked();
    expect(after.map(({ requests, listPico }) => [requests, listPico])).toEqual([
      [2, 6_600_000_000n],
      [1, 3_300_000_000n],
    ]);
    expect(await past.rerateBy(MAPPED)).toMatchObject({ events: 5, changed: 0, differences: [] });
    expect(await past.rerateBy(MAPPED, part)).toMatchObject({ changed: 0, differences: [] });
    expect(await booked()).toEqual(after);
  });

  it('gets only the difference when rules change again', async () => {
    await past.collect(NO_RULES, [{ modelId: PROFILE, timestamp: '2026-11-20T10:00:00Z' }]);
    past.clock.at = Date.parse('2026-12-05T00:00:00Z');
    await close('2026-11');
    await past.rerateBy(MAPPED);
    await past.rerateBy(MAPPED_WITH_TERMS);
    // The same call of 0.0033, then seven percent off what is paid: 0.000231.
    expect(await booked()).toMatchObject([
      { months: '2026-11 in 2026-12', requests: 0, listPico: 0n, effectiveFemto: -231_000_000_000n },
      { months: '2026-11 in 2026-12', requests: 1, listPico: 3_300_000_000n, effectiveFemto: 3_300_000_000_000n },
    ]);
  });

  it('has a correction taken back exactly', async () => {
    await past.collect(NO_RULES, calls);
    await close('2026-10');
    await past.rerateBy(MAPPED_WITH_TERMS);
    const report = await past.rerateBy(NO_RULES);
    expect(report.differences).toMatchObject([
      { month: '2026-11', reason: 'becameUnpriced', adjusts: false, requests: 1 },
      { month: '2026-10', reason: 'becamePriced', adjusts: true, requests: 3, oldPico: 9_900_000_000n, newPico: 0n },
    ]);
    const [back, there] = await booked();
    expect(back).toEqual({
      ...there,
      runId: report.id,
      requests: -3,
      listPico: -9_900_000_000n,
      effectiveFemto: -9_900_000_000_000n,
    });
    expect(await past.rerateBy(NO_RULES)).toMatchObject({ changed: 0, differences: [] });
  });

  it('is adjusted once by a run that is stopped with every page', async () => {
    await past.collect(NO_RULES, calls);
    await close('2026-10');
    for (let done = false; !done;) {
      const stop = new AbortController();
      // Four pages of two calls are more than the day with the most calls has, so that every attempt gets somewhere.
      const store = new InterruptedStore(past.pool, 4, () => stop.abort(new Error('stopped')));
      done = await rerate(past.engineOf(MAPPED, store), { ...everything('apply'), signal: stop.signal }).then(
        () => true,
        () => false,
      );
    }
    expect(await booked()).toMatchObject([{ requests: 3, listPico: 9_900_000_000n }]);
    expect(await past.reportOf('1')).toMatchObject({ state: 'done', events: 5, changed: 4 });
  });
});

describe('closing a month', () => {
  it('is done once, and not while its calls are being priced again', async () => {
    const engine = past.engineOf(MAPPED);
    const id = await engine.runs.begin(orderOf(engine, 'apply'), null);
    expect(await close('2026-10')).toEqual({ busyRunId: id });
    await engine.runs.cancel(id);
    expect(await Promise.all([close('2026-10'), close('2026-10')])).toEqual(
      expect.arrayContaining(['closed', 'wasClosed']),
    );
  });

  it('in the middle of a run splits it: what was changed stays, what comes after is adjusted', async () => {
    await past.collect(NO_RULES, calls);
    // As a closing would that was asked for just before the run began: it comes between the question and the writing.
    const closing = async () => {
      await past.pool.query(
        `insert into closed_month (month, closed_by, price_book) values ('2026-10-01', 'test', '')`,
      );
    };
    const engine = past.engineOf(MAPPED, new InterruptedWrites(past.pool, 3, closing));
    const { runId } = await rerate(engine, { ...everything('apply'), ...unstopped() });
    const { changed, totals, adjusted } = await past.reportOf(runId);
    expect({ changed, requests: totals.requests }).toEqual({ changed: 4, requests: 4 });
    // The day that was priced before the closing was changed, the other one is adjusted: together all there is.
    expect(adjusted.requests).toBe(2);
    expect(await booked()).toMatchObject([{ requests: 2 }]);
    expect(await past.totals()).toMatchObject({ unpriced: '2' });
    expect(await past.rerateBy(MAPPED)).toMatchObject({ changed: 0 });
  });
});
