import type { SettingSpell } from '../../usage/observed-setting.js';
import type { SourceRead } from '../store-holds.js';

/** What is known of one account and region. Times are milliseconds since 1970. */
export interface BedrockPlace {
  readonly accountId: string;
  readonly region: string;
  /** The whole history of its settings. */
  readonly settings: readonly SettingSpell[];
  /** Where our sources read, and the earliest call that they have read there within the needed time. */
  readonly reads: readonly SourceRead[];
  readonly requiredDays: number;
  readonly now: number;
}
