import { modelOf } from '../normalise/foundry/model.js';
import type { Flag } from '../usage/flags.js';
import { failureOf } from '../usage/failure.js';
import { type GroupFacts, type MeteredBin, UNNAMED_MODELS } from '../usage/group-facts.js';
import type { Sight } from '../usage/sight.js';
import type { UsageEvent } from '../usage/usage-event.js';
import type { Window } from '../usage/window.js';
import { inOrder, isAnswered, type Seen } from './calls.js';
import { deploymentNamed, foundryGroupKey, groupKeyOfBin, withDeployment } from './foundry-deployments.js';
import { failuresOnce } from './foundry-failures.js';
import { type Counts, hourOf, remainderOf } from './foundry-remainder.js';
import type { GroupJoin, Joined, SourcedSight } from './group-join.js';
import { homeOf, withModelMetered } from './unnamed-models.js';
import { groupedBy } from '../usage/grouped-by.js';

/** What the join of a day decided of a model, and what it could not use. */
export interface FoundryReport {
  /** What the tokens of the day come from: the meter where it tells of the model, else the gateway's rows. */
  readonly base: 'metrics' | 'gateway' | 'resource' | null;
  readonly sights: { readonly gateway: number; readonly resource: number };
  /** Answered calls of Foundry's own log that are no events, because a better source counts them. */
  readonly onlySights: number;
  readonly remainders: readonly ({ readonly deployment: string } & Readonly<
    Record<'metered' | 'attributed' | 'below' | 'hoursBelow' | 'owed', Counts>
  >)[];
}

/** Every failed call of an account and day is in one group: many rows of failures name neither deployment nor model. */
const FAILURES = 'failed calls';

export const foundryKeyOf = ({ log, event }: Pick<Sight, 'log' | 'event'>) => ({
  region: '',
  modelKey: keyOf(log, event),
});

function keyOf(log: Sight['log'], event: UsageEvent): string {
  if (event.outcome === 'failed') return FAILURES;
  const isUnnamed = log === 'gateway' && event.model === null && event.vendor === 'unknown';
  return isUnnamed ? UNNAMED_MODELS : foundryGroupKey(event.model, event.modelId);
}

/**
 * Foundry: metrics count every token of a deployment and know no callers, a gateway's rows have the caller and uncached
 * tokens, Foundry's own rows neither. The metrics are the base, by deployment, model and hour: every call that a gateway
 * tells of is an event with what was logged of it, and what was metered beyond these is one event an hour, without a caller.
 * In hours that were not metered, the gateway's rows are all there is and their cost is incomplete; Foundry's own rows of
 * answered calls are events, of unknown tokens, only where nothing else tells of the hour. Failed calls have no tokens and
 * come from the logs (foundry-failures.ts). Calls of which no tokens were logged have what they used, if anything, in the
 * remainder too, wherever the hour was metered.
 */
