import { bedrockSettingsSources } from './bedrock/build-settings-sources.js';
import { foundrySettingsSources } from './foundry/build-settings-sources.js';
import type { SettingsOptions, SettingsSource } from './settings-source.js';
import { vertexSettingsSources } from './vertex/build-settings-sources.js';

/** Readers of the settings of every account, project and Foundry resource that is configured. */
export function buildSettingsSources(options: SettingsOptions): SettingsSource[] {
  return [...bedrockSettingsSources(options), ...vertexSettingsSources(options), ...foundrySettingsSources(options)];
}
