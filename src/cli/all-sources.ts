import { discoverSources, knownSources, type DiscoveryNote } from '../ingest/discover-sources.js';
import type { Config } from '../runtime/config.js';
import type { SourceConfig } from '../runtime/config/schema.js';
import { DiscoveredSourcesStore } from '../store/discovered-sources.store.js';
import type { UsageDatabase } from '../store/usage-database.js';

/** The sources that the configuration names, and those that its regions answer to have. */
export async function askForSources(
  config: Config,
  { pool }: Pick<UsageDatabase, 'pool'>,
): Promise<{ sources: SourceConfig[]; notes: readonly DiscoveryNote[] }> {
  const { sources, notes } = await discoverSources(config.discoveries, new DiscoveredSourcesStore(pool));
  return { sources: together(config.sources, sources), notes };
}

/** The same without asking: what an earlier start found. */
export async function rememberedSources(
  config: Config,
  { pool }: Pick<UsageDatabase, 'pool'>,
): Promise<SourceConfig[]> {
  return together(config.sources, await knownSources(config.discoveries, new DiscoveredSourcesStore(pool)));
}

/** What the file names goes before what was found under the same id. */
function together(named: readonly SourceConfig[], found: readonly SourceConfig[]): SourceConfig[] {
  const ids = new Set(named.map(({ id }) => id));
  return [...named, ...found.filter(({ id }) => !ids.has(id))];
}
