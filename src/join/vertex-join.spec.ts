import { describe, expect, it } from 'vitest';
import { sightOf, type TrueCall } from '../../test/support/sights-of-calls.js';
import { HOUR_MS } from '../usage/window.js';
import type { SourcedSight } from './group-join.js';
import { joinVertexGroup } from './vertex-join.js';

const hour = { from: Date.parse('2026-11-20T09:00:00Z'), to: Date.parse('2026-11-20T10:00:00Z') };
const join = (...sights: SourcedSight[]) => joinVertexGroup(hour, sights);
const call = (seconds: number, rest: Partial<TrueCall> = {}): TrueCall => ({
  at: hour.from + seconds * 1000,
  caller: 'ana@insurer.example',
  tokens: [1000, 100],
  ...rest,
});

/** What the logs of an account showed that leave nothing out and agree to a few milliseconds, of some hundred calls. */
const shown = Array.from({ length: 12 }, () => {
  const calls = Array.from({ length: 50 }, (_, index) => call(100 + index * 10, { tokens: [index, 1] }));
  const { shows } = join(
    ...calls.flatMap((one, index) => [
      sightOf('requestResponse', `u${index}`, one),
      sightOf('audit', `ua${index}`, one, { shiftMs: 2 + (index % 3) }),
    ]),
  );
  return shows ?? { calls: [], entries: [] };
});
const joinShown = (...sights: SourcedSight[]) => joinVertexGroup(hour, sights, { shown });

const audit = (id: string, of: TrueCall, shiftMs = 3) => sightOf('audit', id, of, { shiftMs });
const identityOf = ({ events }: ReturnType<typeof join>, index = 0) => {
  const event = events[index]?.event;
  return [
    event?.principal,
    event?.provenance.identity?.how,
    event?.flags.filter((flag) => flag.startsWith('identity')),
  ];
};

describe('the log whose tokens count', () => {
  const [a, b, c] = [call(10), call(20, { tokens: [2000, 200] }), call(30, { tokens: [3000, 300] })];

  it.each([
    ['rows alone', [a, b], [], 'requestResponse', 3000],
    ['metadata alone', [], [a, b], 'inferenceMetadata', 3000],
    ['both, of as many calls: the rows', [a, b], [a, b], 'requestResponse', 3000],
    ['both, the metadata of more: the metadata', [a, b], [a, b, c], 'inferenceMetadata', 6000],
    ['both, the rows of more: the rows', [a, b, c], [c], 'requestResponse', 6000],
    ['neither', [], [], null, 0],
  ] as const)('%s', (_, rows, entries, base, input) => {
    const { events, report } = join(
      ...rows.map((one, index) => sightOf('requestResponse', `r${index}`, one)),
      ...entries.map((one, index) => sightOf('inferenceMetadata', `m${index}`, one)),
    );
    expect(report.base).toBe(base);
    expect(events.reduce((sum, { event }) => sum + (event.tokens.input ?? 0), 0)).toBe(input);
    expect(events).toHaveLength(Math.max(rows.length, entries.length));
  });

  it('is that of more calls, though the row of an old table tells the end of a call of the hour before', () => {
    const before = call(-5, { tokens: [500, 50], latencyMs: 8_000 });
    const old = sightOf('requestResponse', 'r0', before, { shiftMs: 8_000, changes: { latencyMs: null } });
    const { provenance } = old.event;
    const { events, report } = join(
      { ...old, event: { ...old.event, provenance: { ...provenance, time: 'end' } } },
      sightOf('inferenceMetadata', 'm0', before),
      sightOf('inferenceMetadata', 'm1', call(1_800)),
    );
    expect(report.base).toBe('inferenceMetadata');
    expect(events.map(({ event }) => event.requestId)).toEqual(['m1']);
  });

  it('counts calls of the other log that match none, and adds nothing for them', () => {
    // Three rows and one entry 15 seconds from any of them.
    const { events, report } = join(
      ...[a, b, c].map((one, index) => sightOf('requestResponse', `r${index}`, one)),
      sightOf('inferenceMetadata', 'm0', call(45)),
    );
    expect(events).toHaveLength(3);
    expect(report).toMatchObject({ matched: 0, onlyInBase: 3, notInBase: 1 });
  });

  it('says where the two logs count differently, and counts as the base does', () => {
    const { events, report } = join(
      sightOf('requestResponse', 'r0', a),
      sightOf('inferenceMetadata', 'm0', { ...a, tokens: [1007, 100] }),
    );
    expect(events[0]?.event).toMatchObject({
      tokens: { input: 1000 },
      flags: expect.arrayContaining(['tokensDisagree']),
    });
    expect(report.tokensDisagree).toMatchObject({ calls: 1, tokens: { input: -7, output: 0 } });
  });
});

