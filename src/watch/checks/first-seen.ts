import type { Observation } from '../../usage/alert.js';
import type { SightKind } from '../../usage/first-sight.js';
import { DAY_MS, HOUR_MS } from '../../usage/window.js';
import { hourText } from '../figure-words.js';
import { type FirstSight, isFirstSight } from '../unusual/first-seen.js';
import { viewLink } from '../view-link.js';
import type { Thresholds, WatchFacts } from '../watch-facts.js';

/** Of each kind and hour so many have an alert of their own; the rest share one. */
const OF_THEIR_OWN = 5;

const KIND_WORDS: Readonly<Record<SightKind, string>> = {
  identity: 'identity',
  model: 'model',
  region: 'region',
  scope: 'endpoint scope',
  client: 'client program',
  address: 'network',
};

/** Is there anybody, or anything, that was never seen before? It stands for a day. */
export function checkFirstSeen({ unusual, now }: WatchFacts, { firstSeen }: Thresholds): Observation[] {
  if (unusual === null) return [];
  const groups = new Map<string, FirstSight[]>();
  const latest = unusual.firstSights
    .filter(({ kind }) => firstSeen.kinds.includes(kind))
    .filter((sight) => isFirstSight(sight, now, firstSeen.learningDays))
    .toSorted((a, b) => a.firstAt - b.firstAt || (a.value < b.value ? -1 : 1));
  for (const sight of latest) {
    const key = `${sight.kind} ${String(hourOf(sight))}`;
    groups.set(key, [...(groups.get(key) ?? []), sight]);
  }
  return [...groups.values()].flatMap((sights) => [
    ...sights.slice(0, OF_THEIR_OWN).map(one),
    ...others(sights.slice(OF_THEIR_OWN)),
  ]);
}

function one(sight: FirstSight): Observation {
  const { kind, place, value, firstAt, placeSince } = sight;
  const name = `${KIND_WORDS[kind]} ${nameOf(sight)}`;
  const where = place === '' ? '' : kind === 'address' ? ` of ${place}` : ` in ${place}`;
  return {
    check: 'first-seen',
    subject: `${kind}/${value}${where}`,
    state: 'WARN',
    words: `The ${name}${where} was first seen in the hour from ${hourText(hourOf(sight))}; ${place === '' ? 'calls' : place} ${place === '' ? 'have' : 'has'} been known since ${hourText(placeSince)}. See whether that is meant.`,
    evidence: {
      kind,
      value,
      place: place === '' ? null : place,
      firstSeen: new Date(firstAt).toISOString(),
      placeKnownSince: new Date(placeSince).toISOString(),
    },
    link: linkOf(sight),
  };
}

function others(sights: readonly FirstSight[]): Observation[] {
  const [first] = sights;
  if (first === undefined) return [];
  const hour = hourOf(first);
  const named = sights.slice(0, 20).map(nameOf);
  const more = sights.length > named.length ? ` and ${sights.length - named.length} more` : '';
  return [
    {
      check: 'first-seen',
      subject: `${first.kind}/more in the hour from ${hourText(hour)}`,
      state: 'WARN',
      words: `${sights.length} more of the same kind (${KIND_WORDS[first.kind]}) were first seen in the hour from ${hourText(hour)}: ${named.join(', ')}${more}.`,
      evidence: { kind: first.kind, count: sights.length },
      link: viewLink('/requests', { from: hour, to: hour + HOUR_MS }, {}),
    },
  ];
}

/** A program that has no name of Ledgerline's goes by its own. */
function nameOf({ kind, value }: FirstSight): string {
  return kind === 'client' ? value.replace(/^other: /, '') : value;
}

function hourOf({ firstAt }: FirstSight): number {
  return Math.floor(firstAt / HOUR_MS) * HOUR_MS;
}

function linkOf(sight: FirstSight): string {
  const { kind, place, value } = sight;
  const from = hourOf(sight);
  const accountId = place.slice(place.indexOf('/') + 1);
  const filters = {
    identity: { person: value },
    model: { model: value },
    region: { accountId, region: value },
    scope: { accountId, endpointScope: value },
    client: { client: value },
    address: { person: place },
  }[kind];
  return viewLink('/requests', { from, to: from + DAY_MS }, filters);
}
