import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { costsExplainedSchema } from '../../../src/serve/answers/explain.js';
import { costsAnswerSchema, dimensionValuesAnswerSchema, usageAnswerSchema } from '../../../src/serve/answers/usage.js';
import type { JudgedEvent } from '../../../src/store/judged-event.js';
import { BUCKETS, DIMENSIONS } from '../../../src/store/questions/dimensions.js';
import { formatUsd } from '../../../src/usage/money.js';
import { TOKEN_CLASSES } from '../../../src/usage/tokens.js';
import { groupsOf, keyOfRow, RANGES, VALUE, ZONES, type Asked } from '../../support/brute-force.js';
import { isNotBilled, makeCalls, SEEDED, seedUsage } from '../../support/seed-usage.js';
import { startServing, type Serving } from '../../support/serving.js';
import { picoOf } from '../../support/pico-of.js';

const calls = makeCalls(1_500);
let serving: Serving;

beforeAll(async () => {
  serving = await startServing('2026-11-20T13:24:00Z', { builtTimeZones: ['UTC', 'Europe/Berlin'] });
  await seedUsage(serving.database.pool, calls, ['Europe/Berlin']);
});
afterAll(() => serving.stop());

/** What the API ought to answer, added up call by call: the key of each row and its figures. */
function bruteForce(asked: Asked): Map<string, unknown> {
  return new Map([...groupsOf(calls, asked)].map(([key, group]) => [key, figuresOf(group)]));
}

const sum = (amounts: readonly bigint[]) => amounts.reduce((a, b) => a + b, 0n);

function figuresOf(group: readonly JudgedEvent[]) {
  const billed = group.filter((call) => !isNotBilled(call));
  const priced = billed.flatMap(({ price }) => ('priced' in price ? [price.priced] : []));
  const cost = sum(priced.map(({ total }) => total));
  // Without any priced call, neither the cost nor a part of it is known; without any that is billed, it is nothing.
  const known = (pico: bigint) => (priced.length === 0 && billed.length > 0 ? null : formatUsd(pico));
  const tokens = TOKEN_CLASSES.map((tokenClass) =>
    group.reduce((n, { event }) => n + (event.tokens[tokenClass] ?? 0), 0),
  );
  return {
    requests: group.length,
    tokens: tokens.join(' '),
    unknown: billed.filter(({ event }) => event.tokens.output === null).length,
    notBilled: group.length - billed.length,
    unpriced: group.filter(({ price }) => 'unpriced' in price && price.unpriced !== 'outsideClaude').length,
    costUsd: known(cost),
    premiumUsd: known(sum(priced.map(({ premium }) => premium))),
    saving: known(sum(priced.map(({ withoutCaching }) => withoutCaching)) - cost),
    output: known(sum(priced.map(({ amounts }) => amounts.output))),
  };
}

type Measures = z.output<typeof usageAnswerSchema>['totals'];
const shown = (measures: Measures) => ({
  requests: measures.requests,
  tokens: TOKEN_CLASSES.map((tokenClass) => measures.tokens[tokenClass]).join(' '),
  unknown: measures.unknownTokenRequests,
  notBilled: measures.notBilledRequests,
  unpriced: measures.unpricedRequests,
  costUsd: measures.costUsd,
  premiumUsd: measures.premiumUsd,
  saving: measures.cacheSavingUsd,
  output: measures.costByClass.output,
});

async function usage(parameters: Record<string, string>, filters: readonly string[] = []) {
  const query = new URLSearchParams(parameters);
  for (const filter of filters) query.append('filter', filter);
  return usageAnswerSchema.parse(await serving.getJson(`/api/v1/usage?${query.toString()}`));
}

/** What the API answers and what it ought to: every row by its bucket and group, how many rows, and the totals. */
async function compare(asked: Asked, filters: readonly string[] = []) {
  const { from, to, timeZone, bucket, groupBy } = asked;
  const grouping = groupBy.length > 0 ? { groupBy: groupBy.join(',') } : {};
  const { rows, totals } = await usage({ from, to, timeZone, bucket, ...grouping }, filters);
  const keyOf = (row: (typeof rows)[number]) => keyOfRow(row, groupBy);
  const expected = bruteForce(asked);
  const whole = bruteForce({ ...asked, bucket: 'none', groupBy: [] });
  return {
    answered: { rows: new Map(rows.map((row) => [keyOf(row), shown(row)])), count: rows.length, totals: shown(totals) },
    expected: { rows: expected, count: expected.size, totals: whole.get('[null,[]]') ?? figuresOf([]) },
  };
}

