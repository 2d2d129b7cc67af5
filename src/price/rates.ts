import type { Cloud } from '../usage/cloud.js';
import type { PicoUsd } from '../usage/money.js';
import type { PriceBasis } from '../usage/priced.js';
import type { TokenClass } from '../usage/tokens.js';

/** A price book ready to be asked. */
export interface PriceBook {
  /** Day of the last check and a digest of everything in it: two books with the same version price alike. */
  readonly version: string;
  readonly checkedOn: string;
  /** How many dated entries it holds. */
  readonly entries: number;
  readonly models: ReadonlyMap<string, ModelRates>;
  readonly batch: readonly DatedBatch[];
  readonly webSearch: readonly DatedWebSearch[];
  /** Tenths that AWS GovCloud costs more than the global endpoint. */
  readonly govCloudTenths: bigint;
  /** What one Claude Consumption Unit of a marketplace bill is worth. */
  readonly consumptionUnitPico: PicoUsd;
  /** Where the rates of an entry are from, by its id and tier; `null` for an id that is not of this book. */
  sourceOf(entryId: string, tier?: PriceBasis['tier']): RateSource | null;
}

export interface RateSource {
  readonly title: string;
  readonly url: string;
  readonly checkedOn: string;
  /** True where no official source says so. */
  readonly unconfirmed: boolean;
  readonly note: string | null;
}

export interface ModelRates {
  readonly standard: readonly DatedRates[];
  readonly longContext: readonly DatedRates[];
  readonly fast: readonly FastRates[];
  readonly fastLongContext: readonly DatedRates[];
  /** In force only where the configuration gives a day. */
  readonly extendedAccess: readonly ExtendedRates[];
}

/** A span of UTC days. ISO texts compare as times do. */
export interface Dated {
  /** First day; empty when in force since ever. */
  readonly from: string;
  /** First day on which it is no longer in force. */
  readonly until: string | null;
}

export interface DatedRates extends Dated {
  /** Model and first day, as the basis of a price names it: `claude-opus-5@2026-07-24`. */
  readonly id: string;
  readonly picoPerToken: Readonly<Record<TokenClass, PicoUsd>>;
  /** Prompts of more tokens pay this tier; 0 where no threshold applies. */
  readonly overTokens: number;
}

export interface ExtendedRates extends DatedRates {
  readonly clouds: readonly Cloud[];
}

export interface FastRates extends DatedRates {
  readonly clouds: readonly Cloud[];
  readonly afterwards: 'standard' | 'refused';
}

/** Half price for every token class. */
export interface DatedBatch extends Dated {
  readonly clouds: readonly Cloud[];
}

export interface DatedWebSearch extends Dated {
  readonly picoEach: PicoUsd;
}

/** The entry in force at an instant (ISO 8601, UTC): from 00:00:00Z of its first day on, and not on the day it ends. */
export function inForce<Entry extends Dated>(entries: readonly Entry[], occurredAt: string): Entry | null {
  for (let index = entries.length - 1; index >= 0; index -= 1) {
    const entry = entries[index];
    if (entry === undefined || occurredAt < entry.from) continue;
    return entry.until === null || occurredAt < entry.until ? entry : null;
  }
  return null;
}
