import type { Cloud } from '../usage/cloud.js';
import type { Window } from '../usage/window.js';

/** What a cloud's settings say about its logs of one account and region, in words that are the same for every cloud. */
export interface LogKeeping {
  readonly cloud: Cloud;
  readonly accountId: string;
  readonly region: string;
  readonly logging: Logging;
  readonly stores: readonly LogStore[];
  /** What is kept but says less than it could: no bodies, a log class with fewer readers. */
  readonly notes: readonly Note[];
  readonly unread: readonly MissingPermission[];
}

/** Whether calls are logged at all. */
export interface Logging {
  readonly state: 'on' | 'off' | 'unknown';
  /** Times in which it was seen switched off. */
  readonly off: readonly Window[];
  readonly evidence: Evidence | null;
  /** Why it cannot be told, when it cannot. */
  readonly unknownWords: string | null;
  readonly remedy: Action;
}

/** One place that records are written to, now or earlier. */
export interface LogStore {
  /** `log group /bedrock/invocations`, `table my-project.logs.claude`. */
  readonly name: string;
  /** How a source that reads it names it: a log group, `s3://bucket`, or the kind of log, such as `audit`. */
  readonly resource: string;
  /** `main`: its records are what has to be kept. `beside`: they tell a part, which counts where nothing tells more. */
  readonly role: 'main' | 'beside';
  readonly isWrittenNow: boolean;
  readonly exists: boolean;
  /** Null when it cannot be told; `unknownWords` says why. */
  readonly keeping: Keeping | null;
  readonly unknownWords: string | null;
  /** Spans of time whose records are there now, as far as there is proof. */
  readonly holds: readonly Window[];
  /** Nothing older can be there: the store was made then, or keeps no longer. Milliseconds since 1970. */
  readonly reachesBackTo: number;
  /** True when the oldest record could not be looked for, so that `holds` may be longer than it says. */
  readonly mayHoldMore: boolean;
  /** Deliveries of the last day; null when they cannot be told. */
  readonly deliveries: Deliveries | null;
  readonly deliveriesUnknownWords: string | null;
  /** What else is wrong with it. */
  readonly flaws: readonly Flaw[];
  readonly evidence: readonly Evidence[];
  /** How to keep records longer there. */
  readonly remedy: Action;
  /** What to do when deliveries fail. */
  readonly deliveryRemedy: Action;
}

/** How long a store keeps a record. Null is for ever. */
export interface Keeping {
  /** Days until it is gone for good. */
  readonly days: number | null;
  /** Days for which it can be read at once: shorter when it is archived or hidden before it is gone. */
  readonly readableDays: number | null;
  /** An instant at which everything there expires, whatever its age. Milliseconds since 1970. */
  readonly endsAt: number | null;
  /** What decides, in words, for people: `rule "tidy" deletes them after 20 days`. */
  readonly words: readonly string[];
}

export interface Deliveries {
  readonly failed: number;
  readonly succeeded: boolean;
  /**
   * Null where the cloud counts its deliveries. Elsewhere the meter of the calls (`Cloud Monitoring`): calls that it counted
   * while no record arrived.
   */
  readonly countedBy: string | null;
}

/** A setting as it was seen, from when to when. Milliseconds since 1970. */
export interface Evidence {
  readonly setting: string;
  readonly resource: string;
  readonly words: string;
  readonly firstSeenAt: number;
  readonly lastSeenAt: number;
}

export interface Note {
  readonly code: string;
  readonly words: string;
  readonly evidence: readonly Evidence[];
  readonly action: Action | null;
}

/** Something wrong with a store: `breaks` the promise, `risks` a part of it, `blinds` us, or is worth a note. */
export interface Flaw extends Note {
  readonly weight: 'breaks' | 'risks' | 'blinds' | 'notes';
}

/** What a person does: a command to copy, or a statement for the reader's policy. Nothing is ever run by us. */
export interface Action {
  readonly words: string;
  readonly command: string | null;
  readonly policy: string | null;
}

export interface MissingPermission {
  readonly setting: string;
  readonly permission: string;
  readonly on: string;
  readonly action: Action;
}
