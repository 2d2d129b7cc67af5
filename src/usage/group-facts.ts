import type { DeploymentSpell } from './deployment.js';
import type { LogStatistics } from './log-statistics.js';
import type { MeteredMetric } from './metered.js';

/**
 * The group of calls of an account and a day whose log names no model: which they have is known by their deployment, once what
 * was metered of it has been read. Every other group of the day is joined with a look at them.
 */
export const UNNAMED_MODELS = 'calls of unnamed models';

/** What a cloud's meter counted of one deployment in one hour. */
export interface MeteredBin {
  /** The meter. */
  readonly sourceId: string;
  readonly region: string;
  readonly deployment: string;
  /** The model's name and version as the meter spells them. */
  readonly modelId: string;
  readonly modelVersion: string;
  readonly metric: MeteredMetric;
  /** Milliseconds since 1970, a whole hour. */
  readonly startsAt: number;
  readonly value: number;
}

/** What is known about a group beside what logs tell of its calls. */
export interface GroupFacts {
  readonly accountId: string;
  /** What the group is of, within the account. */
  readonly modelKey: string;
  /** Of the whole account in the group's time. */
  readonly bins: readonly MeteredBin[];
  /** Hours for which the account's meter has been read, by their start: in these, no bin is a zero. */
  readonly meteredHours: ReadonlySet<number>;
  /** Deployments that the account had, over time. */
  readonly spells: readonly DeploymentSpell[];
  /** What the logs of the account showed before: one list for all groups of a time. */
  readonly shown: readonly LogStatistics[];
}
