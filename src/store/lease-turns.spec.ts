import { describe, expect, it } from 'vitest';
import { LeaseTurns } from './lease-turns.js';

describe('turns of instances at a lease', () => {
  it('last two seconds, then whoever waits has a second to take it', () => {
    const turns = new LeaseTurns();
    turns.took('source:a', 0);
    turns.gaveBackToOthers('source:a', 1_999);
    expect(turns.pauseMs('source:a', 1_999)).toBe(0);
    turns.took('source:a', 1_999);
    turns.gaveBackToOthers('source:a', 2_000);
    expect(turns.pauseMs('source:a', 2_000)).toBe(1_000);
    expect(turns.pauseMs('source:a', 2_600)).toBe(400);
    expect(turns.pauseMs('source:a', 3_500)).toBe(0);
  });

  it('begin anew after another instance had the lease, each lease by itself', () => {
    const turns = new LeaseTurns();
    turns.took('source:a', 0);
    turns.missed('source:a');
    turns.took('source:a', 10_000);
    turns.took('source:b', 0);
    turns.gaveBackToOthers('source:a', 11_000);
    turns.gaveBackToOthers('source:b', 11_000);
    expect([turns.pauseMs('source:a', 11_000), turns.pauseMs('source:b', 11_000)]).toEqual([0, 1_000]);
  });

  it('last as long as they like while nobody waits', () => {
    const turns = new LeaseTurns();
    turns.took('source:a', 0);
    expect(turns.pauseMs('source:a', 60_000)).toBe(0);
  });
});
