import { describe, expect, it } from 'vitest';
import { explainIdentity } from './identity-words.js';

const dueAt = new Date('2026-11-20T09:12:00Z');
const absent = { how: 'absent', confidence: 0, candidates: 0 };
const named = { how: 'time', confidence: 0.999, candidates: 1 };

describe('how the caller of a call was found', () => {
  it.each([
    ['that no entry fits, where all is joined', absent, null, 'absent', 'No entry'],
    [
      'that its logs are not joined yet, and from when they are',
      absent,
      dueAt,
      'notJoined',
      '2026-11-20T09:12:00.000Z',
    ],
    ['by which entry, though more is to be joined', named, dueAt, 'time', 'Confidence 0.999'],
  ])('says %s', (_, provenance, due, from, words) => {
    expect(explainIdentity(provenance, due)).toEqual([
      { fact: 'identity', from, words: expect.stringContaining(words) },
    ]);
  });
});
