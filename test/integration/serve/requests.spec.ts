import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requestDetailSchema, requestsAnswerSchema } from '../../../src/serve/answers/requests.js';
import type { JudgedEvent } from '../../../src/store/judged-event.js';
import { whatIfAnswerSchema } from '../../../src/serve/answers/what-if.js';
import { UsageStore } from '../../../src/store/usage.store.js';
import { formatUsd } from '../../../src/usage/money.js';
import { isNotBilled, makeCalls, SEEDED, seedUsage } from '../../support/seed-usage.js';
import { startServing, type Serving } from '../../support/serving.js';

const calls = makeCalls(700);
let serving: Serving;

beforeAll(async () => {
  serving = await startServing('2026-11-20T13:24:00Z');
  await seedUsage(serving.database.pool, calls, []);
});
afterAll(() => serving.stop());

const costOf = ({ price }: JudgedEvent) => ('priced' in price ? price.priced.total : null);
const idsOf = (list: readonly JudgedEvent[]) => list.map(({ event }) => event.eventId);

/** Every row of a question, page by page. */
async function allPages(query: string, limit: number) {
  const rows = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const page: string = `/api/v1/requests?from=${SEEDED.from}&to=${SEEDED.to}&limit=${limit}${query}`;
    const answer = requestsAnswerSchema.parse(await serving.getJson(page + (cursor && `&cursor=${cursor}`)));
    expect(answer.rows.length).toBeLessThanOrEqual(limit);
    rows.push(...answer.rows);
    cursor = answer.nextCursor;
  }
  return rows;
}

describe('/requests', () => {
  it.each([7, 100, 500])('pages through every call once, the latest first, %i at a time', async (limit) => {
    const rows = await allPages('', limit);
    const expected = calls.toSorted(
      (a, b) => b.event.occurredAt.localeCompare(a.event.occurredAt) || b.event.eventId.localeCompare(a.event.eventId),
    );
    expect(rows.map(({ eventId }) => eventId)).toEqual(idsOf(expected));
  });

  it('pages through every call once, the dearest first, those without a cost last', async () => {
    const rows = await allPages('&sort=cost', 33);
    const expected = calls.toSorted((a, b) => {
      const [first, second] = [costOf(a), costOf(b)];
      if (first !== second) return first === null ? 1 : second === null ? -1 : first > second ? -1 : 1;
      return b.event.eventId.localeCompare(a.event.eventId);
    });
    expect(rows.map(({ eventId }) => eventId)).toEqual(idsOf(expected));
  });

  it('starts over when the cursor is of another order', async () => {
    const first = await serving.get(`/api/v1/requests?from=${SEEDED.from}&to=${SEEDED.to}&limit=1`);
    const { nextCursor } = requestsAnswerSchema.parse(await first.json());
    const other = await serving.get(
      `/api/v1/requests?from=${SEEDED.from}&to=${SEEDED.to}&sort=cost&cursor=${nextCursor}`,
    );
    expect(other.status).toBe(400);
  });

  const ana = 'arn:aws:sts::111111111111:assumed-role/app/ana';
  const someId = calls[20]?.event.eventId ?? '';
  it.each<[string, (call: JudgedEvent) => boolean]>([
    [`principal=${encodeURIComponent(ana)}`, ({ event }) => event.principal === ana],
    ['flag=identityAbsent', ({ event }) => event.flags.includes('identityAbsent')],
    ['operation=InvokeModel', ({ event }) => event.operation === 'InvokeModel'],
    ['stopReason=max_tokens', ({ event }) => event.stopReason === 'max_tokens'],
    ['errorCode=ThrottlingException', ({ event }) => event.errorCode === 'ThrottlingException'],
    ['requestId=request-20', ({ event }) => event.requestId === 'request-20'],
    [`eventId=${someId}`, ({ event }) => event.eventId === someId],
    [
      'filter=person%3Dben&filter=region!%3Dus-east-1',
      ({ event, person }) => person === 'ben' && event.region !== 'us-east-1',
    ],
    ['filter=team%3D&flag=tokensMissing', ({ event, team }) => team === null && event.flags.includes('tokensMissing')],
  ])('keeps to %s', async (query, keep) => {
    const rows = await allPages(`&${query}`, 50);
    const expected = calls.filter(keep);
    expect(expected.length).toBeGreaterThan(0);
    expect(rows.map(({ eventId }) => eventId).toSorted()).toEqual(idsOf(expected).toSorted());
  });

  it('shows unknown tokens and costs as unknown', async () => {
    const rows = await allPages('&flag=tokensMissing', 500);
    expect(new Set(rows.map((row) => `${row.tokensTotal} ${row.tokensKnown} ${row.costUsd} ${row.costState}`))).toEqual(
      new Set(['null null null notKnown', 'null null 0 notBilled']),
    );
    const unknown = calls.filter((call) => call.event.flags.includes('tokensMissing') && !isNotBilled(call));
    expect(rows.filter(({ costState }) => costState === 'notKnown')).toHaveLength(unknown.length);
  });
});

