import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cloud } from '../usage/cloud.js';
import { FLAGS } from '../usage/flags.js';
import { MAX_COUNT } from './json-value.js';
import { NORMALISED_CLOUDS, normalise } from './normalise.js';
import { printNormalised } from './print-normalised.js';

const RECORDS = NORMALISED_CLOUDS.flatMap((cloud) => {
  const folder = new URL(`../../test/fixtures/${cloud}/`, import.meta.url);
  return readdirSync(folder).map((file) => ({ cloud, text: readFileSync(new URL(file, folder), 'utf8') }));
});

/** One of the four outcomes, sound enough to be stored: printable, with bounded counts and documented flags. */
function expectSound({ cloud, text }: { cloud: Cloud; text: string }): void {
  const answer = normalise(cloud, { text, envelope: { region: 'us-east5' } });
  expect(Object.keys(answer).filter((key) => key !== 'drift')).toHaveLength(1);
  const printed = JSON.stringify(printNormalised(answer));
  expect(typeof printed).toBe('string');
  const event = 'event' in answer ? answer.event : 'sight' in answer ? answer.sight.event : null;
  if (event === null) return;
  for (const count of Object.values(event.tokens)) {
    if (count === null) continue;
    expect(Number.isInteger(count) && count >= 0 && count <= 2 * MAX_COUNT).toBe(true);
  }
  for (const flag of event.flags) expect(Object.hasOwn(FLAGS, flag)).toBe(true);
  expect(printed).not.toMatch(/\\u0000|\\ud[89a-f]/i);
}

function sizeOf(node: unknown): number {
  if (typeof node !== 'object' || node === null) return 1;
  return Object.values(node).reduce<number>((sum, child) => sum + sizeOf(child), 1);
}

/** A sound record in which the value at any place is replaced by any JSON value. */
const damagedRecord = fc
  .tuple(fc.constantFrom(...RECORDS), fc.nat(), fc.jsonValue())
  .map(([{ cloud, text }, place, value]) => {
    let seen = 0;
    const damaged = 1 + (place % sizeOf(JSON.parse(text)));
    return { cloud, text: JSON.stringify(JSON.parse(text), (_, node: unknown) => (seen++ === damaged ? value : node)) };
  });

describe('normalise', () => {
  it('never throws on text of any kind', () => {
    const anyText = fc.record({
      cloud: fc.constantFrom(...NORMALISED_CLOUDS),
      text: fc.oneof(fc.string({ unit: 'binary' }), fc.json()),
    });
    fc.assert(fc.property(anyText, expectSound), { numRuns: 500 });
  });

  it('never throws on a record that is damaged at any place', () => {
    fc.assert(fc.property(damagedRecord, expectSound), { numRuns: 1500 });
  });

  it('never throws on a record that is cut off anywhere', () => {
    const cut = fc.tuple(fc.constantFrom(...RECORDS), fc.nat()).map(([{ cloud, text }, at]) => ({
      cloud,
      text: text.slice(0, at % text.length),
    }));
    fc.assert(fc.property(cut, expectSound), { numRuns: 300 });
  });

  const call =
    '"requestId":"r1","modelId":"us.anthropic.claude-opus-5","accountId":"1","region":"r","timestamp":"2026-09-14T08:00:00Z"';
  it.each([
    ['deep nesting', '['.repeat(200_000)],
    ['closed deep nesting', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
    ['deep metadata', `{${call},"requestMetadata":{"a":${'['.repeat(50_000)}${']'.repeat(50_000)}}}`],
    [
      'deep iterations',
      `{${call},"output":{"outputBodyJson":{"usage":${'{"iterations":[{"type":"compaction","x":'.repeat(5000)}1${'}]}'.repeat(5000)}}}}`,
    ],
    ['a megabyte of junk', 'x'.repeat(1_048_576)],
    ['a megabyte in one field', `{${call},"requestMetadata":{"a":"${'x'.repeat(1_048_576)}"}}`],
    [
      'keys that reach for prototypes',
      `{${call},"__proto__":{"accountId":"9"},"requestMetadata":{"__proto__":"p","constructor":"c"}}`,
    ],
    [
      'text that no database holds',
      `{${call},"operation":"a\\u0000b\\ud800","requestMetadata":{"k\\u0000":"\\udfff"}}`,
    ],
    ['counts beyond reason', `{${call},"input":{"inputTokenCount":1e300}}`],
    ['a model id of a megabyte', `{${call.replace('us.anthropic.claude-opus-5', 'y'.repeat(1_048_576))}}`],
  ])('survives %s', (_, text) => {
    for (const cloud of NORMALISED_CLOUDS) expect(() => expectSound({ cloud, text })).not.toThrow();
  });

  it('keeps a metadata key that is called __proto__ as a key', () => {
    const answer = normalise('bedrock', { text: `{${call},"requestMetadata":{"__proto__":"p"}}`, envelope: {} });
    if (!('event' in answer)) throw new Error('expected an event');
    expect(Object.entries(answer.event.requestMetadata)).toEqual([['__proto__', 'p']]);
    expect(Object.getPrototypeOf(answer.event.requestMetadata)).toBe(Object.prototype);
  });

  it.each(['anthropic'] as const)('says which clouds it can read instead of guessing at %s', (cloud) => {
    expect(normalise(cloud, { text: '{}', envelope: {} })).toEqual({
      rejected: { reason: 'cloudNotSupported', detail: expect.stringContaining('supported: bedrock, vertex, foundry') },
    });
  });
});
