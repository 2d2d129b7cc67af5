import type { FoundryConfig } from '../../runtime/config/foundry-schema.js';
import { cloudOf, type SourceConfig } from '../../runtime/config/schema.js';
import type { SettingsOptions } from '../settings-source.js';
import { FoundrySettingsSource } from './settings.source.js';

interface Account {
  readonly accountId: string;
  readonly region: string;
  readonly source: FoundryConfig;
  readonly gateway: string | null;
}

/** A reader for each Foundry resource that is configured, by itself or behind a gateway. */
export function foundrySettingsSources({ sources, now, onUnreachable }: SettingsOptions): FoundrySettingsSource[] {
  const accounts = sources.filter(isFoundry).flatMap(accountsOf);
  return [...new Set(accounts.map(({ accountId }) => accountId))].flatMap((accountId) => {
    const here = accounts.filter((account) => account.accountId === accountId);
    const [first] = here;
    if (first === undefined) return [];
    const gateways = [...new Set(here.flatMap(({ gateway }) => (gateway === null ? [] : [gateway])))];
    const { source: access, region } = first;
    return [new FoundrySettingsSource({ access, accountId, region, gateways, now, onUnreachable })];
  });
}

function isFoundry(source: SourceConfig): source is FoundryConfig {
  return cloudOf(source) === 'foundry';
}

/** Accounts whose region a source tells; deployments and costs do not. */
function accountsOf(source: FoundryConfig): Account[] {
  switch (source.kind) {
    case 'foundry-gateway':
      return source.foundry.map(({ resourceId, region }) => ({
        accountId: resourceId,
        region,
        source,
        gateway: source.resourceId,
      }));
    case 'foundry-requests':
    case 'foundry-metrics':
      return [{ accountId: source.resourceId, region: source.region, source, gateway: null }];
    default:
      return [];
  }
}
