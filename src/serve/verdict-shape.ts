import type { SettingSpell } from '../usage/observed-setting.js';
import type { Window } from '../usage/window.js';
import type { Evidence } from '../watch/log-keeping.js';
import { accountName, placeWords } from '../watch/place-name.js';
import { worstOf } from '../watch/verdict-state.js';
import type { JudgedPlace, OtherPlace } from '../watch/watched-places.js';
import type { PlaceVerdict, SettingsAnswer, VerdictAnswer } from './answers/verdict.js';

/** The verdict on all places as the API answers it. */
export function shapeVerdict(
  requiredDays: number,
  judged: readonly JudgedPlace[],
  others: readonly OtherPlace[],
): VerdictAnswer {
  const state = worstOf(judged.map(({ verdict }) => verdict.state));
  return {
    requiredDays,
    state,
    words: overallWords(state, judged, requiredDays),
    places: judged.map(shapePlace),
    others: others.map((other) => ({ ...other, accountName: accountName(other) })),
  };
}

/** One sentence about all places. */
function overallWords(state: VerdictAnswer['state'], judged: readonly JudgedPlace[], requiredDays: number): string {
  if (judged.length === 0)
    return 'Nothing is known of any log: no source is configured, or its settings have not been read yet.';
  if (state === 'kept') return `The logs of the last ${requiredDays} days are kept in all ${judged.length} places.`;
  const those = judged.filter(({ verdict }) => verdict.state === state);
  const [first] = those;
  const more = those.length > 1 ? ` So it is in ${those.length - 1} more.` : '';
  return first === undefined ? '' : `${placeWords(first)}: ${first.verdict.words}${more}`;
}

function shapePlace({ verdict, keeping, isUsed, sourceIds, days, ...place }: JudgedPlace): PlaceVerdict {
  return {
    cloud: place.cloud,
    accountId: place.accountId,
    accountName: accountName(place),
    region: place.region,
    sourceIds: [...sourceIds],
    used: isUsed,
    state: verdict.state,
    words: verdict.words,
    logging: keeping.logging.state,
    heldDays: verdict.heldDays,
    oldestVanishesAt: isoOf(verdict.oldestVanishesAt),
    wholeFrom: isoOf(verdict.wholeFrom),
    missing: verdict.missing.map(shapeSpan),
    reasons: verdict.reasons.map((reason) => ({ ...reason, evidence: reason.evidence.map(shapeEvidence) })),
    stores: verdict.stores.map(({ store, promise, oldestVanishesAt }) => ({
      name: store.name,
      writtenNow: store.isWrittenNow,
      state: promise,
      known: store.keeping !== null,
      days: store.keeping?.days ?? null,
      readableDays: store.keeping?.readableDays ?? null,
      oldestVanishesAt: isoOf(oldestVanishesAt),
    })),
    own: { state: verdict.own.state, words: verdict.own.words, gaps: verdict.own.gaps.map(shapeSpan) },
    missingPermissions: [...keeping.unread],
    days: [...days],
  };
}

/** The newest first. */
export function shapeSettings(spells: readonly SettingSpell[]): SettingsAnswer {
  return {
    settings: spells.toReversed().map(({ scope, name, reading, firstSeenAt, lastSeenAt }) => ({
      ...scope,
      name,
      known: reading.known,
      value: reading.known ? reading.value : null,
      permission: reading.known ? null : reading.permission,
      firstSeenAt: new Date(firstSeenAt).toISOString(),
      lastSeenAt: new Date(lastSeenAt).toISOString(),
    })),
  };
}

function shapeEvidence({ firstSeenAt, lastSeenAt, ...evidence }: Evidence) {
  return {
    ...evidence,
    firstSeenAt: new Date(firstSeenAt).toISOString(),
    lastSeenAt: new Date(lastSeenAt).toISOString(),
  };
}

function shapeSpan({ from, to }: Window) {
  return { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
}

function isoOf(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
