import type { Observation } from '../usage/alert.js';
import { checkCollectorBehind } from './checks/collector-behind.js';
import { checkLogDelivery } from './checks/log-delivery.js';
import { checkLoggingOff } from './checks/logging-off.js';
import { checkQuarantineGrowing } from './checks/quarantine-growing.js';
import { checkRetention } from './checks/retention.js';
import { checkUnpricedUsage } from './checks/unpriced-usage.js';
import type { Thresholds, WatchFacts } from './watch-facts.js';

type Check = (facts: WatchFacts, thresholds: Thresholds) => Observation[];

/** Everything that is watched. A new check is a file in `checks/` and a line here and in CHECK_NAMES. */
const CHECKS: readonly Check[] = [
  checkRetention,
  checkLoggingOff,
  checkCollectorBehind,
  checkQuarantineGrowing,
  checkUnpricedUsage,
  checkLogDelivery,
];

/** What every check sees in the facts. */
export function observe(facts: WatchFacts, thresholds: Thresholds): Observation[] {
  return CHECKS.flatMap((check) => check(facts, thresholds));
}
