import type { SettingSpell } from '../usage/observed-setting.js';
import type { SourceRead } from './store-holds.js';

/** What is known of one account and region. Times are milliseconds since 1970. */
export interface PlaceQuestion {
  readonly accountId: string;
  readonly region: string;
  /** The whole history of its settings. */
  readonly settings: readonly SettingSpell[];
  /** What our sources have read there. */
  readonly reads: readonly SourceRead[];
  /** Answered calls that the cloud's own meter has counted since the beginning of yesterday (UTC); null where it is not read. */
  readonly metered: number | null;
  readonly requiredDays: number;
  readonly now: number;
}
