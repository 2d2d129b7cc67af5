import { afterEach, describe, expect, it } from 'vitest';
import { Random, seedWordsOf } from '../../simulator/random.js';
import { price } from '../../src/price/price.js';
import { effectiveOf } from '../../src/price/terms.js';
import { findBrokenRules } from '../../src/store/consistency.store.js';
import { factRank, type JudgedEvent } from '../../src/store/judged-event.js';
import { prepareUsageDatabase, type UsageDatabase } from '../../src/store/usage-database.js';
import type { UsageEvent } from '../../src/usage/usage-event.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';
import { makeCalls } from '../support/seed-usage.js';

const SOURCES = ['archive', 'live'] as const;
type SourceId = (typeof SOURCES)[number];

let test: TestDatabase;
let database: UsageDatabase;
async function open(): Promise<void> {
  test = await createTestDatabase();
  database = await prepareUsageDatabase(test.pool, ['Asia/Kolkata']);
}
afterEach(() => test.drop());

const save = (sourceId: SourceId, events: readonly JudgedEvent[]) =>
  database.usage.save({ cloud: 'bedrock', sourceId, events, rejected: [] }, null);

/** What a route may leave out; an earlier sight of the same route leaves out more, never something else. */
const OMISSIONS: Readonly<Record<string, (event: UsageEvent) => UsageEvent>> = {
  tokens: (event) => ({
    ...event,
    tokens: { input: null, cacheRead: null, cacheWrite5m: null, cacheWrite1h: null, output: null },
    flags: [...event.flags, 'tokensMissing'],
    provenance: { ...event.provenance, tokens: 'absent' },
  }),
  lifetime: (event) => ({
    ...event,
    tokens:
      event.tokens.output === null
        ? event.tokens
        : {
            ...event.tokens,
            cacheWrite5m: (event.tokens.cacheWrite5m ?? 0) + (event.tokens.cacheWrite1h ?? 0),
            cacheWrite1h: 0,
          },
    provenance: { ...event.provenance, cacheTtl: 'assumed' },
  }),
  principal: (event) => ({
    ...event,
    principal: null,
    identity: null,
    flags: [...new Set([...event.flags, 'identityAbsent' as const])],
  }),
  stopReason: (event) => ({ ...event, stopReason: null }),
  messageId: (event) => ({ ...event, messageId: null }),
  latency: (event) => ({ ...event, latencyMs: null }),
  firstByte: (event) => ({ ...event, firstByteMs: null }),
  metadata: (event) => ({ ...event, requestMetadata: {} }),
  tools: (event) => ({ ...event, tools: [] }),
  inferenceRegion: (event) => ({ ...event, inferenceRegion: null }),
};

function sightOf(call: JudgedEvent, sourceId: SourceId, omitted: readonly string[]): JudgedEvent {
  const whole: UsageEvent = {
    ...call.event,
    messageId: `msg_${call.event.requestId}`,
    inferenceRegion: 'us-west-2',
    firstByteMs: 200,
    tools: ['search'],
    // The two routes disagree about what nobody should disagree about: one of them must win, whoever comes first.
    latencyMs: sourceId === 'live' ? 100 : 101,
    tokens: { ...call.event.tokens, output: (call.event.tokens.output ?? 0) + (sourceId === 'live' ? 0 : 1) },
  };
  const event = omitted.reduce((seen, omission) => OMISSIONS[omission]?.(seen) ?? seen, whole);
  const listPrice = price(event);
  return {
    event,
    price: listPrice,
    effective: effectiveOf(listPrice, event, []),
    team: event.principal === null ? null : call.team,
    person: event.principal === null ? null : call.person,
    sourceId,
  };
}

/** Calls of one day, each seen up to twice through each of two routes. */
function makeSights(random: Random, calls: number): JudgedEvent[][] {
  const omit = (share: number) => Object.keys(OMISSIONS).filter(() => random.unit() < share);
  return makeCalls(calls)
    .filter(({ event }) => event.outcome === 'ok')
    .map((call) => {
      const sights = SOURCES.flatMap((sourceId) => {
        if (random.unit() < 0.15) return [];
        const late = omit(0.35);
        const early = [...new Set([...late, ...omit(0.3)])];
        return [sightOf(call, sourceId, late), ...(random.unit() < 0.5 ? [sightOf(call, sourceId, early)] : [])];
      });
      return sights.length === 0 ? [sightOf(call, 'live', [])] : sights;
    });
}

/** The same sights in an order of chance, in batches of chance, each of one source. */
function inSomeOrder(sights: readonly JudgedEvent[], random: Random): JudgedEvent[][] {
  const shuffled = sights
    .map((sight) => ({ sight, at: random.unit() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ sight }) => sight);
  const batches: JudgedEvent[][] = [];
  for (let rest = shuffled; rest.length > 0;) {
    const part = rest.slice(0, 1 + Math.floor(random.unit() * 40));
    rest = rest.slice(part.length);
    batches.push(...SOURCES.map((sourceId) => part.filter((sight) => sight.sourceId === sourceId)));
  }
  return batches.filter(({ length }) => length > 0);
}

const FACTS = {
  principal: ({ event }: JudgedEvent) => event.principal,
  person: ({ person }: JudgedEvent) => person,
  messageId: ({ event }: JudgedEvent) => event.messageId,
  stopReason: ({ event }: JudgedEvent) => event.stopReason,
  inferenceRegion: ({ event }: JudgedEvent) => event.inferenceRegion,
  latencyMs: ({ event }: JudgedEvent) => event.latencyMs,
  firstByteMs: ({ event }: JudgedEvent) => event.firstByteMs,
  requestMetadata: ({ event }: JudgedEvent) =>
    Object.keys(event.requestMetadata).length === 0 ? null : event.requestMetadata,
  tools: ({ event }: JudgedEvent) => (event.tools.length === 0 ? null : event.tools),
};

