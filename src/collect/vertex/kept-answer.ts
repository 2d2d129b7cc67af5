import { HOUR_MS, type Window } from '../../usage/window.js';

/** "All query results … are saved to a temporary table for 24 hours". https://cloud.google.com/bigquery/docs/cached-results */
const KEPT_MS = 20 * HOUR_MS;
const FRESH_MS = HOUR_MS;

/**
 * An answer of BigQuery that is read a window at a time, newest rows first: reading pages of an answer costs nothing, asking
 * for it again costs the whole table where that is not partitioned. It remembers at which row each window ended.
 */
export class KeptAnswer<Job> {
  private readonly reachedAt: { readonly time: number; readonly row: number }[];
  private ended: number | null = null;

  constructor(
    readonly job: Job,
    private readonly range: Window,
    /** Rows of before this instant had all arrived when it was asked. */
    private readonly settledTo: number,
    private readonly askedAt: number,
  ) {
    this.reachedAt = [{ time: range.to, row: 0 }];
  }

  /**
   * Whether it is still there and holds every row of the window: all that it will ever have, or, soon after it was asked, all
   * that it had then. Who reads a range to its end later reads the two hours before that end once more.
   */
  holds({ from, to }: Window, now: number): boolean {
    const isSettled = to <= this.settledTo || now < this.askedAt + FRESH_MS;
    return from >= this.range.from && to <= this.range.to && isSettled && now < this.askedAt + KEPT_MS;
  }

  /** The row to begin at for a window that ends then, or null where there is none left. */
  beginsAt(to: number): number | null {
    const near = this.reachedAt.findLast(({ time }) => time >= to)?.row ?? 0;
    return this.ended !== null && near >= this.ended ? null : near;
  }

  /** A window was read: what is older begins at this row. */
  reached(time: number, row: number, isEnd: boolean): void {
    this.reachedAt.push({ time, row });
    this.reachedAt.sort((a, b) => b.time - a.time);
    if (isEnd) this.ended = row;
  }
}
