import type { Flag } from '../usage/flags.js';
import type { UsageEvent } from '../usage/usage-event.js';
import type { CallerFound } from './callers.js';
import type { Seen } from './calls.js';

/** The event with its caller as far as it was found, and which facts that gave from which source. */
export function withCaller(
  event: UsageEvent,
  caller: CallerFound | null,
): { readonly event: UsageEvent; readonly filled: readonly [fact: string, source: string][] } {
  if (event.principal !== null) {
    return { event: withIdentityOf(event, { how: 'record', confidence: 1, candidates: 1 }, event.flags), filled: [] };
  }
  const { provenance, candidates } = caller ?? NOBODY;
  const flags = new Set<Flag>(event.flags);
  const [first] = candidates;
  const isNamed = first !== undefined && NAMED.has(provenance.how) && first.event.principal !== null;
  if (isNamed || provenance.how === 'ambiguous') flags.delete('identityAbsent');
  else flags.add('identityAbsent');
  if (isNamed && provenance.how !== 'sharedId') flags.add('identityInferred');
  if (provenance.how === 'ambiguous') flags.add('identityAmbiguous');

  const agreed = <Value>(of: (seen: Seen) => Value): Value | null =>
    first !== undefined && candidates.every((one) => of(one) === of(first)) ? of(first) : null;
  const { principal, identity } = isNamed ? first.event : event;
  const callerAddress = event.callerAddress ?? agreed(({ event: { callerAddress: own } }) => own);
  const userAgent = event.userAgent ?? agreed(({ event: { userAgent: own } }) => own);
  const labels = Object.keys(first?.event.requestMetadata ?? {}).flatMap((key) => {
    const value = Object.hasOwn(event.requestMetadata, key)
      ? null
      : agreed(({ event: { requestMetadata: own } }) => (Object.hasOwn(own, key) ? (own[key] ?? null) : null));
    return value === null ? [] : [[key, value] as const];
  });
  const gave = {
    principal: isNamed,
    callerAddress: callerAddress !== event.callerAddress,
    userAgent: userAgent !== event.userAgent,
    requestMetadata: labels.length > 0,
  };
  return {
    event: withIdentityOf(
      {
        ...event,
        principal,
        identity,
        callerAddress,
        userAgent,
        requestMetadata:
          labels.length === 0 ? event.requestMetadata : { ...Object.fromEntries(labels), ...event.requestMetadata },
      },
      provenance,
      [...flags],
    ),
    filled: Object.entries(gave).flatMap(([fact, isGiven]): [string, string][] =>
      isGiven && first !== undefined ? [[fact, first.sight.sourceId]] : [],
    ),
  };
}

const NAMED: ReadonlySet<string> = new Set(['sharedId', 'time', 'agreed', 'likeliest']);
const NOBODY: CallerFound = { provenance: { how: 'absent', confidence: 0, candidates: 0 }, candidates: [] };

const withIdentityOf = (
  event: UsageEvent,
  identity: CallerFound['provenance'],
  flags: readonly Flag[],
): UsageEvent => ({ ...event, flags, provenance: { ...event.provenance, identity } });
