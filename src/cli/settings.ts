import { resolve } from 'node:path';
import { attributionRulesSchema, type AttributionRules } from '../attribute/attribution-rules.js';
import { type Config, loadConfig } from '../runtime/config.js';
import type { Environment } from '../runtime/environment.js';
import type { DatabaseSettings } from './open-database.js';

export interface Settings {
  readonly config: Config;
  readonly database: DatabaseSettings;
  readonly rules: AttributionRules;
}

/** The configuration of a command: file, environment, and the options that override them. Throws with every mistake named. */
export function readSettings(
  environment: Environment,
  options: { readonly config?: string; readonly dataDir?: string },
): Settings {
  const config = loadConfig({ path: options.config, env: environment, attributionRules: attributionRulesSchema });
  return {
    config,
    rules: config.attribution?.rules ?? [],
    database: {
      url: config.database.url,
      dataDir: resolve(options.dataDir ?? config.dataDir),
      timeZones: config.reporting.timeZones,
    },
  };
}
