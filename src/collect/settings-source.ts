import type { SourceConfig } from '../runtime/config/schema.js';
import type { Cloud } from '../usage/cloud.js';
import type { ObservedSetting } from '../usage/observed-setting.js';

/** Reads how a cloud is set to keep its logs. It only ever reads. */
export interface SettingsSource {
  /** What is read, in words: `bedrock 111122223333 us-east-1`. */
  readonly id: string;
  readonly cloud: Cloud;

  /**
   * Every setting as it is now. One that may not be read comes with the permission to grant; one that could not be reached
   * is left out, so that it keeps the time when it was last seen.
   */
  read(signal: AbortSignal): Promise<ObservedSetting[]>;
}

/** What the readers of settings are made from. */
export interface SettingsOptions {
  readonly sources: readonly SourceConfig[];
  /** Where calls were seen or metered, configured or not, and which models were called there, as far as that is known. */
  readonly called: readonly {
    readonly cloud: Cloud;
    readonly accountId: string;
    readonly region: string;
    readonly modelId: string | null;
  }[];
  readonly now: () => number;
  readonly onUnreachable: (words: string) => void;
}
