import { CHECK_NAMES, type CheckName, type Observation } from '../usage/alert.js';
import { checkCollectorBehind } from './checks/collector-behind.js';
import { checkErrorRate, checkThrottling } from './checks/failing-calls.js';
import { checkFirstSeen } from './checks/first-seen.js';
import { checkLogDelivery } from './checks/log-delivery.js';
import { checkLoggingOff } from './checks/logging-off.js';
import { checkOffHours } from './checks/off-hours.js';
import { checkOutsideGateway } from './checks/outside-gateway.js';
import { checkQuarantineGrowing } from './checks/quarantine-growing.js';
import { checkRefusals } from './checks/refusals.js';
import { checkRetention } from './checks/retention.js';
import { checkRetiredModels } from './checks/retired-models.js';
import { checkUnattributed } from './checks/unattributed-usage.js';
import { checkUnloggedUsage } from './checks/unlogged-usage.js';
import { checkUnpricedUsage } from './checks/unpriced-usage.js';
import { checkUsageSpike } from './checks/usage-spike.js';
import type { Thresholds, WatchFacts } from './watch-facts.js';

type Check = (facts: WatchFacts, thresholds: Thresholds) => Observation[];

/** Everything that is watched, by the names under which channels and the configuration know it. A new check is a file in `checks/` and a line here. */
const CHECKS: Readonly<Record<CheckName, Check>> = {
  retention: checkRetention,
  'logging-off': checkLoggingOff,
  'collector-behind': checkCollectorBehind,
  'quarantine-growing': checkQuarantineGrowing,
  'unpriced-usage': checkUnpricedUsage,
  'log-delivery': checkLogDelivery,
  'usage-spike': checkUsageSpike,
  'first-seen': checkFirstSeen,
  refusals: checkRefusals,
  'off-hours': checkOffHours,
  'error-rate': checkErrorRate,
  throttling: checkThrottling,
  'retired-model': checkRetiredModels,
  'unattributed-usage': checkUnattributed,
  'outside-gateway': checkOutsideGateway,
  'unlogged-usage': checkUnloggedUsage,
};

/** Checks that compare with the weeks before: while those are being read they say nothing, and their alerts stay as they are. */
const OF_PAST_WEEKS: readonly CheckName[] = ['usage-spike', 'first-seen', 'refusals', 'off-hours'];

/** What every check sees in the facts, but for those that are switched off. */
export function observe(facts: WatchFacts, thresholds: Thresholds, off: readonly CheckName[] = []): Observation[] {
  return CHECK_NAMES.filter((name) => !off.includes(name)).flatMap((name) => CHECKS[name](facts, thresholds));
}

/** Checks that could not look this time. */
export function unjudged({ unusual }: Pick<WatchFacts, 'unusual'>): ReadonlySet<string> {
  return new Set(unusual === null ? OF_PAST_WEEKS : []);
}
