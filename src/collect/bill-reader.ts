import type { Window } from '../usage/window.js';

/** Rows of a bill as the cloud wrote them. */
export interface BillPage {
  /** What the cloud replaces as a whole: the billing period of a report, the name of a file, empty for a table. */
  readonly part: string;
  /** The days of the part that are read; `null` for all of them. */
  readonly window: Window | null;
  readonly rows: readonly unknown[];
  /** Rows about other products, of which the cloud was asked for the number only. */
  readonly leftOut?: readonly { readonly day: string; readonly rows: number }[];
}

/** What every route to a bill promises: all of it for a window of whole UTC days, parts one after the other. */
export interface BillReader {
  /** Throws SourceUnavailable. */
  read(days: Window, signal: AbortSignal): AsyncIterable<BillPage>;
  close(): void;
}
