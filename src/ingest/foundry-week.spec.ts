import { describe, expect, it } from 'vitest';
import { DAY, bins, factsOf, foundrySight, spell } from '../../test/support/foundry-sights.js';
import { groupKeyOfBin } from '../join/foundry-deployments.js';
import { joinFoundryGroup } from '../join/foundry-join.js';
import type { DeploymentSpell } from '../usage/deployment.js';
import type { MeteredBin } from '../usage/group-facts.js';
import { formatUsd } from '../usage/money.js';
import { DAY_MS, HOUR_MS, type Window } from '../usage/window.js';
import { judgeEvent, NO_RULES } from './judge.js';

/** A week that begins on Monday, 2026-11-16. On Thursday noon `care` is made again for another model. */
const MONDAY = DAY.from - 2 * DAY_MS;
const THURSDAY_NOON = MONDAY + 3 * DAY_MS + 12 * HOUR_MS;
const days = Array.from({ length: 7 }, (_, day): Window => {
  const from = MONDAY + day * DAY_MS;
  return { from, to: from + DAY_MS };
});

const since = { firstSeenAt: MONDAY - DAY_MS };
const SPELLS: DeploymentSpell[] = [
  spell('assistant', 'claude-sonnet-5', since),
  spell('claims', 'claude-opus-5', {
    ...since,
    sku: 'DataZoneStandard',
    endpointScope: 'data-zone',
    modelVersion: '2',
    hosting: 'azure',
  }),
  spell('bench', 'claude-fable-5-2-fast', since),
  spell('triage', 'claude-haiku-5-5', since),
  spell('care', 'claude-sonnet-4-6', { ...since, endedAt: THURSDAY_NOON + 10 * 60_000 }),
  // Seen ten minutes after it was made.
  spell('care', 'claude-opus-4-8', { firstSeenAt: THURSDAY_NOON + 10 * 60_000 }),
];

const MILLION_OF_EACH = {
  inputTokens: 1e6,
  cacheReadTokens: 1e6,
  cacheWrite5mTokens: 1e6,
  cacheWrite1hTokens: 1e6,
  outputTokens: 1e6,
  requests: 100,
};

function millionsOn(day: Window, hour: number): MeteredBin[] {
  const at = day.from + hour * HOUR_MS;
  return [
    ...['assistant', 'claims', 'bench', 'triage'].map((name) => SPELLS.find((one) => one.name === name)),
    SPELLS.find(({ modelName }) => modelName === (at < THURSDAY_NOON ? 'claude-sonnet-4-6' : 'claude-opus-4-8')),
  ].flatMap((one) =>
    one === undefined
      ? []
      : bins(0, MILLION_OF_EACH, {
          deployment: one.name,
          modelId: one.modelName,
          modelVersion: one.modelVersion ?? '',
        }).map((bin) => ({ ...bin, startsAt: at })),
  );
}

/** What a deployment cost on a day, all models of it together, with two of its calls known from a gateway. */
function costs(day: Window): Record<string, string> {
  const metered = [...millionsOn(day, 9), ...millionsOn(day, 15)];
  const meteredHours = new Set(Array.from({ length: 24 }, (_, hour) => day.from + hour * HOUR_MS));
  const costOf = new Map<string, bigint>();
  for (const modelKey of new Set(metered.map(groupKeyOfBin))) {
    const calls = ['a', 'b'].map((id) =>
      foundrySight('gateway', id, day.from + 9 * HOUR_MS + 1000, {
        deployment: 'assistant',
        model: 'claude-sonnet-5',
        tokens: [5000, 300],
      }),
    );
    const sights = modelKey === 'claude-sonnet-5' ? calls : [];
    const { events } = joinFoundryGroup(
      day,
      sights,
      factsOf({ modelKey, bins: metered, meteredHours, spells: SPELLS }),
    );
    for (const { event, sourceId } of events) {
      const { price, event: judged } = judgeEvent(event, sourceId, NO_RULES);
      if (!('priced' in price)) throw new Error(`${event.requestId}: ${price.unpriced}`);
      expect(judged.flags.includes('thresholdHidden')).toBe(judged.model === 'claude-haiku-5-5');
      costOf.set(event.modelId, (costOf.get(event.modelId) ?? 0n) + price.priced.total);
    }
  }
  return Object.fromEntries([...costOf].map(([name, pico]) => [name, formatUsd(pico)]));
}

describe('a week of five deployments with names of their own', () => {
  // A million of each class, twice a day: the sum of the five rates, twice.
  const EVERY_DAY = {
    // (2 + 0.2 + 2.5 + 4 + 10) × 2, two of its calls told by the gateway.
    assistant: '37.4',
    // (5 + 0.5 + 6.25 + 10 + 25) × 2 = 93.5, and a tenth more in the data zone.
    claims: '102.85',
    // Fast: (16 + 0.4 + 20 + 32 + 80) × 2.
    bench: '296.8',
    // (0.1 + 0.01 + 0.125 + 0.2 + 0.5) × 2, as if all prompts were short.
    triage: '1.87',
  };
  const [SONNET_46, OPUS_48] = ['56.1', '93.5'];

  it.each([
    // (3 + 0.3 + 3.75 + 6 + 15) × 2 = 56.1; (5 + 0.5 + 6.25 + 10 + 25) × 2 = 93.5; on Thursday half of each, 74.8.
    ['Monday', 0, SONNET_46],
    ['Tuesday', 1, SONNET_46],
    ['Wednesday', 2, SONNET_46],
    ['Thursday', 3, '74.8'],
    ['Friday', 4, OPUS_48],
    ['Saturday', 5, OPUS_48],
    ['Sunday', 6, OPUS_48],
  ])('costs on %s what its meters count, at what each name stood for', (_, index, care) => {
    const day = days[index];
    if (day === undefined) throw new Error('a week has seven days');
    expect(costs(day)).toEqual({ ...EVERY_DAY, care });
  });
});
