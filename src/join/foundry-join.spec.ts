import { describe, expect, it } from 'vitest';
import { ALL_HOURS, bins, DAY, factsOf, foundrySight, spell } from '../../test/support/foundry-sights.js';
import { UNNAMED_MODELS } from '../usage/group-facts.js';
import { HOUR_MS, MINUTE_MS } from '../usage/window.js';
import { foundryKeyOf, joinFoundryGroup } from './foundry-join.js';
import type { SourcedSight } from './group-join.js';

const METERED = {
  inputTokens: 1000,
  cacheReadTokens: 50_000,
  cacheWrite5mTokens: 700,
  cacheWrite1hTokens: 300,
  outputTokens: 90,
  requests: 5,
};
const NINE = 9 * HOUR_MS;
const metered = factsOf({
  bins: bins(9, METERED),
  meteredHours: new Set(ALL_HOURS),
  spells: [spell('care', 'claude-opus-5')],
});

function told(sights: readonly SourcedSight[], facts = metered) {
  const { events, report } = joinFoundryGroup(DAY, sights, facts);
  const rows = events.map(
    ({ event: { requestId, tokens, requests, flags, outcome, errorCode, principal, modelId } }) => ({
      id: requestId,
      tokens: [tokens.input, tokens.cacheRead, tokens.cacheWrite5m, tokens.cacheWrite1h, tokens.output],
      requests: requests ?? 1,
      flags: flags.filter((flag) => /cache|Remainder|tokens/.test(flag)),
      outcome,
      errorCode,
      principal,
      modelId,
    }),
  );
  return { rows, report, events: events.map(({ event }) => event) };
}

const REMAINDER = 'metered/care/claude-opus-5/2026-11-18T09';

describe('a day of a metered model', () => {
  it('has the calls of the gateway as they were logged, and one event an hour for what was metered beyond them', () => {
    const { rows, report } = told([foundrySight('gateway', 'a', NINE), foundrySight('gateway', 'b', NINE + MINUTE_MS)]);
    expect(rows).toMatchObject([
      { id: 'a', tokens: [100, null, null, null, 10], requests: 1, flags: ['cacheInRemainder'], principal: 'desk' },
      { id: 'b', tokens: [100, null, null, null, 10], requests: 1, flags: ['cacheInRemainder'], principal: 'desk' },
      {
        id: REMAINDER,
        tokens: [800, 50_000, 700, 300, 70],
        requests: 3,
        flags: ['meteredRemainder'],
        principal: null,
        modelId: 'care',
      },
    ]);
    expect(report.base).toBe('metrics');
  });

  it('is the remainder alone where no log tells of a call, and Foundry’s own rows stay beside it', () => {
    const { rows, report } = told([foundrySight('resource', 'r', NINE)]);
    expect(rows).toMatchObject([{ id: REMAINDER, tokens: [1000, 50_000, 700, 300, 90], requests: 5 }]);
    expect(report.onlySights).toBe(1);
  });

  it('has a remainder of no further calls where all went through the gateway', () => {
    const calls = [0, 1, 2, 3, 4].map((minute) => foundrySight('gateway', `g${minute}`, NINE + minute * MINUTE_MS));
    expect(told(calls).rows.at(-1)).toMatchObject({ tokens: [500, 50_000, 700, 300, 40], requests: 0 });
  });

  it('evens out between its hours, and tells what it carried', () => {
    // The gateway logs a call at 9:59:59, the meter at ten: one hour has 100 less, the next 100 more.
    const facts = factsOf({
      bins: [
        ...bins(9, { inputTokens: 0, outputTokens: 0, requests: 0 }),
        ...bins(10, { inputTokens: 300, outputTokens: 30, requests: 3 }),
      ],
      meteredHours: new Set(ALL_HOURS),
    });
    const { rows, report } = told([foundrySight('gateway', 'a', NINE + 59 * MINUTE_MS)], facts);
    expect(rows.slice(1)).toMatchObject([
      { id: 'metered/care/claude-opus-5/2026-11-18T10', tokens: [200, 0, 0, 0, 20], requests: 2 },
    ]);
    expect(report.remainders).toMatchObject([
      { below: { input: 100, requests: 1 }, hoursBelow: { input: 1, cacheRead: 0 }, owed: { input: 0, requests: 0 } },
    ]);
  });

  it('never costs less than its calls: what no hour makes good is shown and adds nothing', () => {
    const facts = factsOf({ bins: bins(9, { inputTokens: 60, requests: 1 }), meteredHours: new Set(ALL_HOURS) });
    const { rows, report } = told([foundrySight('gateway', 'a', NINE)], facts);
    expect(rows).toHaveLength(1);
    expect(report.remainders).toMatchObject([{ owed: { input: 40, output: 10, requests: 0 } }]);
  });

  it('knows a deployment by the dated name of its model, with or without the deployment’s own name', () => {
    const facts = factsOf({
      modelKey: 'claude-opus-4-5',
      bins: bins(9, METERED, { deployment: 'archive', modelId: 'claude-opus-4-5-20251101', modelVersion: '20251101' }),
      meteredHours: new Set(ALL_HOURS),
    });
    const call = { deployment: 'claude-opus-4-5-20251101', model: 'claude-opus-4-5' };
    const { rows } = told([foundrySight('gateway', 'a', NINE, call)], facts);
    expect(rows).toMatchObject([{ modelId: 'archive' }, { modelId: 'archive', tokens: [900, 50_000, 700, 300, 80] }]);
  });

  it('keeps a fast deployment apart from the same model at standard speed', () => {
    const facts = factsOf({
      modelKey: 'claude-fable-5-2',
      bins: [
        ...bins(9, { inputTokens: 10 }, { deployment: 'bench', modelId: 'claude-fable-5-2' }),
        ...bins(9, { inputTokens: 20 }, { deployment: 'bench-fast', modelId: 'claude-fable-5-2-fast' }),
      ],
      meteredHours: new Set(ALL_HOURS),
    });
    expect(told([], facts).events.map(({ modelId, speed, tokens }) => [modelId, speed, tokens.input])).toEqual([
      ['bench', 'standard', 10],
      ['bench-fast', 'fast', 20],
    ]);
  });

  it('takes the scope from the deployment: a data zone where Azure hosts it, the global price where Anthropic does', () => {
    const zone = { sku: 'DataZoneStandard', endpointScope: 'data-zone' } as const;
    const scopeOf = (hosting: 'azure' | 'anthropic') =>
      told([], {
        ...metered,
        spells: [spell('care', 'claude-opus-5', { ...zone, modelVersion: '2', hosting })],
      }).events.map(({ endpointScope }) => endpointScope);
    expect(scopeOf('azure')).toEqual(['data-zone']);
    expect(scopeOf('anthropic')).toEqual(['global']);
  });
});

