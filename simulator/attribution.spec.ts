import { describe, expect, it } from 'vitest';
import { TEAM_RULES, teamOf, UNATTRIBUTED } from './attribution.js';
import type { Topic } from './world/topic.js';
import { callsOfHour, DEFAULT_WORLD } from './world.js';
import { PLACES } from './world-places.js';

const DAY_HOURS = 24;
const firstHour = Date.parse('2026-11-18T00:00:00Z') / 3_600_000;
const calls = PLACES.flatMap((place) =>
  Array.from({ length: DAY_HOURS }, (_, hour) => callsOfHour(DEFAULT_WORLD, place, firstHour + hour)).flat(),
);

describe('the team rules', () => {
  it('recognise every team of the world and no team by the work of another', () => {
    const topicOf: Record<string, Topic> = {
      Claims: 'claims',
      'Customer Care': 'care',
      Underwriting: 'underwriting',
      'Developer Platform': 'code',
      'Fraud Detection': 'fraud',
      'Data Science': 'data',
      Marketing: 'marketing',
      'Actuarial Research': 'research',
    };
    const seen = new Set<string>();
    const mistaken: typeof calls = [];
    for (const call of calls) {
      const team = teamOf({ accountId: call.place.accountId, principal: call.principal, metadata: call.metadata });
      seen.add(team);
      if (team !== UNATTRIBUTED && topicOf[team] !== call.topic) mistaken.push(call);
    }
    expect(mistaken).toEqual([]);
    expect([...seen].sort()).toEqual([...new Set(TEAM_RULES.map((rule) => rule.team)), UNATTRIBUTED].sort());
  });

  it('leave one to four calls in a hundred without a team', () => {
    const without = calls.filter(
      (call) =>
        teamOf({ accountId: call.place.accountId, principal: call.principal, metadata: call.metadata }) ===
        UNATTRIBUTED,
    );
    expect(without.length / calls.length).toBeGreaterThan(0.01);
    expect(without.length / calls.length).toBeLessThan(0.04);
  });
});