describe('figures equal the sum over the calls themselves', () => {
  const cases = RANGES.flatMap(([name, from, to]) => ZONES.map((timeZone) => ({ name, from, to, timeZone })));

  it.each(cases)('in every bucket over $name, in $timeZone', async ({ from, to, timeZone }) => {
    for (const bucket of BUCKETS) {
      const { answered, expected } = await compare({ from, to, timeZone, bucket, groupBy: [] });
      expect(answered).toEqual(expected);
    }
  });

  it.each(DIMENSIONS)('by %s, by day in a built zone, an unbuilt one and one off the hour', async (dimension) => {
    const range = { from: '2026-10-23T22:00:00Z', to: '2026-11-03T13:24:00Z' };
    for (const timeZone of ['Europe/Berlin', 'America/New_York', 'Asia/Kolkata']) {
      const { answered, expected } = await compare({ ...range, timeZone, bucket: 'day', groupBy: [dimension] });
      expect(answered).toEqual(expected);
    }
  });

  const range = { from: '2026-10-24T10:30:00Z', to: '2026-11-20T00:00:00Z' };

  it.each<Asked>([
    { ...range, timeZone: 'Europe/Berlin', bucket: 'week', groupBy: ['team', 'person'] },
    { ...range, timeZone: 'UTC', bucket: 'none', groupBy: ['model', 'endpointScope'] },
  ])('by two dimensions at once: $groupBy', async (asked) => {
    const { answered, expected } = await compare(asked);
    expect(answered).toEqual(expected);
  });

  it.each(DIMENSIONS)('with every value of %s included, excluded, and not known', async (dimension) => {
    const valueOf = VALUE[dimension];
    const asked: Asked = { ...range, timeZone: 'Europe/Berlin', bucket: 'month', groupBy: [] };
    const values = [...new Set(calls.map(valueOf))];
    const questions: [Asked, string[]][] = [
      [asked, values.map((value) => `${dimension}=${value ?? ''}`)],
      [{ ...asked, keep: () => false }, [`${dimension}=nobody`]],
    ];
    for (const value of values) {
      questions.push([{ ...asked, keep: (call) => valueOf(call) === value }, [`${dimension}=${value ?? ''}`]]);
      questions.push([{ ...asked, keep: (call) => valueOf(call) !== value }, [`${dimension}!=${value ?? ''}`]]);
    }
    for (const [question, filters] of questions) {
      const { answered, expected } = await compare(question, filters);
      expect(answered).toEqual(expected);
    }
  });

  it('with includes and excludes of several dimensions together', async () => {
    const { answered, expected } = await compare(
      {
        ...range,
        timeZone: 'UTC',
        bucket: 'day',
        groupBy: ['model'],
        keep: ({ event, team, person }) =>
          (team === 'Search & Find' || team === null) && event.region !== 'us-east-1' && person !== 'ana',
      },
      ['team=Search & Find', 'team=', 'region!=us-east-1', 'person!=ana'],
    );
    expect(answered).toEqual(expected);
    expect(answered.totals.requests).toBeGreaterThan(100);
  });
});

describe('/usage', () => {
  it('orders rows by bucket, then by requests', async () => {
    const { rows } = await usage({ ...SEEDED, bucket: 'week', groupBy: 'model' });
    const sorted = rows.toSorted((a, b) => (a.bucket ?? '').localeCompare(b.bucket ?? '') || b.requests - a.requests);
    expect(rows.map(({ requests }) => requests)).toEqual(sorted.map(({ requests }) => requests));
  });

  it('answers the month to date when no range is given', async () => {
    const { range } = await usage({ timeZone: 'Asia/Kolkata' });
    expect(range).toEqual({
      from: '2026-10-31T18:30:00.000Z',
      to: '2026-11-20T18:30:00.000Z',
      timeZone: 'Asia/Kolkata',
      bucket: 'none',
    });
  });

  it('tells no cost where no call has a price, and zero where there are no calls', async () => {
    const other = await usage({ ...SEEDED }, ['vendor=amazon']);
    expect(other.totals.costUsd).toBeNull();
    expect(other.totals.unpricedRequests).toBe(0);
    const none = await usage({ ...SEEDED }, ['vendor=nobody']);
    expect(none.totals.costUsd).toBe('0');
    expect(none.rows).toEqual([]);
  });
});

