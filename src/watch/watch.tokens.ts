import type { PriceBook } from '../price/rates.js';
import type { AlertsConfig } from '../runtime/config/watch-schema.js';
import type { Channel } from './channels/channel.js';
import type { WatchedSource } from './watched-places.js';

/** What is watched, and who is told. Handed in by the composition root. */
export const WATCH_SETTINGS = Symbol('WatchSettings');

export interface WatchSettings {
  readonly sources: readonly WatchedSource[];
  readonly alerts: AlertsConfig;
  /** Prices of what no log tells of. */
  readonly book: PriceBook;
  readonly channels: ReadonlyMap<string, Channel>;
}
