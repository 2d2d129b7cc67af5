import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NO_RULES, type OwnRules } from '../../../src/ingest/judge.js';
import { RerateJob } from '../../../src/ingest/rerate.job.js';
import { rerateEngine } from '../../../src/ingest/rerate-run.js';
import { errorAnswerSchema } from '../../../src/serve/answers/error.js';
import {
  adjustmentsAnswerSchema,
  closedMonthSchema,
  closedMonthsAnswerSchema,
  rerateDifferencesAnswerSchema,
  rerateRunsAnswerSchema,
  rerateRunSchema,
} from '../../../src/serve/answers/rerates.js';
import { priceTermsSchema } from '../../../src/price/terms-schema.js';
import { RollupStore } from '../../../src/store/rollup.store.js';
import { basisOf } from '../../../src/ingest/rerate-basis.js';
import { PICO_PER_USD } from '../../../src/usage/money.js';
import { makeCalls, seedUsage } from '../../support/seed-usage.js';
import { startServing, type Serving } from '../../support/serving.js';

const NOW = '2026-11-21T12:00:00Z';
const rules: OwnRules = {
  ...NO_RULES,
  terms: priceTermsSchema.parse([
    { name: 'a tenth', when: { cloud: 'bedrock' }, discountPercent: '10', from: '2026-10-20' },
  ]),
};
const basis = basisOf(rules);

let serving: Serving;
/** What the service runs beside the API. */
let job: RerateJob;

beforeAll(async () => {
  serving = await startServing(NOW, { pricingBasis: basis });
  const { pool } = serving.database;
  await seedUsage(pool, makeCalls(400), []);
  job = new RerateJob(rerateEngine({ pool, rollups: new RollupStore(pool), rules, clock: serving.clock }));
});
afterAll(async () => {
  await job.onApplicationShutdown();
  await serving.stop();
});

const send = (path: string, body: unknown, type = 'application/json') =>
  fetch(`${serving.url}/api/v1${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${serving.token}`, 'content-type': type },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

async function refusal(response: Promise<Response>) {
  const { status, ...answer } = await response.then(async (answered) => ({
    status: answered.status,
    ...errorAnswerSchema.parse(await answered.json()),
  }));
  return { status, ...answer.error };
}

async function start(body: unknown) {
  const response = await send('/rerates', body);
  const text = await response.text();
  expect([response.status, text]).toEqual([202, text]);
  return rerateRunSchema.parse(JSON.parse(text));
}

const get = async (id: string) => rerateRunSchema.parse(await serving.getJson(`/api/v1/rerates/${id}`));
const differences = async (id: string, query = '') =>
  rerateDifferencesAnswerSchema.parse(await serving.getJson(`/api/v1/rerates/${id}/differences${query}`));

/** Starts a run and lets the job work on it until it has ended. */
async function finish(body: unknown) {
  const { id } = await start(body);
  await expect
    .poll(
      async () => {
        job.look();
        return (await get(id)).finishedAt;
      },
      { timeout: 60_000 },
    )
    .not.toBeNull();
  return get(id);
}

/** A decimal of dollars as whole femto-dollars. */
function femto(usd: string | null): bigint {
  const [whole = '0', fraction = ''] = (usd ?? '0').split('.');
  const value = BigInt(whole.replace('-', '')) * PICO_PER_USD * 1000n + BigInt(fraction.padEnd(15, '0'));
  return whole.startsWith('-') ? -value : value;
}

