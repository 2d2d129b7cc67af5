import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LeaseLost } from '../../src/store/held-lease.js';
import { LeaseStore } from '../../src/store/lease.store.js';
import { RunStore } from '../../src/store/runs.store.js';
import { HOUR_MS } from '../../src/usage/window.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';

let test: TestDatabase;
const stores: LeaseStore[] = [];
const never = new AbortController().signal;

beforeEach(async () => {
  test = await createTestDatabase();
});
afterEach(async () => {
  await Promise.all(stores.splice(0).map((store) => store.close()));
  await test.drop();
});

function instance(name: string, ttlMs?: number): LeaseStore {
  const store = new LeaseStore(test.pool, name, ttlMs);
  stores.push(store);
  return store;
}

async function held() {
  const { rows } = await test.pool.query<{ name: string; holder: string; what: unknown }>(
    'select name, holder, what from lease where expires_at > clock_timestamp() order by name',
  );
  return rows;
}

describe('a lease', () => {
  it('is held by one instance at a time, by one worker of it, and by the next once it is given back', async () => {
    const [a, b] = [instance('a'), instance('b')];
    const lease = await a.take('source:x', { purpose: 'live' });
    expect(await held()).toEqual([{ name: 'source:x', holder: 'a', what: { purpose: 'live' } }]);
    expect(await b.take('source:x')).toBeNull();
    expect(await a.take('source:x')).toBeNull();
    expect(await b.take('source:y')).not.toBeNull();
    await lease?.release();
    expect(await b.take('source:x')).not.toBeNull();
    expect((await held()).map(({ holder }) => holder)).toEqual(['b', 'b']);
  });

  it('goes to one of many that ask at once', async () => {
    const asking = Array.from({ length: 8 }, (_, index) => instance(`instance ${index}`).take('source:x'));
    expect((await Promise.all(asking)).filter((lease) => lease !== null)).toHaveLength(1);
  });

  it('is handed on as soon as it is given back to whoever waits for it', async () => {
    const [a, b] = [instance('a'), instance('b')];
    const first = await a.take('source:x');
    const waiting = b.waitFor('source:x', {}, never);
    await untilWanted('source:x');
    await first?.release();
    expect((await waiting)?.signal.aborted).toBe(false);
    expect(await held()).toMatchObject([{ holder: 'b' }]);
  });

  it('is not waited for any longer when the service stops', async () => {
    const [a, b] = [instance('a'), instance('b')];
    await a.take('source:x');
    const stop = new AbortController();
    const waiting = b.waitFor('source:x', {}, stop.signal);
    await untilWanted('source:x');
    stop.abort();
    expect(await waiting).toBeNull();
  });

  it('of an instance that was killed is free at once: its session ended with it', async () => {
    const [a, b] = [instance('a'), instance('b')];
    await a.take('source:x');
    // What the server sees of kill -9: the connection is gone, the row is not.
    await test.pool.query('select pg_terminate_backend(session_pid, 5000) from lease');
    expect(await held()).toHaveLength(1);
    expect(await b.take('source:x')).not.toBeNull();
  });

  it('of an instance that vanished without a word is free when it expires', async () => {
    await test.pool.query(
      `insert into lease (name, holder, session_pid, expires_at)
       values ('source:x', 'gone', pg_backend_pid(), clock_timestamp() + interval '300 milliseconds')`,
    );
    // A session that lives on although its instance does not: another one of this test's.
    await test.pool.query(
      `update lease set session_pid = (select pid from pg_stat_activity where pid <> pg_backend_pid() limit 1)`,
    );
    const b = instance('b');
    expect(await b.take('source:x')).toBeNull();
    expect(await b.waitFor('source:x', {}, never)).not.toBeNull();
  });

  it('is renewed while it is held', async () => {
    const [a, b] = [instance('a', 3_000), instance('b')];
    const lease = await a.take('source:x');
    while (!(await wasRenewed())) await nextTurn();
    expect(await b.take('source:x')).toBeNull();
    expect(lease?.signal.aborted).toBe(false);
    await lease?.release();
  });

  it('tells its holder when it is lost, and what is given back late disturbs nobody', async () => {
    const lease = await instance('a', 300).take('source:x');
    if (lease === null) throw new Error('the lease was not free');
    await test.pool.query(
      `update lease
       set    holder = 'b', taken_at = clock_timestamp(), expires_at = clock_timestamp() + interval '1 hour'`,
    );
    await new Promise((resolve) => lease.signal.addEventListener('abort', resolve));
    expect(lease.signal.reason).toBeInstanceOf(LeaseLost);
    await lease.release();
    expect(await held()).toMatchObject([{ holder: 'b' }]);
  });

  it('says what its holder is doing', async () => {
    const a = instance('a');
    const lease = await a.take('source:x', { purpose: 'plan' });
    lease?.describe({ purpose: 'history', from: '2026-11-19T00:00:00.000Z', to: '2026-11-20T00:00:00.000Z' });
    // Statements of one instance run in order.
    await a.take('source:x');
    expect(await held()).toMatchObject([{ what: { purpose: 'history', from: '2026-11-19T00:00:00.000Z' } }]);
    await lease?.release();
  });
});

