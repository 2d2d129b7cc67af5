import type { Cloud } from './cloud.js';

/** What the settings say of the logs that tell the tokens of a model's calls, at one time. */
export interface LoggingFacts {
  /** `notHere`: to calls of this endpoint the log that could be on writes nothing. */
  readonly state: 'on' | 'off' | 'notHere' | 'unknown';
  /** Share of the calls that gets a record, as it is set; null where nothing is on, or nothing tells it. */
  readonly samplingRate: number | null;
  /** False where the settings were looked at before or afterwards only, and read so then. */
  readonly seenThen: boolean;
  /** What was seen, and when, for people. */
  readonly words: string;
}

/** Whose calls are asked about. */
export interface CalledModel {
  readonly cloud: Cloud;
  readonly accountId: string;
  readonly region: string;
  /** As a log or a meter spells it. */
  readonly modelId: string;
}
