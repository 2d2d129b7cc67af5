import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sightOf } from '../../test/support/sights-of-calls.js';
import { weighed } from './assignments.js';
import { inOrder, type Seen } from './calls.js';
import type { Evidence } from './evidence.js';
import { fitting } from './fit.js';

const FROM = Date.parse('2026-11-20T09:00:00Z');

const seenAt = (log: 'requestResponse' | 'audit', times: readonly number[]): Seen[] =>
  inOrder(
    times.map((at, index) => sightOf(log, `${log}${index}`, { at: FROM + at, caller: `c${index}`, tokens: [1, 1] })),
  );

const PRESENT = 0.9;
const STRANGERS = 0.05;
/** Some entries agree better with some calls, for no reason. */
const ratio = (call: Seen, entry: Seen) => 0.1 + (((call.at % 7) + 1) * ((entry.at % 5) + 1)) / 10;
const evidence: Evidence = { present: () => PRESENT, strangers: () => STRANGERS, ratio };

/** The same, one way after the other: every call takes each of its entries that is free, or none. */
function oneByOne(calls: readonly Seen[], entriesOf: ReadonlyMap<Seen, readonly Seen[]>): Map<Seen, Map<Seen, number>> {
  const sums = new Map(calls.map((call) => [call, new Map<Seen, number>()]));
  let total = 0;
  const go = (index: number, weight: number, taken: ReadonlyMap<Seen, Seen>) => {
    const call = calls[index];
    if (call === undefined) {
      total += weight;
      for (const [entry, of] of taken) sums.get(of)?.set(entry, (sums.get(of)?.get(entry) ?? 0) + weight);
      return;
    }
    go(index + 1, weight * (1 - PRESENT), taken);
    for (const entry of entriesOf.get(call) ?? []) {
      if (taken.has(entry)) continue;
      go(index + 1, (weight * PRESENT * ratio(call, entry)) / STRANGERS, new Map([...taken, [entry, call]]));
    }
  };
  go(0, 1, new Map());
  return new Map([...sums].map(([call, of]) => [call, new Map([...of].map(([entry, sum]) => [entry, sum / total]))]));
}

describe('the chances of entries to be the calls’ own', () => {
  const times = fc.array(fc.integer({ min: 0, max: 1_200 }), { maxLength: 6 });

  it('are those that come out when every way is weighed by itself', () => {
    fc.assert(
      fc.property(times, times, (callTimes, entryTimes) => {
        const calls = seenAt('requestResponse', callTimes);
        const fit = fitting(calls, seenAt('audit', entryTimes));
        const { chances } = weighed(fit, evidence);
        const expected = oneByOne(calls, fit.entriesOf);
        for (const call of calls) {
          for (const entry of fit.entriesOf.get(call) ?? []) {
            expect(chances.get(call)?.get(entry) ?? 0).toBeCloseTo(expected.get(call)?.get(entry) ?? 0, 9);
          }
        }
      }),
    );
  });

  it('give no call more than one entry and no entry to more than one call, however many compete', () => {
    const many = fc.array(fc.integer({ min: 0, max: 1_500 }), { maxLength: 24 });
    fc.assert(
      fc.property(many, many, (callTimes, entryTimes) => {
        const fit = fitting(seenAt('requestResponse', callTimes), seenAt('audit', entryTimes));
        const { chances } = weighed(fit, evidence);
        const ofEntry = new Map<Seen, number>();
        for (const of of chances.values()) {
          const ofCall = [...(of?.values() ?? [])].reduce((sum, chance) => sum + chance, 0);
          expect(ofCall).toBeLessThanOrEqual(1 + 1e-9);
          for (const [entry, chance] of of ?? []) ofEntry.set(entry, (ofEntry.get(entry) ?? 0) + chance);
        }
        for (const chance of ofEntry.values()) expect(chance).toBeLessThanOrEqual(1 + 1e-9);
      }),
    );
  });

  it('are not known where more entries compete than can be weighed', () => {
    const crowd = Array.from({ length: 14 }, (_, index) => index);
    const fit = fitting(seenAt('requestResponse', crowd), seenAt('audit', crowd));
    expect([...weighed(fit, evidence).chances.values()]).toEqual(crowd.map(() => null));
  });
});
