import { describe, expect, it } from 'vitest';
import { joinSimulatedTraffic } from '../../test/support/join-of-simulated-traffic.js';
import { simulatedSights } from '../../test/support/simulated-sights.js';

const fromHour = Date.parse('2026-11-16T00:00:00Z') / 3_600_000;
/** Another one at every run: what holds must hold of traffic that nobody has seen. */
const seed = Math.floor(Math.random() * 1_000_000);
const usual = { seed, fromHour, hours: 12, callsPerDay: 8_000, lateShare: 0.05 };
const tokens = { requestResponse: 0.3, inferenceMetadata: 0.3 };

describe(`callers of simulated calls (seed ${seed})`, () => {
  it.each([
    ['hardly any collide', { collisionShare: 0.02 }, {}, 0.95],
    ['half collides', { collisionShare: 0.5 }, {}, 0.8],
    [
      'half collides, a fourth is exempt and a third of the tokens lost',
      { collisionShare: 0.5, exempt: 'fourth' },
      { lost: tokens },
      0.1,
    ],
    [
      'a fifth collides, a third of all logs is lost, clocks are apart',
      { collisionShare: 0.2 },
      { lost: { ...tokens, audit: 0.3 }, skewMs: 150 },
      0.7,
    ],
    [
      'half collides, a fourth is exempt and a third of all logs lost',
      { collisionShare: 0.5, exempt: 'fourth' },
      { lost: { ...tokens, audit: 0.3 } },
      0.02,
    ],
    [
      'of the first hours of a busy account, of whose callers a fourth is exempt, and a third of all logs lost',
      { collisionShare: 0.5, exempt: 'fourth', hours: 3, callsPerDay: 20_000 },
      { lost: { ...tokens, audit: 0.3 } },
      0,
    ],
  ] as const)('are named as they were: %s', (_, traffic, damage, leastRecall) => {
    const { callers } = joinSimulatedTraffic(simulatedSights({ ...usual, ...traffic }), { ...damage, seed });
    const named = callers.filter(({ event }) => (event.provenance.identity?.confidence ?? 0) >= 0.9);
    const right = named.filter(({ isRight }) => isRight).length;
    const told = callers.filter(({ isTold }) => isTold).length;
    // One in a thousand may be wrong; of a few thousand, chance alone brings some more now and then.
    expect(named.length - right).toBeLessThanOrEqual(Math.ceil(named.length / 1_000) + 4);
    // How many are named hangs on the seed where much is missing (0.2 to 0.8 of them); that hardly any is wrong does not.
    expect(right / told).toBeGreaterThanOrEqual(leastRecall);
  });

  it('are nobody where the clocks of the logs are further apart than the tolerance', () => {
    const calls = simulatedSights({ ...usual, hours: 6, collisionShare: 0.2 });
    const { callers } = joinSimulatedTraffic(calls, { seed, skewMs: 400 });
    expect(callers.filter(({ event }) => event.principal !== null)).toEqual([]);
  });
});
