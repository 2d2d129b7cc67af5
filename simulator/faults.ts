import { NO_GOOGLE_FAULTS, type GoogleFaults } from './google/google-faults.js';
import { PROJECTS } from './google/world/google-places.js';

/** A log, and a time from one instant up to another, in milliseconds since 1970; `null`: it goes on. */
export interface Spell {
  readonly accountId: string;
  readonly region: string;
  readonly from: number;
  readonly to: number | null;
}

export const FAILING_ROUTES = ['cloudwatch', 's3', 'largeData'] as const;
/** Where something of a call can be delivered to: its record to two, its large bodies to one. */
export type DeliveryRoute = (typeof FAILING_ROUTES)[number];

/** What can go wrong, each a share of 0 to 1 unless its name says otherwise. Which records and requests are hit follows from the seed. */
export interface Faults {
  /** Records that are ingested minutes to hours after their timestamp; their place in the log is that of the timestamp. */
  readonly lateShare: number;
  readonly lateMaxMinutes: number;
  /** Records that are ingested up to three minutes after ones that happened later. */
  readonly outOfOrder: number;
  /** Records that are delivered twice, the second time under another event id, at once or much later. */
  readonly duplicateShare: number;
  /** Objects of records in S3 that appear up to an hour late, in the folder of their records' hour. */
  readonly lateObjectShare: number;
  /** Pages without events and with a token to go on. */
  readonly emptyPageShare: number;
  /** Requests that are throttled although the quota is not used up. */
  readonly throttleShare: number;
  readonly serverErrorShare: number;
  /** Requests that are refused as if the credentials had expired. */
  readonly expiredCredentialsShare: number;
  /** Objects whose first answer is cut short; asked for again, they are whole. */
  readonly truncatedGzipShare: number;
  /** Page tokens that are refused as if they were older than a day. */
  readonly tokenExpiryShare: number;
  /** Requests whose connection is cut, before the answer or in the middle of it. */
  readonly dropConnectionShare: number;
  /** Milliseconds that every answer waits. */
  readonly slowMs: number;
  /** 1: the documented quotas of requests a second hold. 0: they do not. Between and above: they are multiplied. */
  readonly quotaFactor: number;
  /**
   * Requests that are not permitted, by IAM's action, and more closely, after a space each, by account, by region, or by
   * `data` for large bodies in S3: `s3:GetObject data`, `logs:FilterLogEvents eu-west-1`.
   */
  readonly denied: readonly string[];
  /** Logs that are switched off for a time: calls are metered and not logged. */
  readonly loggingOff: readonly Spell[];
  /** Deliveries that fail for a time: the records, or the large bodies, are lost on that route. */
  readonly failingDeliveries: readonly (Spell & { readonly route: DeliveryRoute })[];
  /** Logs that keep records for so many days only, in CloudWatch Logs and in S3, whatever the place has otherwise. */
  readonly retention: readonly { readonly accountId: string; readonly region: string; readonly days: number }[];
  /** What goes wrong with Google Cloud, where it is played too. */
  readonly google: GoogleFaults;
}

export const NO_FAULTS: Faults = {
  lateShare: 0,
  lateMaxMinutes: 90,
  outOfOrder: 0,
  duplicateShare: 0,
  lateObjectShare: 0,
  emptyPageShare: 0,
  throttleShare: 0,
  serverErrorShare: 0,
  expiredCredentialsShare: 0,
  truncatedGzipShare: 0,
  tokenExpiryShare: 0,
  dropConnectionShare: 0,
  slowMs: 0,
  quotaFactor: 1,
  denied: [],
  loggingOff: [],
  failingDeliveries: [],
  retention: [],
  google: NO_GOOGLE_FAULTS,
};

/** A little of what every real log has. */
export const DEMO_FAULTS: Faults = {
  ...NO_FAULTS,
  lateShare: 0.004,
  outOfOrder: 0.02,
  duplicateShare: 0.003,
  lateObjectShare: 0.03,
  emptyPageShare: 0.03,
  google: {
    ...NO_GOOGLE_FAULTS,
    lateShare: 0.004,
    duplicateShare: 0.003,
    emptyPageShare: 0.03,
    quotaFactor: 0,
    // Longer than Cloud Logging keeps entries by itself, so that two periods can be compared.
    retention: PROJECTS.map(({ projectId }) => ({ projectId, days: 90 })),
  },
};

/** The faults that are a number each. */
export const SHARES = [
  'lateShare',
  'lateMaxMinutes',
  'outOfOrder',
  'duplicateShare',
  'lateObjectShare',
  'emptyPageShare',
  'throttleShare',
  'serverErrorShare',
  'expiredCredentialsShare',
  'truncatedGzipShare',
  'tokenExpiryShare',
  'dropConnectionShare',
  'slowMs',
  'quotaFactor',
] as const satisfies readonly (keyof Faults)[];
