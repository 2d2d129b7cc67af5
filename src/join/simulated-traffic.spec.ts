import { describe, expect, it } from 'vitest';
import { joinSimulatedTraffic } from '../../test/support/join-of-simulated-traffic.js';

const fromHour = Date.parse('2026-11-16T00:00:00Z') / 3_600_000;
const traffic = { seed: 11, fromHour, hours: 12, callsPerDay: 8_000 };

describe('callers of simulated calls, of which a part collides in time and some leave no entry', () => {
  it.each([
    ['hardly any collide', { collisionShare: 0.02 }, 0.95],
    ['a tenth collides', { collisionShare: 0.1 }, 0.85],
    ['half collides', { collisionShare: 0.5 }, 0.25],
    ['a tenth collides and a twentieth of the entries is lost', { collisionShare: 0.1, lost: { audit: 0.05 } }, 0.75],
  ] as const)('are named as they were: %s', (_, kind, leastRecall) => {
    const { callers } = joinSimulatedTraffic({ ...traffic, ...kind });
    const named = callers.filter(({ event }) => (event.provenance.identity?.confidence ?? 0) >= 0.9);
    const right = named.filter(({ isRight }) => isRight).length;
    const told = callers.filter(({ isTold }) => isTold).length;
    expect(right / named.length).toBeGreaterThanOrEqual(0.999);
    expect(right / told).toBeGreaterThanOrEqual(leastRecall);
  });
});
