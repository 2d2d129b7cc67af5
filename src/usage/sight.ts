import type { UsageEvent } from './usage-event.js';
import type { Cloud } from './cloud.js';
import { DAY_MS, HOUR_MS, MINUTE_MS } from './window.js';

/**
 * Logs that each tell a part of the calls, without an id that all of them share. On Vertex AI: `requestResponse` rows have
 * the tokens and the bodies but neither caller nor location, `inferenceMetadata` entries have tokens and labels, `audit`
 * entries have the caller. On Foundry: `gateway` rows have caller and tokens but no cache tokens, `resource` rows have
 * neither caller nor tokens.
 */
export const SIGHT_LOGS = ['requestResponse', 'inferenceMetadata', 'audit', 'gateway', 'resource'] as const;
export type SightLog = (typeof SIGHT_LOGS)[number];

/** Around an hour, sights of its neighbours are looked at this far: as long as the longest answers take. */
export const NEIGHBOURS_MS = 15 * MINUTE_MS;

/**
 * How long the groups last in which a cloud's sights are joined: on Foundry a day, in which metered tokens that were logged
 * an hour sooner or later even out.
 */
export const groupSpanMs = (cloud: Cloud): number => (cloud === 'foundry' ? DAY_MS : HOUR_MS);

/** What one log tells of one call. Sights of different logs are joined into one usage event before they are priced. */
export interface Sight {
  readonly log: SightLog;
  /** Unique within cloud, account and log, so that reading an entry again changes nothing. */
  readonly recordId: string;
  /** The call in the words of usage events; whatever this log does not tell is `null` in it. */
  readonly event: UsageEvent;
}
