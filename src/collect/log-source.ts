import type { Cloud } from '../usage/cloud.js';
import type { RawRecord } from '../usage/raw-record.js';
import type { WholeScan } from '../usage/scan.js';
import type { Axis, Window } from '../usage/window.js';

/** What every route to a cloud's logs promises. `describeLogSource` in test/support states it as a contract. */
export interface LogSource {
  /** Stable name from the configuration, e.g. `bedrock-prod-us-east-1`. */
  readonly id: string;
  readonly cloud: Cloud;
  /** What the window means: event time with overlap, receive time, or a listing. */
  readonly axis: Axis;

  /**
   * Where every query is billed for all there is, however short its window: what reading this range would be billed, 0 where
   * an answer that is kept holds it. The windows of the range are then read from one answer. Null where a window is billed
   * for itself; sources that nothing is billed for do not have it. Nothing is billed for asking. Throws SourceUnavailable.
   */
  measureWhole?(range: Window, signal: AbortSignal): Promise<WholeScan | null>;

  /** Every record of the window on the source's axis, a page at a time. Throws SourceUnavailable. */
  read(window: Window, signal: AbortSignal): AsyncIterable<RawRecord[]>;

  /**
   * Everything that was read of this very window object is durably saved: what need not be read again may be remembered.
   * Never called for a window that failed.
   */
  saved?(window: Window): void;
}

/** The cloud did not give the window to its end. Nothing was checkpointed; reading it again later is safe. */
export class SourceUnavailable extends Error {
  override readonly name = 'SourceUnavailable';

  constructor(
    readonly sourceId: string,
    /** `permission` and `notFound` need a person; the others pass by themselves or by a retry. */
    readonly reason: 'permission' | 'notFound' | 'credentials' | 'throttled' | 'network' | 'invalid' | 'other',
    message: string,
    cause?: unknown,
  ) {
    super(`${sourceId}: ${message}`, { cause });
  }
}
