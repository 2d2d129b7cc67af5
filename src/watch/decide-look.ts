import {
  type AlertChange,
  alertKey,
  type AlertMemory,
  type AlertState,
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
  readonly known: ReadonlyMap<string, KnownAlert>;
  readonly listeners: readonly Listener[];
  readonly machine: MachineSettings;
  readonly now: number;
  readonly newId: () => string;
}

/** What a look changes: every alert a step further, and for each channel one message with everything that is news to it. */
export function decideLook({ observations, known, listeners, machine, now, newId }: LookQuestion): LookResult {
  const seen = new Set(observations.map(alertKey));
  const gone = [...known.values()].filter((alert) => !seen.has(alertKey(alert))).map(noLongerWatched);
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

/** Its source or region is configured no more: whatever was wrong is no longer ours to tell. */
function noLongerWatched({ check, subject, link }: KnownAlert): Observation {
  return { check, subject, state: 'OK', words: `${subject} is no longer watched.`, evidence: {}, link };
}