describe('/costs', () => {
  it('orders rows by bucket, then by cost, and they add up', async () => {
    const answer = costsAnswerSchema.parse(
      await serving.getJson(`/api/v1/costs?from=${SEEDED.from}&to=${SEEDED.to}&bucket=week&groupBy=team`),
    );
    const sorted = answer.rows.toSorted(
      (a, b) => (a.bucket ?? '').localeCompare(b.bucket ?? '') || Number(picoOf(b.costUsd) - picoOf(a.costUsd)),
    );
    expect(answer.rows.map((row) => row.costUsd)).toEqual(sorted.map((row) => row.costUsd));
    const sum = answer.rows.reduce((total, row) => total + picoOf(row.costUsd), 0n);
    expect(formatUsd(sum)).toBe(answer.totals.costUsd);
  });

  it.each(['tokenClass', 'tokenClass,model', 'person,tokenClass'])(
    'cut by %s adds up to the total',
    async (groupBy) => {
      const answer = costsAnswerSchema.parse(
        await serving.getJson(`/api/v1/costs?from=${SEEDED.from}&to=${SEEDED.to}&bucket=month&groupBy=${groupBy}`),
      );
      expect(formatUsd(answer.rows.reduce((total, row) => total + picoOf(row.costUsd), 0n))).toBe(
        answer.totals.costUsd,
      );
      const tokens = answer.rows.reduce(
        (total, row) => total + (typeof row.tokens === 'number' ? row.tokens : Number.NaN),
        0,
      );
      expect(tokens).toBe(answer.totals.tokens.total);
      expect(new Set(answer.rows.map((row) => row.requests))).toEqual(new Set([null]));
      expect(answer.rows.map((row) => row.group['tokenClass'])).toContain('premium');
    },
  );

  it('tells to narrow a question with more than 20,000 rows', async () => {
    await serving.database.pool.query(
      `with made as (
         insert into usage_series (cloud, account_id, region, source_id, model_id, vendor, endpoint_scope, outcome)
         select 'bedrock', n::text, 'r', 's', 'm', 'amazon', 'region', 'ok' from generate_series(1, 20001) as n
         returning series_id
       )
       insert into usage_hourly
       select '2020-01-01', series_id, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 from made`,
    );
    const response = await serving.get(
      '/api/v1/costs?from=2020-01-01&to=2020-01-02&timeZone=UTC&bucket=hour&groupBy=accountId',
    );
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { code: 'badRequest', field: 'groupBy' } });
  });
});

describe('/costs/explain', () => {
  it.each(['', '&filter=person%3Dana', '&filter=model%3Dclaude-opus-5'])(
    'prints lines that add up to the cost exactly, and what has no price (%s)',
    async (filter) => {
      const answer = costsExplainedSchema.parse(
        await serving.getJson(`/api/v1/costs/explain?from=${SEEDED.from}&to=2026-11-19T13:24:11Z${filter}`),
      );
      expect(formatUsd(answer.lines.reduce((total, line) => total + picoOf(line.amountUsd), 0n))).toBe(
        answer.totals.costUsd,
      );
      for (const line of answer.lines) {
        // quantity x rate x multiplier, all scaled to whole numbers: 1e-6 of a dollar, 1e-6, and 1e6 of tokens
        const product =
          BigInt(line.quantity) * (picoOf(line.usdPerMillion) / 1_000_000n) * (picoOf(line.multiplier) / 1_000_000n);
        expect(line.class === 'webSearch' || product / 1_000_000n === picoOf(line.amountUsd)).toBe(true);
        expect(line.source).toMatch(/^https:/);
      }
      expect(answer.unpriced.reduce((sum, { requests }) => sum + requests, 0)).toBe(answer.totals.unpricedRequests);
      expect(answer.unpriced.reduce((sum, { tokens }) => sum + tokens, 0)).toBe(answer.totals.unpricedTokens);
    },
  );

  it('explains one call, whatever the range', async () => {
    const call = calls.find(({ price }) => 'priced' in price && price.priced.premium > 0n);
    const answer = costsExplainedSchema.parse(
      await serving.getJson(`/api/v1/costs/explain?eventId=${call?.event.eventId}`),
    );
    expect(answer.totals.costUsd).toBe(call && 'priced' in call.price ? formatUsd(call.price.priced.total) : '');
    expect(answer.lines.map(({ rule, multiplier }) => `${rule} ${multiplier}`)).toContain('regionalPremium 0.1');
    const unknown = await serving.get('/api/v1/costs/explain?eventId=51b10000-0000-8000-8000-000000000000');
    expect(unknown.status).toBe(404);
  });
});

describe('/dimensions', () => {
  it.each(DIMENSIONS)('lists every value of %s, the most requested first', async (dimension) => {
    const { values } = dimensionValuesAnswerSchema.parse(
      await serving.getJson(`/api/v1/dimensions/${dimension}?from=${SEEDED.from}&to=${SEEDED.to}`),
    );
    const expected = bruteForce({
      from: SEEDED.from,
      to: SEEDED.to,
      timeZone: 'UTC',
      bucket: 'none',
      groupBy: [dimension],
    });
    const answered = new Map(
      values.map(({ value, requests, costUsd }) => [JSON.stringify([null, [value]]), { requests, costUsd }]),
    );
    expect(answered.size).toBe(expected.size);
    for (const [key, figures] of answered) expect(expected.get(key)).toMatchObject(figures);
    expect(values.map(({ requests }) => requests)).toEqual(
      values.map(({ requests }) => requests).toSorted((a, b) => b - a),
    );
  });

  it('searches part of a value, case ignored, and keeps to the limit', async () => {
    const range = `from=${SEEDED.from}&to=${SEEDED.to}`;
    const found = await serving.getJson(`/api/v1/dimensions/team?search=SEARCH%20%26&${range}`);
    expect(dimensionValuesAnswerSchema.parse(found).values.map(({ value }) => value)).toEqual(['Search & Find']);
    const two = await serving.getJson(`/api/v1/dimensions/modelId?limit=2&${range}`);
    expect(dimensionValuesAnswerSchema.parse(two).values).toHaveLength(2);
  });
});