export function joinFoundryGroup(
  day: Window,
  sights: readonly SourcedSight[],
  facts: GroupFacts,
): GroupJoin<FoundryReport> {
  const seen = inOrder(sights).filter(({ sight: { log }, event }) => {
    return keyOf(log, event) !== UNNAMED_MODELS || homeOf(event, facts) === facts.modelKey;
  });
  const isOwn = ({ at }: Seen) => at >= day.from && at < day.to;
  const failures = failuresOnce(seen.filter((one) => !isAnswered(one)))
    .filter(isOwn)
    .map((one) => {
      const event = withDeployment(one.event, deploymentNamed(one.event, facts), facts);
      const isMetered = facts.meteredHours.has(hourOf(one.at)) && failureOf(event) !== 'refused';
      return joined(one, isMetered ? withTokensInRemainder(event) : event);
    });
  const answered = seen.filter((one) => isAnswered(one) && isOwn(one));
  const [gateway, resource] = (['gateway', 'resource'] as const).map((log) =>
    answered.filter(({ sight }) => sight.log === log),
  );
  const metered = meteredModels(facts);
  const calls = (gateway ?? []).map((one) => {
    const event = withDeployment(one.event, deploymentNamed(one.event, facts), facts);
    const own = metered.filter(({ deployment }) => deployment === event.modelId);
    const behind = own.find((one) => one.key === modelKey(event)) ?? (own.length === 1 ? own[0] : undefined);
    const isHourMetered = facts.meteredHours.has(hourOf(one.at));
    const isMetered = behind !== undefined && isHourMetered;
    const told = withModelMetered(withCacheFlag(event, isMetered), behind?.bins ?? []);
    return { one, behind: isMetered ? behind : null, event: isHourMetered ? withTokensInRemainder(told) : told };
  });
  const remainders = metered.map((model) => ({
    deployment: model.deployment,
    ...remainderOf(
      { ...model, calls: calls.filter(({ behind }) => behind === model).map(({ event }) => event) },
      day,
      facts,
    ),
  }));
  const told = new Set(calls.map(({ one, event }) => `${event.modelId}/${hourOf(one.at)}`));
  const unheard = (resource ?? []).flatMap((one) => {
    const event = withDeployment(one.event, deploymentNamed(one.event, facts), facts);
    const isTold = facts.meteredHours.has(hourOf(one.at)) || told.has(`${event.modelId}/${hourOf(one.at)}`);
    return isTold ? [] : [joined(one, event)];
  });
  const events = [
    ...failures,
    ...calls.map(({ one, event }) => joined(one, event)),
    ...remainders.flatMap(({ events: ofHours }) => ofHours),
    ...unheard,
  ];
  return {
    events,
    report: {
      base: metered.length > 0 ? 'metrics' : calls.length > 0 ? 'gateway' : unheard.length > 0 ? 'resource' : null,
      sights: {
        gateway: seen.filter((one) => isOwn(one) && one.sight.log === 'gateway').length,
        resource: seen.filter((one) => isOwn(one) && one.sight.log === 'resource').length,
      },
      onlySights: (resource ?? []).length - unheard.length,
      remainders: remainders.map(({ events: _events, ...sums }) => sums),
    },
  };
}

const modelKey = ({ model, speed, modelId }: Pick<UsageEvent, 'model' | 'speed' | 'modelId'>) =>
  `${model ?? modelId}/${speed}`;

function modelKeyOfBin({ deployment, modelId }: MeteredBin): string {
  const { model, speed } = modelOf(modelId, new Set());
  return modelKey({ model, speed, modelId: deployment });
}

/** The deployments of the group that were metered, each with one model: a name that was made again in the day has two. */
function meteredModels(facts: GroupFacts) {
  const own = facts.bins.filter((bin) => groupKeyOfBin(bin) === facts.modelKey);
  const byDeployment = groupedBy(own, ({ deployment }) => deployment);
  return [...byDeployment].flatMap(([deployment, bins]) =>
    [...groupedBy(bins, modelKeyOfBin)].map(([key, ofModel]) => ({ deployment, key, bins: ofModel })),
  );
}

/** Of a call without any tokens: what it used is known of its deployment and hour, not of the call. */
function withTokensInRemainder(event: UsageEvent): UsageEvent {
  if (!event.flags.includes('tokensMissing')) return event;
  return { ...event, flags: [...event.flags.filter((flag) => flag !== 'tokensMissing'), 'tokensInRemainder'] };
}

/** A call without its cached tokens says where they are to be found. */
function withCacheFlag(event: UsageEvent, isMetered: boolean): UsageEvent {
  if (!event.flags.includes('cacheUnknown')) return event;
  const flags = new Set<Flag>(event.flags);
  flags.delete('cacheUnknown');
  flags.add(isMetered ? 'cacheInRemainder' : 'cacheNotLogged');
  return { ...event, flags: [...flags] };
}

function joined({ sight: { sourceId } }: Seen, event: UsageEvent): Joined {
  const how = event.principal === null ? 'absent' : 'record';
  const identity = { how, confidence: how === 'record' ? 1 : 0, candidates: how === 'record' ? 1 : 0 } as const;
  return {
    event: { ...event, provenance: { ...event.provenance, identity } },
    sourceId,
    seenBy: [],
    filledFrom: {},
    sightIds: [event.eventId],
  };
}
