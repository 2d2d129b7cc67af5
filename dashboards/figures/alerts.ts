import type { Alert, AlertsAnswer } from '../api/generated/types.gen.js';
import { addDays, DAY_MS, isoOf, startOfDay } from '../format/zone.js';
import { parseAddress } from '../address.js';
import { type CommonSearch, type HealthSearch, readCommon, readHealth } from '../search-params.js';
import type { Tone } from './tone.js';

/** Nothing to judge by, and what cannot be told, look unknown and never fine. */
export const TONE_OF_ALERT: Readonly<Record<Alert['state'], Tone>> = {
  OK: 'ok',
  WARN: 'warn',
  ALERT: 'alert',
  'NO DATA': 'unknown',
  UNKNOWN: 'unknown',
};

/** How many alerts want somebody: the number beside the entry of the navigation. */
export function wantSomebody({ counts }: Pick<AlertsAnswer, 'counts'>): number {
  return counts.warn + counts.alert;
}

export function isMuted({ mutedUntil }: Pick<Alert, 'mutedUntil'>, now: number): boolean {
  return mutedUntil !== null && Date.parse(mutedUntil) > now;
}

/** A kind of check whose alerts are all fine: one line, until somebody opens it. */
export interface FineCheck {
  readonly check: string;
  readonly alerts: readonly Alert[];
  /** When the one of them was looked at that nobody has looked at for longest. */
  readonly lookedAt: string;
}

/** Alerts by what they ask of a person. */
export interface PartedAlerts {
  readonly firing: readonly Alert[];
  readonly unknown: readonly Alert[];
  /** Not fine, and nobody is told. */
  readonly muted: readonly Alert[];
  readonly fine: readonly FineCheck[];
}

/** What fires, then what cannot be told, then what somebody muted, each in the service's own order; and what is fine, by kind. */
export function partAlerts(alerts: readonly Alert[], now: number): PartedAlerts {
  const unwell = alerts.filter(({ state }) => state !== 'OK');
  const loud = unwell.filter((alert) => !isMuted(alert, now));
  return {
    firing: loud.filter(fires),
    unknown: loud.filter((alert) => !fires(alert)),
    muted: unwell.filter((alert) => isMuted(alert, now)),
    fine: fineChecks(alerts.filter(({ state }) => state === 'OK')),
  };
}

function fires({ state }: Alert): boolean {
  return state === 'ALERT' || state === 'WARN';
}

function fineChecks(alerts: readonly Alert[]): FineCheck[] {
  return [...new Set(alerts.map(({ check }) => check))].flatMap((check) => {
    const ofCheck = alerts.filter((alert) => alert.check === check);
    const [first] = ofCheck.map(({ observedAt }) => observedAt).toSorted((a, b) => Date.parse(a) - Date.parse(b));
    return first === undefined ? [] : [{ check, alerts: ofCheck, lookedAt: first }];
  });
}

/** For how long an alert is muted: for a while from now, or up to the end of a day. */
export const MUTE_SPANS = ['day', 'week', 'date'] as const;
export type MuteSpan = (typeof MUTE_SPANS)[number];

/** When a mute ends; null while no day is given. The last day is silent to its end, in the reporting time zone. */
export function endOfMute(span: MuteSpan, lastDay: string, now: number, timeZone: string): string | null {
  if (span === 'day') return isoOf(now + DAY_MS);
  if (span === 'week') return isoOf(now + 7 * DAY_MS);
  return /^\d{4}-\d{2}-\d{2}$/.test(lastDay) ? isoOf(startOfDay(addDays(lastDay, 1), timeZone)) : null;
}

/** What is opened on Log health for an alert: the part that its link names, and there the place, named as in the verdict, or the source. */
export function openedOnHealth({ subject, link }: Pick<Alert, 'subject' | 'link'>): HealthSearch {
  const { tab } = readHealth(parseAddress(link.split('?')[1] ?? ''));
  if (tab === 'completeness' || tab === 'quarantine') return { tab };
  return { tab, ...(subject.includes('/') ? { place: subject } : { source: subject }) };
}

const PAGES = ['/log-health', '/unpriced', '/costs', '/requests', '/errors'] as const;

/** The page that shows what an alert is about; null when it is none of these. */
export function pageOfAlert({ link }: Pick<Alert, 'link'>): (typeof PAGES)[number] | null {
  return PAGES.find((page) => page === link.split('?')[0]) ?? null;
}

/** The range and filters that the link asks for; none of a link without them. */
export function searchOfAlert({ link }: Pick<Alert, 'link'>): CommonSearch {
  const at = link.indexOf('?');
  if (at === -1) return {};
  const { from, to, filter } = readCommon(parseAddress(link.slice(at + 1)));
  return { range: undefined, from, to, filter };
}

/** A word as people write it: `tokensUsual` is "tokens usual". */
export function evidenceLabel(name: string, labels: Readonly<Record<string, string>>): string {
  return (
    labels[name] ??
    name.replaceAll(/([a-z])([A-Z])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`)
  );
}
