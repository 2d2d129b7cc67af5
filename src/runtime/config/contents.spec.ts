import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { KEY, SOURCE, configurations, type Mistake } from '../../../test/support/configuration.js';

const NEEDS_A_KEY =
  'needs contents.key, because contents are only kept encrypted: make one with `openssl rand -base64 32`, ' +
  'set it as LEDGERLINE_CONTENT_KEY, and write key: ${env:LEDGERLINE_CONTENT_KEY}';

const { load, mistakes } = configurations();

const MISTAKES: Mistake[] = [
  [
    'a way to keep contents that is none',
    'contents: { mode: ful }',
    '1:19 contents.mode: "ful" is not a way to keep contents: off, redacted, full; did you mean "full"?',
  ],
  ['contents without a key', 'contents: { mode: full }', `1:19 contents.mode: "full" ${NEEDS_A_KEY}`],
  [
    'a source whose contents have no key',
    `${SOURCE}    contents: redacted`,
    `7:15 sources[0].contents: "redacted" ${NEEDS_A_KEY}`,
  ],
  [
    'a content key that stands in the file',
    `contents:\n  mode: full\n  key: ${KEY}`,
    '3:8 contents.key: a key must not stand in this file: write ${env:LEDGERLINE_CONTENT_KEY} and set it in the environment; make one with `openssl rand -base64 32`',
  ],
  [
    'a content key whose variable is not set',
    'contents: { mode: full, key: "${env:NOT_SET}" }',
    '1:30 contents.key: the environment variable NOT_SET is not set',
  ],
  [
    'a retention that keeps nothing',
    'contents: { retentionDays: 0 }',
    '1:28 contents.retentionDays: Too small: expected number to be >=1',
  ],
];

describe('contents in a configuration', () => {
  it('takes content keys from the environment, and shows nothing of them afterwards', () => {
    const text =
      'contents: { mode: redacted, retentionDays: 7, key: "${env:NEW}", previousKeys: ["${env:OLD}"] }\n' +
      `${SOURCE}    contents: full\n`;
    const config = load(text, { NEW: KEY, OLD: '0'.repeat(64) });
    expect(config.contents).toMatchObject({ mode: 'redacted', retentionDays: 7 });
    expect(config.contents.keys?.currentKeyId).toMatch(/^env:[0-9a-f]{16}$/);
    expect(config.sources).toMatchObject([{ contents: 'full' }]);
    expect(inspect(config, { depth: 9 })).not.toContain(KEY.slice(0, 8));
  });
});

describe('mistakes in what contents are kept', () => {
  it.each(MISTAKES)('name %s', (_, text, expected) => {
    expect(mistakes(text)).toEqual([`c.yaml:${expected}`]);
  });
});
