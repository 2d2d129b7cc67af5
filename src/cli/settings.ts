import { resolve } from 'node:path';
import { attributionRulesSchema } from '../attribute/attribution-rules.js';
import { NO_PROFILES } from '../ingest/apply-profile.js';
import type { OwnRules } from '../ingest/judge.js';
import { modelMappingsSchema } from '../price/model-mapping.js';
import { priceTermsSchema } from '../price/terms-schema.js';
import { type Config, loadConfig } from '../runtime/config.js';
import type { Environment } from '../runtime/environment.js';
import type { DatabaseSettings } from './open-database.js';

export interface Settings {
  readonly config: Config;
  readonly database: DatabaseSettings;
  /** Of the configuration alone; what is known of profiles comes from the database, by `withProfiles`. */
  readonly rules: OwnRules;
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
    modelMappings: modelMappingsSchema,
    priceTerms: priceTermsSchema,
  });
  return {
    config,
    rules: {
      attribution: config.attribution?.rules ?? [],
      mappings: config.prices?.mappings ?? [],
      profiles: NO_PROFILES,
      terms: config.prices?.terms ?? [],
    },
    database: {
      url: config.database.url,
      dataDir: resolve(options.dataDir ?? config.dataDir),
      timeZones: config.reporting.timeZones,
    },
  };
}
