import type { DeploymentSpell, RateLimit } from './deployment.js';
import { HOUR_MS, type Window } from './window.js';
import { groupedBy } from './grouped-by.js';

/** The limits of a deployment over the hours in which they were in force. Milliseconds since 1970. */
export interface LimitSpan {
  readonly accountId: string;
  /** The deployment, as it is called. */
  readonly name: string;
  readonly rateLimits: readonly RateLimit[];
  readonly from: number;
  /** `null` while they are in force. */
  readonly to: number | null;
}

/**
 * Which limits were in force in which hours of a range. An hour has the limits that it began with. What was seen at the first
 * look holds from the hour of that look on, and before it from the hour in which the cloud says that the deployment was last
 * changed; before that nothing is told, and none is assumed. Times in which a deployment told no limits are left out.
 */
export function limitSpans(spells: readonly DeploymentSpell[], range: Window): LimitSpan[] {
  const byName = groupedBy(spells, ({ accountId, name }) => `${accountId}\n${name}`);
  return [...byName.values()]
    .flatMap(spansOf)
    .filter(({ from, to }) => from < range.to && (to === null || to > range.from));
}

function spansOf(spells: readonly DeploymentSpell[]): LimitSpan[] {
  const inOrder = spells.toSorted((a, b) => a.firstSeenAt - b.firstSeenAt);
  const spans = inOrder.map(({ accountId, name, rateLimits, changedAt, firstSeenAt, endedAt }, index): LimitSpan => {
    const next = inOrder[index + 1];
    const since = index === 0 && changedAt !== null ? Math.min(firstSeenAt, changedAt) : firstSeenAt;
    const ends = [...(next === undefined ? [] : [next.firstSeenAt]), ...(endedAt === null ? [] : [endedAt])];
    return {
      accountId,
      name,
      rateLimits,
      from: index === 0 ? Math.floor(since / HOUR_MS) * HOUR_MS : nextHour(since),
      to: ends.length === 0 ? null : nextHour(Math.min(...ends)),
    };
  });
  return spans
    .filter(({ from, to }) => to === null || to > from)
    .reduce(joined, [])
    .filter(({ rateLimits }) => rateLimits.length > 0);
}

const nextHour = (at: number) => Math.ceil(at / HOUR_MS) * HOUR_MS;

/** What changes in a deployment is often something else: the same limits without a gap are one span. */
function joined(spans: readonly LimitSpan[], span: LimitSpan): LimitSpan[] {
  const last = spans.at(-1);
  return last?.to === span.from && isSame(last.rateLimits, span.rateLimits)
    ? [...spans.slice(0, -1), { ...last, to: span.to }]
    : [...spans, span];
}

function isSame(one: readonly RateLimit[], other: readonly RateLimit[]): boolean {
  return told(one) === told(other);
}

/** Limits as text, in whichever order the cloud lists them. */
function told(limits: readonly RateLimit[]): string {
  return limits
    .map(({ key, count, renewalPeriodSeconds }) => [key, count, renewalPeriodSeconds].join(' '))
    .toSorted((a, b) => a.localeCompare(b))
    .join('\n');
}
