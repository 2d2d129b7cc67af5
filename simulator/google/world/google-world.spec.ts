import { describe, expect, it } from 'vitest';
import { NO_GOOGLE_FAULTS } from '../google-faults.js';
import { toldOf } from '../ledger/google-told.js';
import { callerName } from './caller.js';
import type { GoogleCall } from './google-call.js';
import { GOOGLE_PLACES, scopeOfLocation } from './google-places.js';
import { callsOfGoogleHour, DEFAULT_GOOGLE_WORLD, type GoogleWorldOptions } from './google-world.js';

const WORLD: GoogleWorldOptions = { seed: 7, bodyBytes: 0, ...DEFAULT_GOOGLE_WORLD };
const DAYS = 20;
const TO = Date.parse('2026-11-21T00:00:00Z') / 3_600_000;
const FROM = TO - DAYS * 24;

function callsOf(world: GoogleWorldOptions): GoogleCall[] {
  const calls: GoogleCall[] = [];
  for (const place of GOOGLE_PLACES) {
    for (let hour = FROM; hour < TO; hour += 1) calls.push(...callsOfGoogleHour(world, place, hour));
  }
  return calls;
}

const CALLS = callsOf(WORLD);
const ASKED = CALLS.filter(({ outcome }) => outcome !== 'counted');

/** Share of calls that begin within 200 ms after another caller's call on the same model in the same place. */
function collisionShare(calls: readonly GoogleCall[]): number {
  const collides = calls.filter((call, at) => {
    const before = calls[at - 1];
    return (
      before?.place === call.place &&
      before.claude === call.claude &&
      callerName(before.caller) !== callerName(call.caller) &&
      call.startedAt - before.startedAt <= 200
    );
  });
  return collides.length / calls.length;
}

describe('the insurer on Vertex AI', () => {
  it('is the same for the same seed, place and hour, and another one for another seed', () => {
    const [place] = GOOGLE_PLACES;
    expect(callsOfGoogleHour(WORLD, place, TO)).toEqual(callsOfGoogleHour(WORLD, place, TO));
    expect(callsOfGoogleHour(WORLD, place, TO)).not.toEqual(callsOfGoogleHour({ ...WORLD, seed: 8 }, place, TO));
  });

  it('calls about 1,200 times a day, from places of every scope', () => {
    expect(CALLS.length / DAYS).toBeGreaterThan(1100);
    expect(CALLS.length / DAYS).toBeLessThan(1300);
    expect(new Set(CALLS.map(({ place }) => scopeOfLocation(place.location)))).toEqual(
      new Set(['global', 'geo', 'region']),
    );
  });

  it('writes models with a date, without one and with @default', () => {
    const ids = new Set(CALLS.map(({ modelId }) => modelId));
    expect([...ids].filter((id) => /@\d{8}$/.test(id))).not.toEqual([]);
    expect([...ids].filter((id) => id.endsWith('@default'))).not.toEqual([]);
    expect(ids).toContain('claude-opus-5-5');
    expect(ids).toContain('count-tokens');
  });

  it('has sessions of Claude Code that go over several locations and models', () => {
    const places = new Map<string, Set<string>>();
    for (const { session, place, claude } of CALLS) {
      if (session === null) continue;
      const seen = places.get(session) ?? new Set<string>();
      places.set(session, seen.add(`${place.location} ${claude.tier}`));
    }
    const spread = [...places.values()].filter((seen) => seen.size > 2);
    expect(spread.length).toBeGreaterThan(50);
  });

  it('fails, aborts and counts tokens as often as real callers do', () => {
    const share = (of: (call: GoogleCall) => boolean): number => CALLS.filter(of).length / CALLS.length;
    expect(share(({ outcome }) => outcome === 'failed')).toBeCloseTo(0.03, 2);
    expect(share(({ outcome }) => outcome === 'aborted')).toBeCloseTo(0.01, 2);
    expect(share(({ outcome }) => outcome === 'counted')).toBeCloseTo(0.03, 2);
    expect(new Set(CALLS.map(({ code }) => code))).toEqual(new Set([0, 1, 3, 5, 7, 8, 16]));
  });

  // Counts of tokens collide with nothing, and a third call between two hides one pair, so that a little less is seen.
  it.each([
    [0, 0, 0.001],
    [0.02, 0.016, 0.024],
    [0.3, 0.22, 0.3],
  ])('collides as often as it is told to: %d', (share, least, most) => {
    const seen = collisionShare(callsOf({ ...WORLD, collisionShare: share }));
    expect(seen).toBeGreaterThanOrEqual(least);
    expect(seen).toBeLessThan(most);
  });

  it('writes caches of both lifetimes and runs some calls on provisioned throughput in one place', () => {
    expect(CALLS.some(({ tokens }) => tokens.cacheWrite1h > 0)).toBe(true);
    expect(CALLS.some(({ tokens }) => tokens.cacheWrite5m > 0)).toBe(true);
    const dedicated = CALLS.filter((call) => call.dedicated);
    expect(new Set(dedicated.map(({ place }) => place.location))).toEqual(new Set(['us-east5']));
  });
});

describe('what the logs tell', () => {
  const told = ASKED.map((call) => ({ call, ...toldOf(call, NO_GOOGLE_FAULTS, TO * 3_600_000 + 3_600_000) }));

  it('is a row for regional calls only, never for those that failed, were aborted or are too large', () => {
    const rows = told.filter(({ row }) => row !== null);
    expect(new Set(rows.map(({ call }) => call.outcome))).toEqual(new Set(['ok']));
    expect(new Set(rows.map(({ call }) => call.place.location))).toEqual(
      new Set(['us-east5', 'europe-west1', 'us-central1']),
    );
    expect(rows.some(({ call }) => call.oversized)).toBe(false);
  });

  it('is a quarter of the answers where the sampling rate is a quarter', () => {
    const sampled = told.filter(({ call }) => call.place.samplingRate === 0.25 && call.outcome === 'ok');
    expect(sampled.filter(({ row }) => row !== null).length / sampled.length).toBeCloseTo(0.25, 1);
  });

  it('is the caller of every call but those of the account that is exempt', () => {
    const unaudited = told.filter(({ audit }) => audit.length === 0);
    expect(new Set(unaudited.map(({ call }) => callerName(call.caller)))).toEqual(
      new Set(['policy-batch@insurer-claims-prod.iam.gserviceaccount.com']),
    );
  });

  it('is nothing with tokens for many calls of the developers on the global endpoint', () => {
    const global = told.filter(
      ({ call }) => call.place.location === 'global' && call.place.projectId === 'insurer-dev-tools',
    );
    expect(global.every(({ row, metadata }) => row === null && metadata === null)).toBe(true);
    expect(global.length).toBeGreaterThan(1000);
  });

  it('is dated at the start of the call, to within a few milliseconds, however late it arrives', () => {
    for (const { call, audit, metadata } of told) {
      for (const { timestamp } of [...audit, ...(metadata === null ? [] : [metadata])]) {
        expect(Math.abs(Number(timestamp / 1_000_000n) - call.startedAt)).toBeLessThan(15);
      }
    }
  });

  it('has an id of its own for every row and entry', () => {
    const ids = told.flatMap(({ row, metadata, audit }) => [
      ...(row === null ? [] : [row.requestId]),
      ...[...audit, ...(metadata === null ? [] : [metadata])].map(({ entry }) => entry.insertId),
    ]);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