describe('a name that was made again for another model', () => {
  const noon = DAY.from + 12 * HOUR_MS;
  const spells = [
    spell('care', 'claude-sonnet-4-6', { endedAt: noon }),
    spell('care', 'claude-opus-5', {
      firstSeenAt: noon,
      endpointScope: 'data-zone',
      hosting: 'azure',
      modelVersion: '2',
    }),
  ];
  it.each([
    ['before', 11 * HOUR_MS, null, 'claude-sonnet-4-6', 'global'],
    ['after', 13 * HOUR_MS, null, 'claude-opus-5', 'data-zone'],
    [
      'when its record names the model before the next look',
      11 * HOUR_MS,
      'claude-opus-5',
      'claude-opus-5',
      'data-zone',
    ],
  ])('is what it was %s', (_, at, model, expected, scope) => {
    const { events } = told(
      [foundrySight('gateway', 'a', at, { model })],
      factsOf({ modelKey: model ?? UNNAMED_MODELS, spells }),
    );
    expect(events).toMatchObject([
      { model: expected, endpointScope: scope, flags: expect.arrayContaining(['deploymentResolved']) },
    ]);
  });
});

describe('hours that no meter tells of', () => {
  const facts = factsOf({ spells: [spell('care', 'claude-opus-5')] });

  it('have the rows of the gateway as their base, marked as incomplete', () => {
    const { rows, report } = told([foundrySight('gateway', 'a', NINE), foundrySight('resource', 'r', NINE)], facts);
    expect(rows).toMatchObject([{ id: 'a', flags: ['cacheNotLogged'] }]);
    expect(report).toMatchObject({ base: 'gateway', onlySights: 1 });
  });

  it('have Foundry’s own rows, of unknown tokens, where nothing else tells of them', () => {
    const { rows, report } = told(
      [foundrySight('resource', 'r', NINE), foundrySight('gateway', 'a', NINE + HOUR_MS)],
      facts,
    );
    expect(rows).toMatchObject([
      { id: 'a' },
      { id: 'r', tokens: [null, null, null, null, null], flags: ['tokensMissing'] },
    ]);
    expect(report.onlySights).toBe(0);
  });

  it('lie beside metered hours of the same day', () => {
    const partly = { ...metered, meteredHours: new Set([DAY.from + NINE]) };
    const { rows } = told([foundrySight('gateway', 'a', NINE), foundrySight('gateway', 'b', NINE + HOUR_MS)], partly);
    expect(rows.map(({ flags }) => flags)).toEqual([['cacheInRemainder'], ['cacheNotLogged'], ['meteredRemainder']]);
  });
});