/** What the sights of one call come to, said apart from SQL: the richest gives the figures, the others what it lacks. */
function togetherOf(sights: readonly JudgedEvent[]) {
  const ranked = sights.toSorted((a, b) => factRank(b) - factRank(a) || (a.sourceId < b.sourceId ? -1 : 1));
  const [richest] = ranked;
  if (richest === undefined) throw new Error('no sight');
  const facts: Record<string, unknown> = {};
  const filledFrom: Record<string, string> = {};
  for (const [fact, of] of Object.entries(FACTS)) {
    const giver = ranked.find((sight) => of(sight) !== null);
    facts[fact] = giver === undefined ? null : of(giver);
    if (giver !== undefined && giver.sourceId !== richest.sourceId) filledFrom[fact] = giver.sourceId;
  }
  const others = new Set(sights.map(({ sourceId }) => sourceId).filter((sourceId) => sourceId !== richest.sourceId));
  const { event, price: listPrice, team, sourceId } = richest;
  return {
    eventId: event.eventId,
    sourceId,
    team,
    output: event.tokens.output,
    cacheWrite1h: event.tokens.cacheWrite1h,
    pico: 'priced' in listPrice ? String(listPrice.priced.total) : null,
    unpriced: 'unpriced' in listPrice ? listPrice.unpriced : null,
    flags: event.flags.filter((flag) => flag !== 'identityAbsent' || facts['principal'] === null),
    ...facts,
    seenBy: others.size === 0 ? null : [...others],
    filledFrom: Object.keys(filledFrom).length === 0 ? null : filledFrom,
  };
}

async function stored() {
  const { rows } = await test.pool.query(
    `select event_id as "eventId", source_id as "sourceId", team, output_tokens as output,
            cache_write_1h_tokens as "cacheWrite1h", cost_pico::text as pico, unpriced_reason as unpriced, flags,
            principal, person, message_id as "messageId", stop_reason as "stopReason",
            inference_region as "inferenceRegion", latency_ms as "latencyMs", first_byte_ms as "firstByteMs",
            request_metadata as "requestMetadata", tools, seen_by as "seenBy", filled_from as "filledFrom"
     from   usage_event
     join   usage_series using (series_id)
     left   join principal using (principal_id)
     left   join person using (person_id)
     order  by event_id`,
  );
  return rows;
}

const inOrder = (events: ReturnType<typeof togetherOf>[]) =>
  events.toSorted((a, b) => (a.eventId < b.eventId ? -1 : 1));

describe('sights of one call through two sources', () => {
  it.each([1, 2, 3, 4, 5])('come to the same totals and facts in any order and any interleaving (%i)', async (seed) => {
    await open();
    const random = new Random(seedWordsOf(`sights ${seed}`));
    const sights = makeSights(random, 160);
    for (const batch of inSomeOrder(sights.flat(), random))
      await save(batch[0]?.sourceId === 'live' ? 'live' : 'archive', batch);
    expect(await stored()).toEqual(inOrder(sights.map(togetherOf)));
    expect((await database.rollups.verify()).disagreements).toEqual([]);
    expect(await findBrokenRules(test.pool)).toEqual([]);

    // Everything once more, in another order: nothing is new, and nothing is written.
    const before = await versions();
    for (const batch of inSomeOrder(sights.flat(), random)) {
      const counts = await save(batch[0]?.sourceId === 'live' ? 'live' : 'archive', batch);
      expect(counts).toMatchObject({ new: 0, merged: 0, duplicate: batch.length });
    }
    expect(await versions()).toEqual(before);
    expect(await dirtyHours()).toBe(0);
  });

  it('come to the same when both sources bring them at the same time', async () => {
    await open();
    const random = new Random(seedWordsOf('at the same time'));
    const sights = makeSights(random, 600);
    const bring = async (sourceId: SourceId) => {
      const own = sights.flat().filter((sight) => sight.sourceId === sourceId);
      for (const batch of inSomeOrder(own, new Random(seedWordsOf(sourceId)))) await save(sourceId, batch);
    };
    await Promise.all(SOURCES.map(bring));
    expect(await stored()).toEqual(inOrder(sights.map(togetherOf)));
    expect((await database.rollups.verify()).disagreements).toEqual([]);
  });

  it('roll an hour up again only when its figures or the series change', async () => {
    await open();
    const call = makeCalls(50).find(({ event, person }) => event.outcome === 'ok' && person !== null);
    if (call === undefined) throw new Error('no call');
    await save('archive', [sightOf(call, 'archive', ['latency', 'metadata'])]);
    expect(await save('live', [sightOf(call, 'live', [])])).toMatchObject({ new: 0, merged: 1, duplicate: 0 });
    expect(await save('live', [sightOf(call, 'live', [])])).toMatchObject({ new: 0, merged: 0, duplicate: 1 });
    expect(await stored()).toMatchObject([
      { sourceId: 'archive', latencyMs: 100, seenBy: ['live'], filledFrom: { latencyMs: 'live' } },
    ]);
    expect(await dirtyHours()).toBe(0);
  });
});

/** When each row was last written. */
async function versions() {
  const { rows } = await test.pool.query('select event_id, xmin::text, xmax::text from usage_event order by event_id');
  return rows;
}

async function dirtyHours() {
  const { rowCount } = await test.pool.query('select from dirty_hour');
  return rowCount;
}
