import { describe, expect, it } from 'vitest';
import type { SchemaDrift } from '../api/generated/types.gen.js';
import { findingsOf } from './drift.js';

const row = (id: string, sourceId: string, more: Partial<SchemaDrift> = {}): SchemaDrift => ({
  id,
  cloud: 'bedrock',
  sourceId,
  kind: 'model',
  name: 'anthropic.claude-early-access',
  words: 'A Claude model that the catalogue does not know.',
  exampleEventId: '511f839f-fae3-8442-9496-cab38a533bfe',
  firstSeenAt: '2026-11-20T10:00:00.000Z',
  lastSeenAt: '2026-11-20T11:00:00.000Z',
  acknowledgedAt: null,
  ...more,
});

describe('what is new in the logs', () => {
  it('is one finding, however many sources have it, from when the first saw it to when the last did', () => {
    const rows = [
      row('3', 'west', { lastSeenAt: '2026-11-21T09:00:00.000Z' }),
      row('1', 'east', { firstSeenAt: '2026-11-19T08:00:00.000Z' }),
    ];
    expect(findingsOf(rows)).toEqual([
      expect.objectContaining({
        ids: ['3', '1'],
        sources: ['east', 'west'],
        firstSeenAt: '2026-11-19T08:00:00.000Z',
        lastSeenAt: '2026-11-21T09:00:00.000Z',
      }),
    ]);
  });

  it('is another finding for another kind, another cloud and another name', () => {
    const rows = [row('1', 'a'), row('2', 'a', { kind: 'field' }), row('3', 'a', { cloud: 'vertex' })];
    expect(findingsOf([...rows, row('4', 'a', { name: 'other' })])).toHaveLength(4);
  });

  it('leaves out what somebody has seen', () => {
    expect(findingsOf([row('1', 'a', { acknowledgedAt: '2026-11-21T00:00:00.000Z' })])).toEqual([]);
  });
});
