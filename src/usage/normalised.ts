import type { Drift } from './drift.js';
import type { Sight } from './sight.js';
import type { UsageEvent } from './usage-event.js';

/** What a raw record turned out to be. Nothing is dropped: each kind is counted, and rejected ones are kept verbatim. */
export type Normalised =
  | { readonly event: UsageEvent; readonly drift?: readonly Drift[] }
  /** One log's part of a call that other logs tell more about. */
  | { readonly sight: Sight; readonly drift?: readonly Drift[] }
  /** Not a call: the permission-check line of a log stream, a health probe. */
  | { readonly ignored: { readonly reason: string } }
  /** Could not be read. `detail` says what and where, and never holds text of the record's bodies. */
  | { readonly rejected: { readonly reason: string; readonly detail: string } };
