import {
  type AlertChange,
  alertKey,
  type AlertMemory,
  type AlertState,
  type CheckName,
  type LookResult,
  newAlert,
  type NewsItem,
  type Observation,
} from '../usage/alert.js';
import { type MachineSettings, stepAlert } from './alert-machine.js';

/** A channel, as far as it matters who is told what. */
export interface Listener {
  readonly channelId: string;
  /** Checks that it is told of; undefined is all of them. */
  readonly checks: readonly string[] | undefined;
}

/** An alert as it is known from earlier looks. */
export interface KnownAlert {
  readonly alertId: string;
  readonly check: string;
  readonly subject: string;
  readonly memory: AlertMemory;
  readonly link: string;
}

export interface LookQuestion {
  readonly observations: readonly Observation[];
  /** Checks that could not look this time: their alerts stay as they are. */
  readonly unjudged?: ReadonlySet<string>;
  readonly known: ReadonlyMap<string, KnownAlert>;
  readonly listeners: readonly Listener[];
  readonly machine: MachineSettings;
  readonly now: number;
  readonly newId: () => string;
}

/** What a look changes: every alert a step further, and for each channel one message with everything that is news to it. */
export function decideLook(question: LookQuestion): LookResult {
  const { observations, unjudged, known, listeners, machine, now, newId } = question;
  const seen = new Set(observations.map(alertKey));
  const gone = [...known.values()]
    .filter((alert) => !seen.has(alertKey(alert)) && unjudged?.has(alert.check) !== true && !isSettled(alert.memory))
    .map(noLongerSeen);
  const changes: AlertChange[] = [];
  const news: NewsItem[] = [];
  for (const observation of [...observations, ...gone]) {
    const alert = known.get(alertKey(observation));
    const memory = alert?.memory ?? newAlert(now);
    const { next, transition, notify } = stepAlert(memory, observation.state, now, machine);
    const alertId = alert?.alertId ?? newId();
    changes.push({ alertId, observation, next, transition });
    if (notify === null) continue;
    const { check, subject, words, link } = observation;
    const from = memory.toldState ?? memory.state;
    news.push({
      alertId,
      check,
      subject,
      news: notify,
      from,
      state: next.state,
      at: new Date(now).toISOString(),
      words,
      link,
    });
  }
  const sorted = news.toSorted((a, b) => URGENCY.indexOf(a.state) - URGENCY.indexOf(b.state));
  const messages = listeners.flatMap(({ channelId, checks }) => {
    const items = sorted.filter(({ check }) => checks === undefined || checks.includes(check));
    return items.length === 0 ? [] : [{ channelId, message: { items } }];
  });
  return { changes, messages };
}

/** The worst first. */
const URGENCY: readonly AlertState[] = ['ALERT', 'WARN', 'UNKNOWN', 'NO DATA', 'OK'];

/** It is fine, everybody knows, and nothing is about to change: there is nothing to write down at every look. */
function isSettled({ state, pending, toldState, mutedUntil }: AlertMemory): boolean {
  return state === 'OK' && pending === null && (toldState === null || toldState === 'OK') && mutedUntil === null;
}

/** Checks that speak only while something is wrong. */
const SPEAKS_OF_TROUBLE: ReadonlySet<string> = new Set<CheckName>([
  'usage-spike',
  'first-seen',
  'refusals',
  'off-hours',
  'error-rate',
  'throttling',
  'retired-model',
  'outside-gateway',
]);

/** What was wrong has ended; or its source or region is configured no more, and whatever was wrong is no longer ours to tell. */
function noLongerSeen({ check, subject, link }: KnownAlert): Observation {
  const words = SPEAKS_OF_TROUBLE.has(check)
    ? `Nothing is to be told of ${subject} any more.`
    : `${subject} is no longer watched.`;
  return { check, subject, state: 'OK', words, evidence: {}, link };
}