async function detail(call: JudgedEvent | undefined) {
  return requestDetailSchema.parse(await serving.getJson(`/api/v1/requests/${call?.event.eventId}`));
}

describe('/requests/:eventId', () => {
  it('tells everything that the event holds', async () => {
    for (const call of calls.slice(0, 60)) {
      const { event } = await detail(call);
      const { collectedAt: _, joinDueAt, ...told } = event;
      const { provenance: __, ...held } = call.event;
      const { team, person, sourceId } = call;
      expect(joinDueAt).toBeNull();
      expect(told).toEqual({ ...held, requests: 1, team, person, sourceId, sources: [sourceId] });
    }
  });

  it('explains a cost down to its lines', async () => {
    const call = calls.find(({ price }) => 'priced' in price && price.priced.premium > 0n);
    const { cost, unpriced, provenance } = await detail(call);
    expect(cost?.costUsd).toBe(formatUsd((call && costOf(call)) ?? 0n));
    expect(cost?.rules.map(({ rule }) => rule)).toContain('regionalPremium');
    expect(cost?.lines.filter(({ rule }) => rule === 'regionalPremium').map(({ multiplier }) => multiplier)[0]).toBe(
      '0.1',
    );
    expect(unpriced).toBeNull();
    expect(provenance.map(({ fact, from }) => `${fact} ${from}`).toSorted()).toEqual([
      'cacheTtl body',
      'model modelId',
      'time record',
      'tokens counters',
    ]);
  });

  it('names every source that brought the call, and which of them told what the first one does not', async () => {
    const call = calls.findLast(({ event }) => event.outcome === 'ok');
    if (call === undefined) throw new Error('no call was answered');
    const second = { ...call, sourceId: 'second route', event: { ...call.event, firstByteMs: 33 } };
    await new UsageStore(serving.database.pool, ['UTC']).save(
      { cloud: 'bedrock', sourceId: 'second route', events: [second], rejected: [] },
      null,
    );
    const { event, provenance } = await detail(call);
    expect(event).toMatchObject({ firstByteMs: 33, sources: [call.sourceId, 'second route'] });
    expect(provenance.at(-1)).toEqual({
      fact: 'firstByteMs',
      from: 'second route',
      words: `The time to the first byte is as second route tells; ${call.sourceId}, which gave the figures, does not.`,
    });
  });

  it('says why there is no cost, and what its flags mean', async () => {
    const call = calls.find((one) => one.event.outcome === 'failed' && !isNotBilled(one));
    const { cost, costState, unpriced, flags } = await detail(call);
    expect([cost, costState]).toEqual([null, 'notKnown']);
    expect(unpriced?.reason).toBe('tokensMissing');
    expect(unpriced?.words).toMatch(/tokens/);
    expect(flags.map(({ flag }) => flag)).toEqual(['tokensMissing', 'bodyAbsent']);
  });

  it('says of a refused call that it is not billed, by which rule, and imagines nothing else of it', async () => {
    const call = calls.find(isNotBilled);
    const { cost, costState, unpriced } = await detail(call);
    expect([costState, cost?.costUsd, cost?.lines, unpriced]).toEqual(['notBilled', '0', [], null]);
    expect(cost?.rules).toMatchObject([{ rule: 'refusedNotBilled', source: expect.stringContaining('https://') }]);
    const answer = await serving.getJson(`/api/v1/requests/${call?.event.eventId}/what-if`);
    expect(whatIfAnswerSchema.parse(answer).alternatives).toEqual([]);
  });
});

describe('/requests/:eventId/what-if', () => {
  it('says what a call would have cost on the global endpoint: the same without its premium', async () => {
    const call = calls.find(({ price }) => 'priced' in price && price.priced.premium > 0n);
    const premium = call !== undefined && 'priced' in call.price ? call.price.priced.premium : 0n;
    const answer = await serving.getJson(`/api/v1/requests/${call?.event.eventId}/what-if`);
    const { alternatives } = whatIfAnswerSchema.parse(answer);
    expect(alternatives[0]).toMatchObject({
      change: 'scope',
      to: 'global',
      differenceUsd: formatUsd(-premium),
      possible: 'possible',
    });
  });

  it('imagines nothing about a call whose cost is not known', async () => {
    const call = calls.find(({ price }) => 'unpriced' in price);
    expect(await serving.getJson(`/api/v1/requests/${call?.event.eventId}/what-if`)).toEqual({
      eventId: call?.event.eventId,
      costUsd: null,
      alternatives: [],
    });
  });
});
