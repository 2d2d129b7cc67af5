import { describe, expect, it } from 'vitest';
import { type LogSource, SourceUnavailable } from '../../src/collect/log-source.js';
import type { RawRecord } from '../../src/usage/raw-record.js';
import { HOUR_MS, SECOND_MS, type Window } from '../../src/usage/window.js';

/** What a source under test is, and how to make its cloud misbehave. */
export interface SourceUnderTest {
  readonly source: LogSource;
  /** A window that spans several pages. */
  readonly window: Window;
  /** Every record that a reader of the window must see, by the id of its log entry. */
  readonly expectedEntryIds: readonly string[];
  /** Makes the cloud refuse for good: no permission, or no such log. */
  readonly breakForGood: () => Promise<void>;
  /** Makes the cloud refuse often, and answer in between: throttling, errors, refused page tokens, empty pages. */
  readonly disturb: () => Promise<void>;
}

/** The contract of every source of every cloud. A new one is finished when it passes. */
export function describeLogSource(name: string, setUp: () => Promise<SourceUnderTest>): void {
  describe(`${name} keeps the contract of a log source`, () => {
    it('gives every record of the window, each with a unique id', async () => {
      const { source, window, expectedEntryIds } = await setUp();
      const ids = entryIds(await readAll(source, window));
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids.toSorted()).toEqual(expectedEntryIds.toSorted());
    });

    it('gives the same records in pieces as in one window: windows are half-open', async () => {
      const { source, window, expectedEntryIds } = await setUp();
      // A listing holds whole hours.
      const step = source.axis === 'listing' ? HOUR_MS : SECOND_MS;
      const middle = Math.floor((window.from + window.to) / 2 / step) * step;
      const first = entryIds(await readAll(source, { from: window.from, to: middle }));
      const second = entryIds(await readAll(source, { from: middle, to: window.to }));
      expect([...first, ...second].toSorted()).toEqual(expectedEntryIds.toSorted());
    });

    it('loses nothing while the cloud throttles, fails and forgets page tokens', async () => {
      const { source, window, expectedEntryIds, disturb } = await setUp();
      await disturb();
      const ids = new Set(entryIds(await readAll(source, window)));
      expect([...ids].toSorted()).toEqual(expectedEntryIds.toSorted());
    });

    it('says SourceUnavailable, with its cause and what to do, when the cloud refuses', async () => {
      const { source, window, breakForGood } = await setUp();
      await breakForGood();
      const error = await readAll(source, window).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(SourceUnavailable);
      expect(error).toHaveProperty('cause');
      expect(String(error)).toContain(source.id);
    });

    it('stops when it is told to', async () => {
      const { source, window } = await setUp();
      await expect(readAll(source, window, AbortSignal.abort(new Error('stopped by the test')))).rejects.toThrow(
        /stopped by the test|abort/i,
      );
    });
  });
}

async function readAll(source: LogSource, window: Window, signal = new AbortController().signal): Promise<RawRecord[]> {
  const records: RawRecord[] = [];
  for await (const page of source.read(window, signal)) {
    expect(page.length).toBeGreaterThan(0);
    records.push(...page);
  }
  return records;
}

const entryIds = (records: readonly RawRecord[]) => records.map(({ envelope }) => envelope.entryId ?? 'no id');