describe('withLease', () => {
  it('does the work once where two ask for it, and gives the lease back whatever comes of it', async () => {
    const [a, b] = [instance('a'), instance('b')];
    const answer = await a.withLease('housekeeping', async () => ({
      inside: await b.withLease('housekeeping', async () => 'twice'),
    }));
    expect(answer).toEqual({ result: { inside: null } });
    await expect(a.withLease('housekeeping', () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(await b.withLease('housekeeping', async () => 'after')).toEqual({ result: 'after' });
  });
});

describe('runs', () => {
  const window = { from: Date.parse('2026-11-19T00:00:00Z'), to: Date.parse('2026-11-19T01:00:00Z') };

  it('of an instance that holds a lease are left alone, those of a dead one are closed', async () => {
    const lease = await instance('alive').take('source:x');
    await instance('dead').take('source:y');
    await new RunStore(test.pool, 'alive').begin('x', 'live', window);
    await new RunStore(test.pool, 'dead').begin('x', 'live', window);
    await test.pool.query(`select pg_terminate_backend(session_pid, 5000) from lease where holder = 'dead'`);
    const runs = new RunStore(test.pool, 'another');
    expect(await runs.closeInterrupted('x')).toBe(1);
    expect(await states()).toEqual(['alive running', 'dead interrupted']);
    await lease?.release();
    expect(await runs.closeInterrupted('x')).toBe(1);
    expect(await states()).toEqual(['alive interrupted', 'dead interrupted']);
  });

  it('of another instance count as read since a tick only when they read the whole window, for that purpose', async () => {
    const runs = new RunStore(test.pool, 'a');
    const tick = Date.now() - 60_000;
    const half = { from: window.from, to: window.from + HOUR_MS / 2 };
    const wasRead = () => runs.wasReadSince(tick, 'x', 'hourly', window);
    const read = async (purpose: 'hourly' | 'live', part: typeof window, state: string) => {
      const runId = await runs.begin('x', purpose, part);
      await test.pool.query('update collection_run set state = $2 where run_id = $1', [runId, state]);
    };
    await read('live', window, 'done');
    await read('hourly', window, 'failed');
    await read('hourly', half, 'done');
    expect(await wasRead()).toBe(false);
    await read('hourly', { from: half.to, to: window.to }, 'done');
    expect(await wasRead()).toBe(true);
    expect(await runs.wasReadSince(Date.now() + 60_000, 'x', 'hourly', window)).toBe(false);
  });
});

async function untilWanted(name: string): Promise<void> {
  for (;;) {
    const { rowCount } = await test.pool.query('select from lease where name = $1 and wanted_at is not null', [name]);
    if (rowCount === 1) return;
    await nextTurn();
  }
}

async function wasRenewed(): Promise<boolean> {
  const { rowCount } = await test.pool.query('select from lease where renewed_at > taken_at');
  return rowCount === 1;
}

/** Every run, by its instance and state, in order. */
async function states(): Promise<string[]> {
  const { rows } = await test.pool.query<{ instance: string; state: string }>(
    'select instance, state from collection_run order by run_id',
  );
  return rows.map(({ instance, state }) => `${instance} ${state}`);
}
