import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ALL_HOURS, bins, DAY, factsOf, foundrySight, spell } from '../../test/support/foundry-sights.js';
import { TOKEN_CLASSES } from '../usage/tokens.js';
import { HOUR_MS } from '../usage/window.js';
import { joinFoundryGroup } from './foundry-join.js';

const NAMES = ['care', 'claims'] as const;
const count = fc.integer({ min: 0, max: 5000 });

const hourOfMeter = fc.record({
  hour: fc.integer({ min: 0, max: 23 }),
  deployment: fc.constantFrom(...NAMES),
  counts: fc.record({
    inputTokens: count,
    cacheReadTokens: count,
    cacheWrite5mTokens: count,
    cacheWrite1hTokens: count,
    outputTokens: count,
    requests: fc.integer({ min: 0, max: 9 }),
  }),
});

const row = fc.record({
  at: fc.integer({ min: 0, max: 24 * HOUR_MS - 1 }),
  log: fc.constantFrom('gateway' as const, 'resource' as const),
  deployment: fc.constantFrom(...NAMES),
  tokens: fc.option(fc.tuple(fc.integer({ min: 1, max: 900 }), fc.integer({ min: 1, max: 900 }))),
  failed: fc.boolean(),
});

const day = fc
  .record({
    meter: fc.uniqueArray(hourOfMeter, { selector: ({ hour, deployment }) => `${hour} ${deployment}`, maxLength: 30 }),
    rows: fc.array(row, { maxLength: 30 }),
    unread: fc.subarray(ALL_HOURS),
  })
  .map(({ meter, rows, unread }) => ({
    sights: rows.map(({ at, log, deployment, tokens, failed }, index) =>
      foundrySight(log, `c${index}`, at, { deployment, tokens, status: failed ? '429' : null }),
    ),
    facts: factsOf({
      bins: meter
        .filter(({ hour }) => !unread.includes(DAY.from + hour * HOUR_MS))
        .flatMap(({ hour, deployment, counts }) => bins(hour, counts, { deployment })),
      meteredHours: new Set(ALL_HOURS.filter((hour) => !unread.includes(hour))),
      spells: NAMES.map((name) => spell(name, 'claude-opus-5')),
    }),
  }));

describe('whatever is metered and logged of a day', () => {
  it('the metered hours of its events add up to the metrics, class by class, but for what the report says is owed', () => {
    fc.assert(
      fc.property(day, ({ sights, facts }) => {
        const { events, report } = joinFoundryGroup(DAY, sights, facts);
        for (const { deployment, metered, owed } of report.remainders) {
          const own = events.filter(
            ({ event }) =>
              event.modelId === deployment &&
              event.outcome === 'ok' &&
              facts.meteredHours.has(Math.floor(Date.parse(event.occurredAt) / HOUR_MS) * HOUR_MS),
          );
          for (const tokenClass of TOKEN_CLASSES) {
            const sum = own.reduce((total, { event }) => total + (event.tokens[tokenClass] ?? 0), 0);
            expect(sum).toBe(metered[tokenClass] + owed[tokenClass]);
          }
          const requests = own.reduce((total, { event }) => total + (event.requests ?? 1), 0);
          expect(requests).toBe(metered.requests + owed.requests);
        }
      }),
    );
  });

  it('no count is below zero, no event comes twice, and every call of the gateway is one', () => {
    fc.assert(
      fc.property(day, ({ sights, facts }) => {
        const { events } = joinFoundryGroup(DAY, sights, facts);
        for (const { event } of events) {
          for (const tokenClass of TOKEN_CLASSES) expect(event.tokens[tokenClass] ?? 0).toBeGreaterThanOrEqual(0);
          expect(event.requests ?? 1).toBeGreaterThanOrEqual(0);
        }
        const ids = new Set(events.map(({ event }) => event.eventId));
        expect(ids.size).toBe(events.length);
        for (const { log, event } of sights) {
          if (log === 'gateway' && event.outcome === 'ok') expect(ids).toContain(event.eventId);
        }
      }),
    );
  });

  it('the order of sights and bins decides nothing', () => {
    const shuffled = day.chain(({ sights, facts }) =>
      fc.record({
        one: fc.constant(joinFoundryGroup(DAY, sights, facts)),
        other: fc
          .tuple(
            fc.shuffledSubarray(sights, { minLength: sights.length }),
            fc.shuffledSubarray([...facts.bins], { minLength: facts.bins.length }),
          )
          .map(([otherSights, otherBins]) => joinFoundryGroup(DAY, otherSights, { ...facts, bins: otherBins })),
      }),
    );
    const inOrder = (events: ReturnType<typeof joinFoundryGroup>['events']) =>
      events.toSorted((a, b) => (a.event.eventId < b.event.eventId ? -1 : 1));
    fc.assert(
      fc.property(shuffled, ({ one, other }) => {
        expect(inOrder(other.events)).toEqual(inOrder(one.events));
      }),
    );
  });
});