describe('/rerates', () => {
  it('previews in the background, and tells how far it is and what it would change', async () => {
    const started = await start({ kind: 'preview' });
    expect(started).toMatchObject({
      kind: 'preview',
      state: 'queued',
      from: null,
      to: null,
      startedBy: 'token test',
      daysTotal: null,
      daysDone: 0,
      basis,
      basisIsCurrent: true,
    });
    expect(await refusal(send('/rerates', { kind: 'preview' }))).toMatchObject({
      status: 409,
      code: 'conflict',
      message: `Run ${started.id} is pricing usage again and is not finished: wait for it, or cancel it.`,
    });
    job.look();
    await expect.poll(async () => (await get(started.id)).state, { timeout: 60_000 }).toBe('done');
    const done = await get(started.id);
    expect(done).toMatchObject({ events: 400, daysDone: done.daysTotal });
    expect(done.changed).toBe(done.totals.requests);
    expect(done.changed).toBeGreaterThan(100);
    // A tenth off, and the list cost as it was.
    const { differenceUsd, oldUsd, newUsd, oldEffectiveUsd, newEffectiveUsd } = done.totals;
    expect([differenceUsd, newUsd]).toEqual(['0', oldUsd]);
    expect(femto(newEffectiveUsd) * 10n).toBe(femto(oldEffectiveUsd) * 9n);
    expect((await serving.database.pool.query('select from dirty_hour')).rowCount).toBe(0);
  });

  it.each(['month', 'model', 'team', 'reason', 'month,team', 'month,model,team,reason'])(
    'tells differences by %s, which add up to the totals',
    async (groupBy) => {
      const { totals } = await get('1');
      const answer = await differences('1', `?groupBy=${groupBy}`);
      expect(answer.totals).toEqual(totals);
      expect(answer.rows.reduce((sum, { requests }) => sum + requests, 0)).toBe(totals.requests);
      const sum = answer.rows.reduce((femtos, row) => femtos + femto(row.differenceEffectiveUsd), 0n);
      expect(sum).toBe(femto(totals.differenceEffectiveUsd));
      expect(answer.rows.every(({ group }) => Object.keys(group).join() === groupBy)).toBe(true);
      expect(answer.reasons.termsChanged).toContain('terms');
    },
  );

  it('lists runs, the newest first, a page at a time', async () => {
    await finish({ kind: 'preview', from: '2026-11-01', to: '2026-11-08' });
    const first = rerateRunsAnswerSchema.parse(await serving.getJson('/api/v1/rerates?limit=1'));
    expect(first.runs).toMatchObject([{ from: '2026-11-01', to: '2026-11-08', state: 'done' }]);
    const second = rerateRunsAnswerSchema.parse(
      await serving.getJson(`/api/v1/rerates?limit=1&cursor=${first.nextCursor}`),
    );
    expect(second).toMatchObject({ runs: [{ id: '1' }], nextCursor: null });
  });

  it('cancels a run once', async () => {
    const { id } = await start({ kind: 'apply' });
    const response = await send(`/rerates/${id}/cancel`, '');
    expect([response.status, await response.json()]).toMatchObject([202, { id, state: 'cancelled' }]);
    expect(await refusal(send(`/rerates/${id}/cancel`, ''))).toMatchObject({
      status: 409,
      message: `Run ${id} is cancelled: it has ended already.`,
    });
  });

  it('refuses to confirm a preview that shows something else than would happen', async () => {
    const { id: other } = await finish({ kind: 'preview', from: '2026-11-01', to: '2026-11-08' });
    const ofOtherRules = (
      await serving.database.pool.query<{ id: string }>(
        `insert into rerate_run (kind, basis, started_by, state)
         values ('preview', 'book+before', 'test', 'done'), ('apply', '${basis}', 'test', 'done'),
                ('preview', '${basis}', 'test', 'failed')
         returning rerate_run_id::text as id`,
      )
    ).rows.map(({ id }) => id);
    const [before, apply, failed] = ofOtherRules;
    for (const [body, words] of [
      [{ previewId: before }, `have changed since preview ${before}: it was made by book+before, now it is ${basis}.`],
      [{ previewId: apply }, `Run ${apply} is no preview`],
      [{ previewId: failed }, `Preview ${failed} is failed`],
      [{ previewId: other, from: '2026-11-02' }, 'is of another range (2026-11-01 to 2026-11-08)'],
    ] as const) {
      const { status, code, message } = await refusal(send('/rerates', { kind: 'apply', ...body }));
      expect([status, code]).toEqual([409, 'conflict']);
      expect(message).toContain(words);
    }
    expect(await refusal(send('/rerates', { kind: 'apply', previewId: '999' }))).toMatchObject({
      status: 404,
      message: 'No run has the id 999. /api/v1/rerates lists them.',
    });
  });

  it('applies what a preview showed, and nothing twice', async () => {
    const preview = await finish({ kind: 'preview', from: '2026-11-01', to: '2026-11-08' });
    const apply = await finish({ kind: 'apply', previewId: preview.id });
    expect(apply).toMatchObject({
      state: 'done',
      previewId: preview.id,
      from: '2026-11-01',
      to: '2026-11-08',
      totals: preview.totals,
    });
    expect(await differences(apply.id, '?groupBy=month,team')).toEqual(
      await differences(preview.id, '?groupBy=month,team'),
    );
    expect(await refusal(send('/rerates', { kind: 'apply', previewId: preview.id }))).toMatchObject({
      status: 409,
      message: expect.stringContaining(`Run ${apply.id} has changed prices since preview ${preview.id}`),
    });
    expect(await finish({ kind: 'apply', from: '2026-11-01', to: '2026-11-08' })).toMatchObject({ changed: 0 });
    expect((await new RollupStore(serving.database.pool).verify()).disagreements).toEqual([]);
  });

  it.each([
    ['/rerates', {}, 'kind', 'kind is one of: preview, apply.'],
    ['/rerates', { kind: 'undo' }, 'kind', 'kind is one of'],
    ['/rerates', { kind: 'apply', colour: 'red' }, 'colour', 'Unknown field colour. Known here: kind, from, to'],
    ['/rerates', { kind: 'apply', from: 'May' }, 'from', '"May" is not a UTC day'],
    ['/rerates', { kind: 'apply', from: '2026-02-30' }, 'from', '"2026-02-30"'],
    ['/rerates', { kind: 'apply', from: '2026-11-02', to: '2026-11-02' }, 'from', 'before to'],
    ['/rerates', { kind: 'preview', previewId: '1' }, 'previewId', 'Only an apply'],
    ['/rerates', { kind: 'apply', previewId: 'x' }, 'previewId', '"x" is not the id of a run'],
    ['/rerates', { kind: 'apply', previewId: 1 }, 'previewId', 'text of digits'],
    ['/rerates', [], null, 'Send a JSON object'],
    ['/rerates?dryRun=true', { kind: 'preview' }, 'dryRun', 'no query parameters'],
    ['/rerates/abc/cancel', {}, 'id', '"abc" is not the id of a run'],
    ['/closed-months', {}, 'month', 'month'],
    ['/closed-months', { month: '2026-13' }, 'month', '"2026-13" is not a month'],
    ['/closed-months', { month: '2026-10-01' }, 'month', '"2026-10-01" is not a month'],
    ['/closed-months', { month: '2026-11' }, 'month', '2026-11 has not ended'],
    ['/closed-months', { month: '2027-01' }, 'month', 'has not ended'],
    ['/closed-months', { month: '2026-10', by: 'me' }, 'by', 'Unknown field by'],
  ])('answers POST %s %j with what is wrong and with which field', async (path, body, field, words) => {
    const { status, code, field: named, message } = await refusal(send(path, body));
    expect([status, code, named]).toEqual([400, 'badRequest', field]);
    expect(message).toContain(words);
  });

  it.each([
    ['/rerates/abc', 'id', 400],
    ['/rerates/999', null, 404],
    ['/rerates/999/differences', null, 404],
    ['/rerates/1/differences?groupBy=colour', 'groupBy', 400],
    ['/rerates/1/differences?groupBy=team,team', 'groupBy', 400],
    ['/rerates?limit=0', 'limit', 400],
    ['/rerates?cursor=abc', 'cursor', 400],
    ['/adjustments?from=2026-11-01', 'from', 400],
    ['/closed-months?month=2026-10', 'month', 400],
  ])('answers GET %s with what is wrong', async (path, field, status) => {
    expect(await refusal(serving.get(`/api/v1${path}`))).toMatchObject({ status, field });
  });

  it.each(['/rerates', '/rerates/1/cancel', '/closed-months'])('takes only JSON at %s', async (path) => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp']) {
      expect(await refusal(send(path, '{"kind":"preview"}', type))).toMatchObject({
        status: 415,
        code: 'unsupportedMediaType',
      });
    }
    expect(await refusal(send(path, '{'))).toMatchObject({ status: 400 });
  });
});

