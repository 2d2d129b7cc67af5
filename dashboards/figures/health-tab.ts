import { HEALTH_TABS, type HealthSearch, type HealthTab } from '../search-params.js';

/** Tabs about the present, which know no range. */
export const TIMELESS_TABS: readonly HealthTab[] = ['retention', 'quarantine'];

/** The part of Log health that an address asks for: by name, or by what it opens. */
export function tabOf({ tab, place, setting, deployment }: HealthSearch): HealthTab {
  if (tab !== undefined) return tab;
  if (place !== undefined || setting !== undefined) return 'retention';
  return deployment === undefined ? HEALTH_TABS[0] : 'deployments';
}
