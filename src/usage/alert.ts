import { z } from 'zod';

/** `NO DATA`: nothing to judge by. `UNKNOWN`: it cannot be told, for want of a permission or of a first look. */
export const ALERT_STATES = ['OK', 'WARN', 'ALERT', 'NO DATA', 'UNKNOWN'] as const;
export type AlertState = (typeof ALERT_STATES)[number];

/** Everything that is watched. */
export const CHECK_NAMES = [
  'retention',
  'logging-off',
  'collector-behind',
  'quarantine-growing',
  'unpriced-usage',
  'log-delivery',
  'usage-spike',
  'first-seen',
  'refusals',
  'off-hours',
  'error-rate',
  'throttling',
  'retired-model',
  'unattributed-usage',
  'outside-gateway',
  'unlogged-usage',
] as const;
export type CheckName = (typeof CHECK_NAMES)[number];

/** What a check saw, just now. */
export interface Observation {
  /** The check's name, such as `retention`. */
  readonly check: string;
  /** What it is about, the same at every look: `bedrock/111122223333/us-east-1`, a source's id. */
  readonly subject: string;
  readonly state: AlertState;
  /** What is so and what to do: no prompts, no secrets. */
  readonly words: string;
  /** The figures and settings behind it. */
  readonly evidence: Readonly<Record<string, string | number | null>>;
  /** Where a person looks: a path of the dashboards. */
  readonly link: string;
}

/** An alert as it is remembered from one look to the next. Times are milliseconds since 1970. */
export interface AlertMemory {
  readonly state: AlertState;
  readonly since: number;
  /** Another state that was seen, and since when: it counts once it has lasted. */
  readonly pending: { readonly state: AlertState; readonly since: number } | null;
  /** Whether it has ever been OK, WARN or ALERT: until then its silence is no news. */
  readonly wasKnown: boolean;
  /** The state that its channels have last been told, and when. */
  readonly toldState: AlertState | null;
  readonly toldAt: number | null;
  readonly mutedUntil: number | null;
}

/** How an alert begins: nothing is known of it and nobody has been told. */
export function newAlert(now: number): AlertMemory {
  return {
    state: 'UNKNOWN',
    since: now,
    pending: null,
    wasKnown: false,
    toldState: null,
    toldAt: null,
    mutedUntil: null,
  };
}

/** What somebody is told: it began, became worse or better, is over, can no longer be told, or still stands. */
export const NEWS = ['opened', 'worsened', 'eased', 'resolved', 'lost', 'reminder'] as const;
export type News = (typeof NEWS)[number];

const newsItemSchema = z.object({
  alertId: z.guid(),
  check: z.string(),
  subject: z.string(),
  news: z.enum(NEWS),
  from: z.enum(ALERT_STATES),
  state: z.enum(ALERT_STATES),
  at: z.iso.datetime(),
  words: z.string(),
  link: z.string(),
});
export type NewsItem = z.output<typeof newsItemSchema>;

/** What one channel is sent at once: everything that changed in one look, the worst first. */
export const messageSchema = z.object({ items: z.array(newsItemSchema) });
export type Message = z.output<typeof messageSchema>;

/** What one look made of one alert. */
export interface AlertChange {
  readonly alertId: string;
  readonly observation: Observation;
  readonly next: AlertMemory;
  readonly transition: { readonly from: AlertState; readonly to: AlertState } | null;
}

/** Everything that one look changes: alerts, and what each channel is to be sent. */
export interface LookResult {
  readonly changes: readonly AlertChange[];
  readonly messages: readonly { readonly channelId: string; readonly message: Message }[];
}

/** The key of an alert: its check and what it is about. */
export function alertKey({ check, subject }: Pick<Observation, 'check' | 'subject'>): string {
  return `${check}\n${subject}`;
}
