import { boundedText } from '../store/dimensions.store.js';
import type { StoredJudgement } from '../store/stored-judgement.js';
import type { JoinedEvent } from '../store/write-joined.js';
import { failureOf } from '../usage/failure.js';
import type { Flag } from '../usage/flags.js';
import { dayOfEventId } from '../usage/event-id.js';
import type { Price } from '../usage/priced.js';
import { TOKEN_CLASSES } from '../usage/tokens.js';
import type { UsageEvent } from '../usage/usage-event.js';
import { BY_US, loggedFacts } from './rerate.js';

/**
 * A call whose group is joined again, with its price and its team as they stand: rules that have changed since are applied
 * by a run that reports what it changes (rerate-run.ts), and never by the way, because a log arrived late. What the logs
 * themselves tell otherwise now is judged by the rules of today for the time of the call, like a call that arrives late.
 */
export function keepJudgement(again: JoinedEvent, stored: readonly StoredJudgement[]): JoinedEvent | null {
  // Several only where calls that were told apart are one now; the one with figures then stands.
  const before = stored.find((one) => isPricedAlike(again.event, one)) ?? stored[0];
  if (before === undefined) return null;
  const team = isAttributedAlike(again.event, before) ? { team: before.team, person: before.person } : {};
  return isPricedAlike(again.event, before)
    ? { ...again, ...priceThatStands(again, before), ...team }
    : { ...again, ...team };
}

function isPricedAlike(event: UsageEvent, stored: StoredJudgement): boolean {
  const [told, known] = [loggedFacts(event), loggedFacts(stored)];
  return (
    isOfOnePlaceAndDay(event, stored) &&
    TOKEN_CLASSES.every((tokenClass) => event.tokens[tokenClass] === stored.tokens[tokenClass]) &&
    event.webSearchRequests === stored.webSearchRequests &&
    told.model === known.model &&
    told.vendor === known.vendor &&
    told.endpointScope === known.endpointScope &&
    (event.speed === stored.speed || [event, stored].some(({ flags }) => flags.some((flag) => BY_US.has(flag)))) &&
    event.batch === stored.batch &&
    event.inferenceGeo === stored.inferenceGeo &&
    failureOf(event) === failureOf(stored) &&
    isRefusal(event) === isRefusal(stored) &&
    OF_COUNTS.every((flag) => event.flags.includes(flag) === stored.flags.includes(flag))
  );
}

function isAttributedAlike(event: UsageEvent, stored: StoredJudgement): boolean {
  return (
    isOfOnePlaceAndDay(event, stored) &&
    (event.principal === null ? null : boundedText(event.principal)) === stored.principal &&
    labels(event.requestMetadata) === labels(stored.requestMetadata ?? {})
  );
}

const isOfOnePlaceAndDay = ({ eventId, accountId, region, modelId }: UsageEvent, stored: StoredJudgement) =>
  dayOfEventId(eventId) === dayOfEventId(stored.storedId) &&
  boundedText(accountId) === stored.accountId &&
  boundedText(region) === stored.region &&
  boundedText(modelId) === stored.modelId;

const labels = (metadata: Readonly<Record<string, string>>) =>
  JSON.stringify(Object.entries(metadata).toSorted(([a], [b]) => (a < b ? -1 : 1)));

/** Flags of counts that are priced in another way. */
const OF_COUNTS: readonly Flag[] = ['meteredRemainder', 'cacheInRemainder', 'cacheNotLogged', 'tokensInRemainder'];

/** Of the reasons to stop, the one that a price hangs on. */
const isRefusal = ({ stopReason }: Pick<UsageEvent, 'stopReason'>) => stopReason === 'refusal';

/** The price, and the model and scope that it is of. */
function priceThatStands(
  { event, price }: JoinedEvent,
  stored: StoredJudgement,
): Pick<JoinedEvent, 'event' | 'price' | 'effective'> {
  const { model, vendor, endpointScope, speed, priced, unpriced, effective } = stored;
  const standing: Price = priced !== null ? { priced } : unpriced !== null ? { unpriced } : price;
  const flags = new Set(event.flags.filter((flag) => !OF_PRICE.has(flag)));
  for (const flag of stored.flags) if (OF_PRICE.has(flag)) flags.add(flag);
  const provenance = { ...event.provenance, model: stored.provenance.model };
  return {
    event: { ...event, model, vendor, endpointScope, speed, flags: inOrderOf(stored.flags, flags), provenance },
    price: standing,
    effective,
  };
}

/** Flags that say by what model, scope and rules a call was priced. */
const OF_PRICE: ReadonlySet<Flag> = new Set<Flag>([
  ...BY_US,
  'modelUnknown',
  'modelFromBody',
  'scopeUnknown',
  'thresholdHidden',
]);

/** Those that are stored in the order in which they are, so that nothing is rewritten for it. */
const inOrderOf = (stored: readonly Flag[], flags: ReadonlySet<Flag>) => [
  ...stored.filter((flag) => flags.has(flag)),
  ...[...flags].filter((flag) => !stored.includes(flag)),
];
