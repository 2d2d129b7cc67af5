import { describe, expect, it } from 'vitest';
import { recorded } from '../../../test/support/recorded.js';
import { leavesLifetimesOpen, movedBodies } from './moved-bodies.js';

const path = (part: string) => `s3://logs/AWSLogs/111122223333/data/1_${part}.json.gz`;
const place = (part: string) => ({ bucket: 'logs', key: `AWSLogs/111122223333/data/1_${part}.json.gz` });

describe('movedBodies', () => {
  it('finds both bodies of a record that Bedrock wrote', () => {
    const folder = 'AWSLogs/111122223333/BedrockModelInvocationLogs/eu-west-1/2026/09/14/08/data';
    expect(movedBodies(recorded('bedrock', 'bodies-in-s3'))).toEqual({
      input: { bucket: 'example-logs', key: `${folder}/0d9c8f1e_input.json.gz` },
      output: { bucket: 'example-logs', key: `${folder}/0d9c8f1e_output.json.gz` },
      cacheWrites: 4000,
    });
  });

  it.each([
    ['none', { input: { inputTokenCount: 1 }, output: {} }, null],
    [
      'a request alone, without counters',
      { input: { inputBodyS3Path: path('input') }, output: { outputBodyJson: {} } },
      { input: place('input'), output: null, cacheWrites: null },
    ],
    [
      'a body that is inline as well: it is not fetched',
      { input: {}, output: { outputBodyJson: {}, outputBodyS3Path: path('output') } },
      null,
    ],
    ['a path that is no object', { output: { outputBodyS3Path: 'https://example.com/a' } }, null],
    ['a path that is no text', { output: { outputBodyS3Path: 7 } }, null],
    ['a text that only mentions one', { input: { inputBodyJson: { prompt: 'what is "inputBodyS3Path"?' } } }, null],
  ])('%s', (_, record, expected) => {
    expect(movedBodies(JSON.stringify(record))).toEqual(expected);
  });

  it('finds nothing in what is no record', () => {
    expect(movedBodies('"outputBodyS3Path" is not JSON')).toBeNull();
    expect(movedBodies('["outputBodyS3Path"]')).toBeNull();
  });
});

const native = (creation: object) => JSON.stringify({ usage: { cache_creation_input_tokens: 9, ...creation } });

describe('leavesLifetimesOpen', () => {
  it.each([
    ['nothing was written, by the counter', '{}', 0, false],
    ['written, and the response is not there', '', 9, true],
    ['written, split in the response', native({ cache_creation: { ephemeral_1h_input_tokens: 9 } }), 9, false],
    ['written, split of zeros', native({ cache_creation: { ephemeral_1h_input_tokens: 0 } }), 9, true],
    ['written, with details', JSON.stringify({ usage: { cacheDetails: [{ ttl: '1h', inputTokens: 9 }] } }), 9, false],
    ['written, with empty details', JSON.stringify({ usage: { cacheDetails: [] } }), 9, true],
    [
      'written, and the answer is a text about the split',
      JSON.stringify({ text: native({ cache_creation: { ephemeral_1h_input_tokens: 9 } }) }),
      9,
      true,
    ],
    ['no counter, and the response tells of writes', native({}), null, true],
    ['no counter, and the response tells of none', '{"usage":{"input_tokens":9}}', null, false],
  ])('%s', (_, response, cacheWrites, expected) => {
    expect(leavesLifetimesOpen(response, cacheWrites)).toBe(expected);
  });
});
