import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS, LONGEST_OVERLAP_MS } from '../usage/window.js';
import { SavedMemory } from './saved-memory.js';

const noon = Date.parse('2026-11-20T12:00:00Z');
const window = () => ({ from: noon, to: noon + HOUR_MS });

describe('what was saved', () => {
  it('is known once its window is saved, not when it was read', () => {
    const memory = new SavedMemory();
    const read = window();
    memory.begin(read);
    memory.note(read, noon, 'object', 'etag-1');
    expect(memory.has(noon, 'object', 'etag-1')).toBe(false);
    memory.settle(read);
    expect(memory.has(noon, 'object', 'etag-1')).toBe(true);
  });

  it('is not known under another version', () => {
    const memory = new SavedMemory();
    const read = window();
    memory.begin(read);
    memory.note(read, noon, 'object', 'etag-1');
    memory.settle(read);
    expect(memory.has(noon, 'object', 'etag-2')).toBe(false);
  });

  it('holds nothing of a window that failed, also when the same window succeeds later', () => {
    const memory = new SavedMemory();
    const read = window();
    memory.begin(read);
    memory.note(read, noon, 'read before the failure');
    memory.begin(read);
    memory.note(read, noon, 'read the second time');
    memory.settle(read);
    expect(memory.has(noon, 'read before the failure')).toBe(false);
    expect(memory.has(noon, 'read the second time')).toBe(true);
  });

  it('is forgotten when no overlap reaches it any more', () => {
    const memory = new SavedMemory();
    const saveAt = (from: number) => {
      const read = { from, to: from + HOUR_MS };
      memory.begin(read);
      memory.note(read, from, 'object');
      memory.settle(read);
    };
    saveAt(noon);
    saveAt(noon + LONGEST_OVERLAP_MS - HOUR_MS);
    expect(memory.has(noon, 'object')).toBe(true);
    saveAt(noon + LONGEST_OVERLAP_MS + 2 * HOUR_MS);
    expect(memory.has(noon, 'object')).toBe(false);
  });

  it('of old history is not kept at all', () => {
    const memory = new SavedMemory();
    const now = window();
    memory.begin(now);
    memory.settle(now);
    const old = { from: noon - 30 * DAY_MS, to: noon - 29 * DAY_MS };
    memory.begin(old);
    memory.note(old, old.from, 'object');
    memory.settle(old);
    expect(memory.has(old.from, 'object')).toBe(false);
  });
});
