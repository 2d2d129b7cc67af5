/** A project-location, and a time from one instant up to another, in milliseconds since 1970; `null`: it goes on. */
export interface GoogleSpell {
  readonly projectId: string;
  readonly location: string;
  readonly from: number;
  readonly to: number | null;
}

export const GOOGLE_LOGS = ['requestResponse', 'inferenceMetadata', 'audit'] as const;
/** The logs that each tell a part of a call. */
export type GoogleLog = (typeof GOOGLE_LOGS)[number];

/** What can go wrong with Google Cloud, each a share of 0 to 1 unless its name says otherwise. */
export interface GoogleFaults {
  /** Rows and entries that arrive minutes to hours after they should. */
  readonly lateShare: number;
  readonly lateMaxMinutes: number;
  /** Rows and entries that arrive twice under the same id, the second time later. */
  readonly duplicateShare: number;
  /** Pages of log entries without entries and with a token to go on. */
  readonly emptyPageShare: number;
  /** Requests that are refused as one too many although the quota is not used up. */
  readonly throttleShare: number;
  readonly serverErrorShare: number;
  /** Page tokens of log entries that are refused as if they were too old. */
  readonly tokenExpiryShare: number;
  /** 1: the documented quota of entries.list holds. 0: it does not. Between and above: it is multiplied. */
  readonly quotaFactor: number;
  /** Times in which every request is refused as one too many. */
  readonly storms: readonly { readonly from: number; readonly to: number | null }[];
  /**
   * Requests that are not permitted, by permission, and more closely, after a space each, by project, location or
   * dataset: `bigquery.tables.getData vertex_logs_eu`.
   */
  readonly denied: readonly string[];
  /** Logs that are switched off for a time: calls are metered and this log does not tell of them. */
  readonly loggingOff: readonly (GoogleSpell & { readonly log: GoogleLog })[];
  /** Times in which the request-response log of a place keeps another share of the calls than it does otherwise. */
  readonly sampling: readonly (GoogleSpell & { readonly rate: number })[];
  /** Tables, as `project.dataset.table`, that expire whole at an instant. */
  readonly tableExpires: readonly { readonly table: string; readonly at: number }[];
  /** Projects whose log bucket keeps entries for so many days instead of 30. */
  readonly retention: readonly { readonly projectId: string; readonly days: number }[];
  /** Filters that keep matching entries out of the log bucket. */
  readonly exclusions: readonly { readonly projectId: string; readonly name: string; readonly filter: string }[];
}

export const NO_GOOGLE_FAULTS: GoogleFaults = {
  lateShare: 0,
  lateMaxMinutes: 90,
  duplicateShare: 0,
  emptyPageShare: 0,
  throttleShare: 0,
  serverErrorShare: 0,
  tokenExpiryShare: 0,
  quotaFactor: 1,
  storms: [],
  denied: [],
  loggingOff: [],
  sampling: [],
  tableExpires: [],
  retention: [],
  exclusions: [],
};

/** The faults that are a number each. */
export const GOOGLE_SHARES = [
  'lateShare',
  'lateMaxMinutes',
  'duplicateShare',
  'emptyPageShare',
  'throttleShare',
  'serverErrorShare',
  'tokenExpiryShare',
  'quotaFactor',
] as const satisfies readonly (keyof GoogleFaults)[];

/** True for an instant within a spell of that place. */
export function isWithin(
  spell: GoogleSpell,
  place: { readonly projectId: string; readonly location: string },
  at: number,
): boolean {
  const here = spell.projectId === place.projectId && spell.location === place.location;
  return here && at >= spell.from && (spell.to === null || at < spell.to);
}
