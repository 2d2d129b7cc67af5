/** A time from one instant up to another, in milliseconds since 1970; `null`: it goes on. */
export interface AzureSpell {
  readonly from: number;
  readonly to: number | null;
}

/** A spell of one resource, by its name: an account, a gateway or a workspace. */
export interface ResourceSpell extends AzureSpell {
  readonly resource: string;
}

/** What can go wrong in Azure, each a share of 0 to 1 unless its name says otherwise. */
export interface AzureFaults {
  /** Rows that are ingested up to days after their time. */
  readonly lateShare: number;
  /** At most 2,879: rows of more than two days ago get the time of their receipt as TimeGenerated. */
  readonly lateMaxMinutes: number;
  /** Rows that are delivered twice. */
  readonly duplicateShare: number;
  /** Requests that are answered 429 with Retry-After. */
  readonly throttleShare: number;
  readonly serverErrorShare: number;
  /** Requests that are refused as if their token had expired. */
  readonly expiredTokenShare: number;
  /** Requests whose connection is cut before the answer. */
  readonly dropConnectionShare: number;
  /** Queries of logs that give half of their rows and a PartialError. */
  readonly partialShare: number;
  /** Spells in which every request is answered 429. */
  readonly throttleStorms: readonly AzureSpell[];
  /** Actions of Azure's roles that are not permitted, and more closely, after a space, on which resource. */
  readonly denied: readonly string[];
  /** Columns of AzureDiagnostics that do not exist just now. */
  readonly vanishedColumns: readonly string[];
  /** Accounts and gateways without a diagnostic setting for a time: their calls are metered and not logged. */
  readonly loggingOff: readonly ResourceSpell[];
  /** Workspaces that reached their daily cap: what would be ingested is lost. */
  readonly dailyCap: readonly ResourceSpell[];
  /** Workspaces that keep rows for so many days only. */
  readonly retention: readonly { readonly resource: string; readonly days: number }[];
}

export const NO_AZURE_FAULTS: AzureFaults = {
  lateShare: 0,
  lateMaxMinutes: 360,
  duplicateShare: 0,
  throttleShare: 0,
  serverErrorShare: 0,
  expiredTokenShare: 0,
  dropConnectionShare: 0,
  partialShare: 0,
  throttleStorms: [],
  denied: [],
  vanishedColumns: [],
  loggingOff: [],
  dailyCap: [],
  retention: [],
};

/** A little of what every real log has. */
export const DEMO_AZURE_FAULTS: AzureFaults = { ...NO_AZURE_FAULTS, lateShare: 0.01, duplicateShare: 0.003 };

/** The faults that are a number each. */
export const AZURE_SHARES = [
  'lateShare',
  'lateMaxMinutes',
  'duplicateShare',
  'throttleShare',
  'serverErrorShare',
  'expiredTokenShare',
  'dropConnectionShare',
  'partialShare',
] as const satisfies readonly (keyof AzureFaults)[];

/** Every action that a request to the stand-in needs. */
export const AZURE_ACTIONS = [
  'Microsoft.OperationalInsights/workspaces/query/read',
  'Microsoft.Insights/logs/read',
  'Microsoft.Insights/metrics/read',
  'Microsoft.Insights/metricDefinitions/read',
  'Microsoft.Insights/diagnosticSettings/read',
  'Microsoft.CognitiveServices/accounts/read',
  'Microsoft.CognitiveServices/accounts/deployments/read',
  'Microsoft.OperationalInsights/workspaces/read',
  'Microsoft.OperationalInsights/workspaces/tables/read',
  'Microsoft.ApiManagement/service/read',
  'Microsoft.ApiManagement/service/diagnostics/read',
  'Microsoft.CostManagement/query/action',
  'Microsoft.CostManagement/forecast/action',
] as const;
export type AzureAction = (typeof AZURE_ACTIONS)[number];

/** Whether an instant lies in a spell. */
export function isWithin(spell: AzureSpell, at: number): boolean {
  return at >= spell.from && (spell.to === null || at < spell.to);
}

/** Whether a resource is in one of its spells at an instant. */
export function isInSpell(spells: readonly ResourceSpell[], resource: string, at: number): boolean {
  return spells.some((spell) => spell.resource === resource && isWithin(spell, at));
}
