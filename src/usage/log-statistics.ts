/** How far an entry of the log of callers lies from a call that it fits. */
export interface Apart {
  /** The entry's time less the call's start. */
  readonly startMs: number;
  /** When the entry was taken in less the call's end; null where one of the two does not tell. */
  readonly endMs: number | null;
}

export interface CallSeen {
  /** Streamed or not, answered or failed: entries of other kinds do not fit it. */
  readonly kind: string;
  readonly fits: readonly Apart[];
  /** Fits one entry, which fits no other call. */
  readonly isAlone: boolean;
}

export interface EntrySeen {
  readonly kind: string;
  readonly fits: readonly Apart[];
  /** From its start to when it was taken in. */
  readonly lastedMs: number | null;
  /** How many entries of other callers stand within the tolerance. */
  readonly company: number;
}

/**
 * What the logs of a group show before any caller is named: how closely they agree, how often one leaves out what the other
 * has, how crowded it is. It hangs on the group's sights alone, and is kept with the group for others of its account.
 */
export interface LogStatistics {
  readonly calls: readonly CallSeen[];
  readonly entries: readonly EntrySeen[];
}
