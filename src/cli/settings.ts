import { resolve } from 'node:path';
import { attributionRulesSchema } from '../attribute/attribution-rules.js';
import { NO_PROFILES } from '../ingest/apply-profile.js';
import { type ContentPolicy, contentPolicy } from '../ingest/content-policy.js';
import type { OwnRules } from '../ingest/judge.js';
import { pricesSchema } from '../price/prices-schema.js';
import { type Pricing, pricingOf } from '../price/pricing.js';
import { type Config, loadConfig } from '../runtime/config.js';
import type { Environment } from '../runtime/environment.js';
import type { DatabaseSettings } from './open-database.js';

export interface Settings {
  readonly config: Config;
  readonly database: DatabaseSettings;
  /** Of the configuration alone; what is known of profiles comes from the database, by `withProfiles`. */
  readonly rules: OwnRules;
  readonly pricing: Pricing;
  readonly contents: ContentPolicy;
}

/** The configuration of a command: file, environment, and the options that override them. Throws with every mistake named. */
export function readSettings(
  environment: Environment,
  options: { readonly config?: string; readonly dataDir?: string },
): Settings {
  const config = loadConfig({
    path: options.config,
    env: environment,
    attributionRules: attributionRulesSchema,
    prices: pricesSchema,
  });
  const pricing = pricingOf(config.prices);
  const { book, mappings, terms } = pricing;
  return {
    config,
    rules: { attribution: config.attribution?.rules ?? [], mappings, profiles: NO_PROFILES, terms, book },
    pricing,
    contents: contentPolicy(config),
    database: {
      url: config.database.url,
      dataDir: resolve(options.dataDir ?? config.dataDir),
      timeZones: config.reporting.timeZones,
      contentKeys: config.contents.keys,
    },
  };
}
