import { describe, expect, it } from 'vitest';
import { configurations, type Mistake } from '../../../test/support/configuration.js';

const { mistakes } = configurations();

const MISTAKES: Mistake[] = [
  [
    'a bill of AWS without its bucket',
    'sources: [{ id: b, kind: bedrock-cost, accountId: "111122223333", region: us-east-1, bucket: bills }]',
    '1:11 sources[0].exportName: is required (or path, for files on disk, or costExplorer: true)',
  ],
  [
    'a bill of AWS from a bucket and from disk',
    'sources: [{ id: b, kind: bedrock-cost, accountId: "111122223333", path: ./bills, bucket: bills }]',
    '1:90 sources[0].bucket: give either path or bucket, not both',
  ],
  [
    'a bill of Google Cloud without a table',
    'sources: [{ id: b, kind: vertex-cost, projectId: acme-billing }]',
    '1:11 sources[0].table: is required (or path, of extracted files)',
  ],
  [
    'costs asked of the Foundry resource, where Claude has none',
    'sources: [{ id: c, kind: foundry-cost, scope: /subscriptions/x }]',
    '1:47 sources[0].scope: "/subscriptions/x" is neither /subscriptions/… nor /subscriptions/…/resourceGroups/…; Claude\'s meters do not stand under a Foundry resource',
  ],
  [
    'a cloud of Azure that is none',
    `sources: [{ id: c, cloud: germany, kind: foundry-cost, scope: /subscriptions/${'0'.repeat(8)}-0000-4000-8000-000000000001 }]`,
    '1:27 sources[0].cloud: "germany" is no cloud of Azure: one of public, usgovernment, china',
  ],
];

describe('mistakes in where a bill is read', () => {
  it.each(MISTAKES)('name %s', (_, text, expected) => {
    expect(mistakes(text)).toEqual([`c.yaml:${expected}`]);
  });
});