describe('a call of the gateway that names no model', () => {
  const call = foundrySight('gateway', 'a', NINE, { model: null });
  const unnamed = { ...metered, modelKey: UNNAMED_MODELS };

  it('is looked for among its like, because its own log does not tell where it counts', () => {
    expect(foundryKeyOf(call).modelKey).toBe(UNNAMED_MODELS);
  });

  it('counts once: in the group of the model behind its deployment, taken out of what was metered', () => {
    expect(told([call], unnamed).rows).toEqual([]);
    const { rows, events } = told([call]);
    expect(rows).toMatchObject([
      { id: 'a', tokens: [100, null, null, null, 10], flags: ['cacheInRemainder'], principal: 'desk' },
      { id: REMAINDER, tokens: [900, 50_000, 700, 300, 80], requests: 4 },
    ]);
    expect(events[0]).toMatchObject({ model: 'claude-opus-5', vendor: 'anthropic' });
  });

  it('has the model that was metered where nobody looked at the deployment', () => {
    const { events } = told([call], { ...metered, spells: [] });
    expect(events[0]).toMatchObject({ model: 'claude-opus-5', provenance: { model: 'deployment' } });
    expect(events[0]?.flags).not.toContain('modelUnknown');
  });

  it('stays among its like where its deployment was not metered', () => {
    const elsewhere = foundrySight('gateway', 'a', NINE, { model: null, deployment: 'other' });
    expect(told([elsewhere]).rows.map(({ id }) => id)).toEqual([REMAINDER]);
    expect(told([elsewhere], unnamed).rows).toMatchObject([{ id: 'a', flags: ['cacheNotLogged'] }]);
  });
});

describe('a call of which no tokens were logged', () => {
  const blank = foundrySight('gateway', 'a', NINE, { tokens: null });

  it('has what it used in the remainder of its hour', () => {
    expect(told([blank]).rows).toMatchObject([
      { id: 'a', flags: ['tokensInRemainder'], requests: 1 },
      { id: REMAINDER, tokens: [1000, 50_000, 700, 300, 90], requests: 4 },
    ]);
  });

  it('is of unknown use in an hour that was not metered', () => {
    expect(told([blank], factsOf({})).rows).toMatchObject([{ id: 'a', flags: ['tokensMissing'] }]);
  });

  it.each([
    ['504', ['tokensInRemainder']],
    ['429', ['tokensMissing']],
  ])('has it there after a failure (%s) only if it may have come to a model', (status, flags) => {
    const facts = { ...metered, modelKey: 'failed calls' };
    expect(told([fails('gateway', 'g', NINE, status)], facts).rows).toMatchObject([{ id: 'g', flags }]);
  });
});

const fails = (log: 'gateway' | 'resource', id: string, at: number, status: string) =>
  foundrySight(log, id, at, { status, model: null, deployment: log === 'gateway' ? 'unknown' : 'care' });

describe('failed calls', () => {
  it.each<[string, SourcedSight[], string[]]>([
    ['are those of Foundry’s own log', [fails('resource', 'r', NINE, '429')], ['r 429']],
    [
      'that both logs tell of are one',
      [fails('resource', 'r', NINE, '429'), fails('gateway', 'g', NINE + 800, '429')],
      ['r 429'],
    ],
    [
      'that a policy refused are always there',
      [fails('resource', 'r', NINE, '429'), fails('gateway', 'g', NINE, 'gateway-429')],
      ['g gateway-429', 'r 429'],
    ],
    ['are those of the gateway where Foundry logs none', [fails('gateway', 'g', NINE, '503')], ['g 503']],
    [
      'with another status are others',
      [fails('resource', 'r', NINE, '429'), fails('gateway', 'g', NINE, '503')],
      ['g 503', 'r 429'],
    ],
    [
      'that only the neighbouring day tells of are not counted here',
      [fails('resource', 'r', -1000, '429'), fails('gateway', 'g', 500, '429')],
      [],
    ],
  ])('%s', (_, sights, expected) => {
    const { rows } = told(sights, factsOf({ modelKey: 'failed calls' }));
    expect(rows.map(({ id, errorCode }) => `${id} ${errorCode}`).toSorted()).toEqual(expected);
  });
});
