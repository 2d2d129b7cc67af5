import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sightOf, type TrueCall } from '../../test/support/sights-of-calls.js';
import { HOUR_MS } from '../usage/window.js';
import type { SourcedSight } from './group-join.js';
import { joinVertexGroup } from './vertex-join.js';

const hour = { from: Date.parse('2026-11-20T09:00:00Z'), to: Date.parse('2026-11-20T10:00:00Z') };

/** A call and which logs tell of it, each a little beside its true time. */
interface Told {
  readonly call: TrueCall;
  readonly row: number | null;
  readonly entry: number | null;
  readonly audit: number | null;
}

const shift = fc.option(fc.integer({ min: -40, max: 40 }), { freq: 4 });

/** Crowded on purpose: a few callers within seconds, so that most calls have others close to them. */
const callsWithin = (from: number, to: number) =>
  fc.array(
    fc.record<Told>({
      call: fc.record({
        at: fc.integer({ min: from, max: to - 1 }),
        caller: fc.constantFrom('ana', 'ben', 'ci'),
        tokens: fc.tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 40 })),
        latencyMs: fc.integer({ min: 100, max: 2000 }),
        streamed: fc.boolean(),
        failed: fc.boolean(),
      }),
      row: shift,
      entry: shift,
      audit: shift,
    }),
    { maxLength: 40 },
  );

function sightsOf(told: readonly Told[], prefix = ''): SourcedSight[] {
  return told.flatMap(({ call, row, entry, audit }, index) => {
    const id = `${prefix}${index}`;
    return [
      // Failed calls leave no row.
      ...(row === null || call.failed ? [] : [sightOf('requestResponse', `r${id}`, call, { shiftMs: row })]),
      ...(entry === null ? [] : [sightOf('inferenceMetadata', `m${id}`, call, { shiftMs: entry })]),
      ...(audit === null ? [] : [sightOf('audit', `a${id}`, call, { shiftMs: audit })]),
    ];
  });
}

const inside = callsWithin(hour.from + 1000, hour.from + 8000);
const join = (sights: readonly SourcedSight[], window = hour) => joinVertexGroup(window, sights);
const inputOf = (events: readonly { readonly event: { readonly tokens: { readonly input: number | null } } }[]) =>
  events.reduce((sum, { event }) => sum + (event.tokens.input ?? 0), 0);

describe('whatever the logs of an hour tell', () => {
  it('the tokens of the events are those of the base, to the last one', () => {
    fc.assert(
      fc.property(inside, (told) => {
        const { events, report } = join(sightsOf(told));
        const ofBase = report.base === null ? 0 : (report.logs[report.base]?.tokens.input ?? 0);
        expect(inputOf(events)).toBe(ofBase);
      }),
    );
  });

  it('no event comes twice, and answered calls are those of the base and those that only the log of callers tells of', () => {
    fc.assert(
      fc.property(inside, (told) => {
        const { events, report } = join(sightsOf(told));
        expect(new Set(events.map(({ event }) => event.eventId)).size).toBe(events.length);
        const answered = events.filter(({ event }) => event.outcome === 'ok').length;
        const ofBase = report.base === null ? 0 : (report.logs[report.base]?.answered ?? 0);
        expect(answered).toBe(ofBase + report.onlyCallers);
        expect(report.matched + report.onlyInBase).toBe(ofBase);
        // No entry is lost: it is a call of the base's, one that only the other log tells of besides, or stands for itself.
        expect(report.logs.audit?.answered ?? 0).toBeLessThanOrEqual(answered + report.notInBase + report.callersLeft);
      }),
    );
  });

  it('failed calls are as many as the log that tells of more, at least, and none is added to one that is the same', () => {
    fc.assert(
      fc.property(inside, (told) => {
        const { events, report } = join(sightsOf(told));
        const failed = events.filter(({ event }) => event.outcome === 'failed').length;
        const counts = [report.logs.inferenceMetadata?.failed ?? 0, report.logs.audit?.failed ?? 0];
        expect(failed).toBeGreaterThanOrEqual(Math.max(...counts));
        expect(failed).toBeLessThanOrEqual((counts[0] ?? 0) + (counts[1] ?? 0));
      }),
    );
  });

  it('no entry that names a caller by its time alone is used for two calls', () => {
    fc.assert(
      fc.property(inside, (told) => {
        const { events } = join(sightsOf(told));
        const named = events.filter(({ event }) => event.provenance.identity?.how === 'time');
        const audit = sightsOf(told).filter(({ log }) => log === 'audit').length;
        expect(named.length).toBeLessThanOrEqual(audit);
        expect(events.every(({ event }) => event.principal === null || event.provenance.identity !== undefined)).toBe(
          true,
        );
      }),
    );
  });

  it('the order in which they were read decides nothing', () => {
    fc.assert(
      fc.property(
        inside.chain((told) => {
          const sights = sightsOf(told);
          return fc.tuple(fc.constant(sights), fc.shuffledSubarray(sights, { minLength: sights.length }));
        }),
        ([sights, shuffled]) => {
          expect(byId(join(shuffled))).toEqual(byId(join(sights)));
        },
      ),
    );
  });

  it('what lies minutes away changes nothing', () => {
    const away = callsWithin(hour.to + 5 * 60_000, hour.to + 5 * 60_000 + 8000);
    fc.assert(
      fc.property(inside, away, (told, others) => {
        expect(join([...sightsOf(told), ...sightsOf(others, 'x')])).toEqual(join(sightsOf(told)));
      }),
    );
  });

  it('calls at the edge of two hours are counted in one of them', () => {
    const edge = callsWithin(hour.to - 30, hour.to + 30).map((told) =>
      told.map((one) => ({ ...one, call: { ...one.call, failed: false }, row: one.row ?? 0 })),
    );
    fc.assert(
      fc.property(edge, (told) => {
        // Every call has a row, so that rows are as many as calls, and the base wherever there are calls.
        const sights = sightsOf(told);
        const next = { from: hour.to, to: hour.to + HOUR_MS };
        const both = [...join(sights).events, ...join(sights, next).events];
        expect(new Set(both.map(({ event }) => event.eventId)).size).toBe(both.length);
      }),
    );
  });
});

const byId = ({ events, report }: ReturnType<typeof join>) => ({
  report,
  events: events.toSorted((a, b) => (a.event.eventId < b.event.eventId ? -1 : 1)),
});
