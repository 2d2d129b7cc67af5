import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NO_RULES } from '../../src/ingest/judge.js';
import { RerateJob } from '../../src/ingest/rerate.job.js';
import { workThrough } from '../../src/ingest/rerate-run.js';
import { RerateBusy, RerateCancelled, RerateTakenOver } from '../../src/store/rerate-errors.js';
import {
  createPast,
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
  await past.collect(
    NO_RULES,
    [14, 15, 16, 17, 18, 19].map((day) => ({ modelId: PROFILE, timestamp: `2026-11-${day}T10:00:00Z` })),
  );
});
afterEach(() => past.drop());

/** Six calls of 0.0033. */
const allPriced = { pico: '19800000000', femto: '19800000000000', unpriced: '0' };

describe('one run at a time', () => {
  it('is begun, by two who ask at once', async () => {
    const { runs, ...engine } = past.engineOf(MAPPED);
    const order = orderOf({ runs, ...engine }, 'preview');
    const begun = await Promise.allSettled([runs.begin(order, null), runs.begin(order, null), runs.begin(order, null)]);
    expect(begun.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await expect(runs.begin(order, null)).rejects.toThrow(RerateBusy);
    await expect(past.rerateBy(MAPPED)).rejects.toThrow(/Run 1 is pricing usage again/);
  });

  it('is taken by one of two instances', async () => {
    const [one, other] = [past.engineOf(MAPPED), past.engineOf(MAPPED)];
    await one.runs.begin(orderOf(one, 'apply'), null);
    const taken = await Promise.all([one, other, one, other].map(({ runs, basis }) => runs.take(basis, randomUUID())));
    expect(taken.filter((run) => run !== null)).toHaveLength(1);
  });

  it('is worked on once by the jobs of two instances, and both stop when they are told to', async () => {
    const engine = past.engineOf(MAPPED);
    const id = await engine.runs.begin(orderOf(engine, 'apply'), null);
    const jobs = [new RerateJob(engine), new RerateJob(past.engineOf(MAPPED))];
    for (const job of jobs) job.onApplicationBootstrap();
    await expect.poll(async () => (await past.reportOf(id)).state, { timeout: 20_000 }).toBe('done');
    await Promise.all(jobs.map((job) => job.onApplicationShutdown()));
    expect(await past.reportOf(id)).toMatchObject({ events: 6, changed: 6, totals: { requests: 6 } });
    expect(await past.totals()).toEqual(allPriced);
  });
});

describe('a process that dies', () => {
  it('is replaced when it has been silent for long, and changes nothing any more if it was only slow', async () => {
    const fast = past.engineOf(MAPPED);
    let taken: Promise<void> = Promise.resolve();
    // The slow process has written two days when another one takes its run over and ends it.
    const takeOver = async () => {
      await past.letHeartStop();
      const run = await fast.runs.take(fast.basis, randomUUID());
      if (run === null) throw new Error('nothing to take over');
      expect(run).toMatchObject({ daysDone: 2, changed: 2 });
      taken = workThrough(run, fast, unstopped(), 'queued');
      await taken;
    };
    const slow = past.engineOf(MAPPED, new InterruptedWrites(past.pool, 3, takeOver));
    const id = await slow.runs.begin(orderOf(slow, 'apply'), null);
    const run = await slow.runs.take(slow.basis, randomUUID());
    if (run === null) throw new Error('not taken');
    await expect(workThrough(run, slow, unstopped(), 'queued')).rejects.toThrow(RerateTakenOver);
    await taken;
    expect(await past.reportOf(id)).toMatchObject({ state: 'done', events: 6, changed: 6, totals: { requests: 6 } });
    expect(await past.totals()).toEqual(allPriced);
  });

  it('is not replaced before, nor by one that has other rules', async () => {
    const [engine, other] = [past.engineOf(MAPPED), past.engineOf(MAPPED_WITH_TERMS)];
    const id = await engine.runs.begin(orderOf(engine, 'apply'), null);
    expect(await other.runs.take(other.basis, randomUUID())).toBeNull();
    await engine.runs.take(engine.basis, randomUUID());
    expect(await engine.runs.take(engine.basis, randomUUID())).toBeNull();
    await other.runs.failOfOtherRules(other.basis);
    expect(await past.reportOf(id)).toMatchObject({ state: 'running' });
    await past.letHeartStop();
    await other.runs.failOfOtherRules(other.basis);
    expect(await past.reportOf(id)).toMatchObject({ state: 'failed', error: expect.stringContaining('have changed') });
  });

  it('leaves a run that the same command goes on with', async () => {
    const engine = past.engineOf(MAPPED);
    const id = await engine.runs.begin(orderOf(engine, 'apply'), randomUUID());
    await past.letHeartStop();
    expect(await past.rerateBy(MAPPED)).toMatchObject({ id, state: 'done', changed: 6 });
  });
});

describe('cancelling', () => {
  it('ends a run with its next page, and what it has finished stays', async () => {
    const engine = past.engineOf(
      MAPPED,
      new InterruptedStore(past.pool, 4, async () => void (await engine.runs.cancel('1'))),
    );
    await engine.runs.begin(orderOf(engine, 'apply'), null);
    const run = await engine.runs.take(engine.basis, randomUUID());
    if (run === null) throw new Error('not taken');
    await expect(workThrough(run, engine, unstopped(), 'queued')).rejects.toThrow(RerateCancelled);
    const report = await past.reportOf('1');
    expect(report).toMatchObject({ state: 'cancelled', error: null, totals: { requests: report.changed } });
    expect(report.daysDone).toBeGreaterThan(0);
    expect(report.daysDone).toBeLessThan(6);
    // 0.0033 for every day that was finished.
    expect(await past.totals()).toMatchObject({ pico: String(3_300_000_000n * BigInt(report.daysDone)) });
    expect(await engine.runs.cancel('1')).toBe(false);
  });

  it('ends a run at once that nobody works on', async () => {
    const engine = past.engineOf(MAPPED);
    const id = await engine.runs.begin(orderOf(engine, 'apply'), null);
    expect(await engine.runs.cancel(id)).toBe(true);
    expect(await past.reportOf(id)).toMatchObject({ state: 'cancelled', finishedAt: expect.any(Date) });
    expect(await engine.runs.take(engine.basis, randomUUID())).toBeNull();
  });
});

it('says why a run failed, and lets the next one begin', async () => {
  const broken = past.engineOf(
    MAPPED,
    new InterruptedStore(past.pool, 3, () => {
      throw new Error('a page that cannot be read');
    }),
  );
  const id = await broken.runs.begin(orderOf(broken, 'apply'), null);
  const run = await broken.runs.take(broken.basis, randomUUID());
  if (run === null) throw new Error('not taken');
  await expect(workThrough(run, broken, unstopped(), 'queued')).rejects.toThrow('a page that cannot be read');
  expect(await past.reportOf(id)).toMatchObject({ state: 'failed', error: 'a page that cannot be read' });
  expect(await past.rerateBy(MAPPED)).toMatchObject({ state: 'done', events: 6 });
  expect(await past.totals()).toEqual(allPriced);
});