describe('a call that both logs with tokens tell of', () => {
  const one = call(10, { labels: { team: 'claims' } });
  const row = sightOf('requestResponse', 'r0', one, { shiftMs: -30 });
  const entry = sightOf('inferenceMetadata', 'm0', one, { changes: { endpointScope: 'provisioned' } });
  const more = sightOf('inferenceMetadata', 'm1', call(40, { tokens: [5, 5] }));

  it.each([
    ['rows', [row, entry], 'rows', 'metadata'],
    ['metadata', [row, entry, more], 'metadata', 'rows'],
  ] as const)('has the facts of both, with the %s as base', (_, sights, sourceId, other) => {
    const { events } = join(...sights);
    const found = events.find(({ event }) => event.requestId === 'r0');
    expect(found).toMatchObject({ sourceId, seenBy: [other] });
    expect(found?.event).toMatchObject({
      eventId: row.event.eventId,
      messageId: 'msg_vrtx_r0',
      stopReason: 'end_turn',
      tools: ['search'],
      requestBytes: 2000,
      requestMetadata: { team: 'claims' },
      endpointScope: 'provisioned',
    });
    expect(Object.values(found?.filledFrom ?? {})).toContain(other);
  });

  it('is known by the end of the row where the row tells no start', () => {
    const at = one.at + 900;
    const { time: _, ...provenance } = row.event.provenance;
    const late = sightOf('requestResponse', 'r0', one, {
      changes: {
        occurredAt: new Date(at).toISOString(),
        latencyMs: null,
        provenance: { ...provenance, time: 'end' },
      },
    });
    const { events, report } = join(late, entry);
    expect(report.matched).toBe(1);
    expect(events[0]?.event).toMatchObject({ occurredAt: entry.event.occurredAt, latencyMs: 900 });
  });

  it('keeps its own facts where two equal calls at once cannot be told apart', () => {
    const { events, report } = join(
      sightOf('requestResponse', 'r0', one),
      sightOf('requestResponse', 'r1', one),
      sightOf('inferenceMetadata', 'm0', one),
      sightOf('inferenceMetadata', 'm1', one),
    );
    expect(report).toMatchObject({ matched: 2, notInBase: 0 });
    expect(events.map(({ event }) => event.requestMetadata)).toEqual([{}, {}]);
  });

  it('belongs to the hour of its earlier sight, whichever log is the base of which hour', () => {
    // The row lies in the next hour, where more rows make the rows the base; here it is the metadata.
    const edge = call(3599.99);
    const sights = [
      sightOf('inferenceMetadata', 'm0', edge),
      sightOf('requestResponse', 'r0', edge, { shiftMs: 40 }),
      sightOf('requestResponse', 'r1', call(3700, { tokens: [7, 7] })),
    ];
    const next = joinVertexGroup({ from: hour.to, to: hour.to + HOUR_MS }, sights);
    expect(joinVertexGroup(hour, sights).events.map(({ event }) => event.requestId)).toEqual(['r0']);
    expect(next.events.map(({ event }) => event.requestId)).toEqual(['r1']);
  });
});

describe('the caller', () => {
  const ana = call(10);
  const ben = call(10.1, { caller: 'ben@insurer.example', tokens: [50, 5] });
  const row = sightOf('requestResponse', 'r0', ana);

  it.each([
    [
      'of an entry with the same id, at whatever time',
      [row, sightOf('audit', 'r0', call(500)), audit('a1', ben)],
      ['ana@insurer.example', 'sharedId', []],
    ],
    ['is left open where no entry fits', [row, audit('a0', call(12))], [null, 'absent', ['identityAbsent']]],
    [
      'is left open where two callers fit',
      [row, audit('a0', ana), audit('a1', ben)],
      [null, 'ambiguous', ['identityAmbiguous']],
    ],
    [
      'is left open of the only call that there is, for a single entry proves nothing',
      [row, audit('a0', ana)],
      [null, 'ambiguous', ['identityAmbiguous']],
    ],
    [
      'is left open where calls are more than entries',
      [row, sightOf('requestResponse', 'r1', ben), audit('a0', ana)],
      [null, 'ambiguous', ['identityAmbiguous']],
    ],
    [
      'is not that of another method',
      [row, audit('a0', { ...ana, streamed: false })],
      [null, 'absent', ['identityAbsent']],
    ],
  ] as const)('%s', (_, sights, expected) => {
    expect(identityOf(join(...sights))).toEqual(expected);
  });

  it.each([
    ['of the only entry that fits', [row, audit('a0', ana)], ['ana@insurer.example', 'time', ['identityInferred']]],
    [
      'whom all entries that fit name',
      [row, sightOf('requestResponse', 'r1', call(10.05)), audit('a0', ana), audit('a1', call(10.05))],
      ['ana@insurer.example', 'agreed', ['identityInferred']],
    ],
    [
      'is left open where the entries of two are as close',
      [row, audit('a0', ana), audit('a1', { ...ben, at: ana.at }, 4)],
      [null, 'ambiguous', ['identityAmbiguous']],
    ],
  ] as const)('in an account whose logs are known: %s', (_, sights, expected) => {
    expect(identityOf(joinShown(...sights))).toEqual(expected);
  });

  it('that is left open still has what all entries agree on, where its own is hardly missing', () => {
    const { events } = joinShown(row, audit('a0', ana), audit('a1', { ...ben, at: ana.at }, 4));
    const found = events.find(({ event }) => event.requestId === 'r0');
    expect(found?.event).toMatchObject({ principal: null, identity: null, userAgent: 'claude-cli/2.1' });
  });

  it('is told apart from another one by logs that agree closely all the hour', () => {
    // Thirty calls whose entries come 2 to 4 ms after them; then two callers 100 ms apart.
    const usual = Array.from({ length: 30 }, (_, index) => call(100 + index * 10, { tokens: [index, 1] }));
    const { events } = join(
      ...usual.flatMap((one, index) => [
        sightOf('requestResponse', `u${index}`, one),
        audit(`ua${index}`, one, 2 + (index % 3)),
      ]),
      row,
      sightOf('requestResponse', 'r1', ben),
      audit('a0', ana),
      audit('a1', ben),
    );
    const callerOf = (id: string) => events.find(({ event }) => event.requestId === id)?.event.principal;
    expect([callerOf('r0'), callerOf('r1')]).toEqual(['ana@insurer.example', 'ben@insurer.example']);
  });

  it('does not replace labels of the request', () => {
    const { events } = joinShown(
      sightOf('inferenceMetadata', 'm0', call(10, { labels: { client: 'gateway' } })),
      sightOf('audit', 'a0', ana, { changes: { requestMetadata: { client: 'claude-code', session: 's1' } } }),
    );
    expect(events[0]?.event.requestMetadata).toEqual({ client: 'gateway', session: 's1' });
  });
});