describe('/closed-months and /adjustments', () => {
  it('close a month once, and list what is booked instead of changed', async () => {
    const preview = await finish({ kind: 'preview' });
    const response = await send('/closed-months', { month: '2026-10' });
    expect(response.status).toBe(201);
    expect(closedMonthSchema.parse(await response.json())).toMatchObject({
      month: '2026-10',
      closedBy: 'token test',
      priceBook: rules.book.version,
    });
    expect(await refusal(send('/closed-months', { month: '2026-10' }))).toMatchObject({
      status: 409,
      message: '2026-10 is closed already.',
    });
    expect(closedMonthsAnswerSchema.parse(await serving.getJson('/api/v1/closed-months')).months).toHaveLength(1);
    expect(await refusal(send('/rerates', { kind: 'apply', previewId: preview.id }))).toMatchObject({
      status: 409,
      message: expect.stringContaining('2026-10 has been closed since preview'),
    });

    const { id } = await start({ kind: 'apply' });
    expect(await refusal(send('/closed-months', { month: '2026-09' }))).toMatchObject({
      status: 409,
      message: `Run ${id} is pricing calls of 2026-09 again: wait until it is done, or cancel it.`,
    });
    job.look();
    await expect.poll(async () => (await get(id)).state, { timeout: 60_000 }).toBe('done');
    const { adjusted, totals } = await get(id);
    expect(totals).toEqual(preview.totals);
    const booked = adjustmentsAnswerSchema.parse(await serving.getJson('/api/v1/adjustments'));
    expect(booked.totals).toEqual({
      requests: adjusted.requests,
      listUsd: adjusted.differenceUsd,
      effectiveUsd: adjusted.differenceEffectiveUsd,
    });
    expect(booked.rows.every(({ aboutMonth, bookedMonth }) => aboutMonth < bookedMonth)).toBe(true);
    expect(booked.rows.reduce((sum, row) => sum + femto(row.effectiveUsd), 0n)).toBe(femto(booked.totals.effectiveUsd));
    const earlier = await serving.getJson('/api/v1/adjustments?from=2026-10&to=2026-11');
    expect(adjustmentsAnswerSchema.parse(earlier).rows).toEqual([]);
    const rows = (await differences(id)).rows.map(({ group, adjusts }) => [group.month, adjusts]);
    expect(rows).toEqual([
      ['2026-11', false],
      ['2026-10', true],
    ]);
  });
});