describe('the log of callers', () => {
  it('gives events of unknown usage where no log with tokens tells of the hour', () => {
    const { events, report } = join(
      sightOf('audit', 'a0', call(10)),
      sightOf('audit', 'a1', call(20, { failed: true })),
    );
    expect(
      events.map(({ event }) => [event.outcome, event.tokens.input, event.flags.includes('tokensMissing')]),
    ).toEqual([
      ['failed', null, true],
      ['ok', null, true],
    ]);
    expect(report).toMatchObject({ base: null, callersLeft: 0 });
  });

  it('gives one beside a log with tokens that does not tell of the call', () => {
    const { events, report } = join(sightOf('requestResponse', 'r0', call(10)), sightOf('audit', 'a0', call(90)));
    expect(events.map(({ event }) => [event.requestId, event.tokens.input, event.principal])).toEqual([
      ['r0', 1000, null],
      ['a0', null, 'ana@insurer.example'],
    ]);
    expect(report).toMatchObject({ onlyCallers: 1, callersLeft: 0 });
  });

  it('gives none that may be a call next to it, whose clock it does not share', () => {
    const { events, report } = join(sightOf('requestResponse', 'r0', call(10)), sightOf('audit', 'a0', call(11)));
    expect(events.map(({ event }) => event.requestId)).toEqual(['r0']);
    expect(report).toMatchObject({ onlyCallers: 0, callersLeft: 1 });
  });

  it('gives none that may be a call of which only the end is known', () => {
    const { event, ...rest } = sightOf('requestResponse', 'r0', call(60), { changes: { latencyMs: null } });
    const late = { ...rest, event: { ...event, provenance: { ...event.provenance, time: 'end' as const } } };
    const { events, report } = join(late, sightOf('audit', 'a0', call(40)), sightOf('audit', 'a1', call(20)));
    expect(events.map(({ event: { requestId } }) => requestId)).toEqual(['r0', 'a1']);
    expect(report).toMatchObject({ onlyCallers: 1, callersLeft: 1 });
  });

  it('gives as many as its entries are more than the calls that they fit, though it cannot be told which', () => {
    const other = call(10.1, { caller: 'ben@insurer.example' });
    const { events, report } = join(
      sightOf('requestResponse', 'r0', call(10.05)),
      sightOf('audit', 'a0', call(10)),
      sightOf('audit', 'a1', other),
    );
    expect(events.map(({ event: { principal, flags } }) => [principal, flags.includes('identityAmbiguous')])).toEqual([
      [null, true],
      [null, true],
    ]);
    expect(report.onlyCallers).toBe(1);
  });

  it('gives failed calls always, those that the metadata tells too once', () => {
    const refused = call(10, { failed: true });
    const { events } = joinShown(
      sightOf('requestResponse', 'r0', call(30)),
      sightOf('inferenceMetadata', 'm0', refused),
      sightOf('audit', 'a0', refused, { shiftMs: 5 }),
      sightOf('audit', 'a1', call(50, { failed: true })),
      sightOf('audit', 'a2', call(30)),
    );
    const failures = events.filter(({ event }) => event.outcome === 'failed');
    expect(failures.map(({ event }) => [event.requestId, event.principal])).toEqual([
      ['m0', 'ana@insurer.example'],
      ['a1', 'ana@insurer.example'],
    ]);
  });

  it('gives nothing for a call of the next hour that a log with tokens tells of', () => {
    const edge = call(3600.01);
    expect(join(sightOf('audit', 'a0', edge, { shiftMs: -15 }), sightOf('requestResponse', 'r0', edge)).events).toEqual(
      [],
    );
  });
});
