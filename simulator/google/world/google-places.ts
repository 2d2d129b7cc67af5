/** A BigQuery table into which one region writes its request-response log. */
export interface LogTable {
  readonly projectId: string;
  readonly dataset: string;
  readonly table: string;
  /** v1 has the six columns of old endpoints, v2 all of them. */
  readonly schema: 'v1' | 'v2';
  readonly partitioned: boolean;
  /** Where the dataset lies: BigQuery's own location, not that of the model. */
  readonly bigQueryLocation: string;
}

/** One project in one location: the unit in which Vertex AI writes a request-response log. */
export interface GooglePlace {
  readonly projectId: string;
  readonly location: string;
  /** Share of all calls. */
  readonly share: number;
  readonly utcOffsetHours: number;
  /** `null`: no request-response log. Multi-regional places and the global one have none, whatever is configured. */
  readonly table: LogTable | null;
  /** Share of the answered calls that the request-response log keeps. */
  readonly samplingRate: number;
  /** True where the publisher model configuration says that logging is on, though no row ever arrives. */
  readonly configuredInVain: boolean;
  /** Tier whose calls run on provisioned throughput as far as it reaches. */
  readonly dedicatedTier: 'sonnet' | null;
}

/** A project of the invented insurer, and what of its calls reaches Cloud Logging. */
export interface GoogleProject {
  readonly projectId: string;
  readonly projectNumber: string;
  /** Inference request metadata: `project`, of every call; or of some models in one location only. */
  readonly metadataLog: 'project' | { readonly location: string; readonly models: readonly string[] };
  /** Members whose reads are exempt from Data Access audit logs. */
  readonly auditExempt: readonly string[];
  /** The audit configuration names this service. */
  readonly auditService: 'aiplatform.googleapis.com' | 'allServices';
}

export const PRODUCTION = 'insurer-claims-prod';
export const DEVELOPMENT = 'insurer-dev-tools';

/** The service account whose reads production does not audit, to save cost. */
export const BATCH_ACCOUNT = `policy-batch@${PRODUCTION}.iam.gserviceaccount.com`;

export const PROJECTS: readonly [GoogleProject, ...GoogleProject[]] = [
  {
    projectId: PRODUCTION,
    projectNumber: '418207735120',
    metadataLog: 'project',
    auditExempt: [BATCH_ACCOUNT],
    auditService: 'aiplatform.googleapis.com',
  },
  {
    projectId: DEVELOPMENT,
    projectNumber: '902316648871',
    metadataLog: {
      location: 'us-east5',
      models: ['claude-sonnet-5', 'claude-sonnet-5-5', 'claude-opus-5', 'claude-opus-5-5'],
    },
    auditExempt: [],
    auditService: 'allServices',
  },
];

const unlogged = { table: null, samplingRate: 0, configuredInVain: false, dedicatedTier: null } as const;

/** The project-locations in which the insurer calls Claude on Vertex AI. */
export const GOOGLE_PLACES: readonly [GooglePlace, ...GooglePlace[]] = [
  {
    projectId: PRODUCTION,
    location: 'us-east5',
    share: 0.2,
    utcOffsetHours: -5,
    table: {
      projectId: PRODUCTION,
      dataset: 'vertex_logs',
      table: 'claude_us_east5',
      schema: 'v2',
      partitioned: true,
      bigQueryLocation: 'US',
    },
    samplingRate: 1,
    configuredInVain: false,
    dedicatedTier: 'sonnet',
  },
  {
    projectId: PRODUCTION,
    location: 'europe-west1',
    share: 0.16,
    utcOffsetHours: 1,
    table: {
      projectId: PRODUCTION,
      dataset: 'vertex_logs_eu',
      table: 'claude_europe_west1',
      schema: 'v1',
      partitioned: false,
      bigQueryLocation: 'EU',
    },
    samplingRate: 0.25,
    configuredInVain: false,
    dedicatedTier: null,
  },
  { projectId: PRODUCTION, location: 'eu', share: 0.13, utcOffsetHours: 1, ...unlogged },
  { projectId: PRODUCTION, location: 'us', share: 0.09, utcOffsetHours: -6, ...unlogged },
  { projectId: PRODUCTION, location: 'global', share: 0.12, utcOffsetHours: 0, ...unlogged, configuredInVain: true },
  { projectId: DEVELOPMENT, location: 'global', share: 0.08, utcOffsetHours: 1, ...unlogged, configuredInVain: true },
  {
    projectId: DEVELOPMENT,
    location: 'us-east5',
    share: 0.11,
    utcOffsetHours: -5,
    table: {
      projectId: DEVELOPMENT,
      dataset: 'logging_claude',
      table: 'request_response_logging',
      schema: 'v2',
      partitioned: false,
      bigQueryLocation: 'US',
    },
    samplingRate: 1,
    configuredInVain: false,
    dedicatedTier: null,
  },
  // Where Claude Code sends its small calls, with a table of its own: rows of a session lie in both.
  {
    projectId: DEVELOPMENT,
    location: 'us-central1',
    share: 0.06,
    utcOffsetHours: -5,
    table: {
      projectId: DEVELOPMENT,
      dataset: 'logging_claude',
      table: 'request_response_logging_us_central1',
      schema: 'v2',
      partitioned: true,
      bigQueryLocation: 'US',
    },
    samplingRate: 1,
    configuredInVain: false,
    dedicatedTier: null,
  },
  { projectId: DEVELOPMENT, location: 'europe-west1', share: 0.05, utcOffsetHours: 1, ...unlogged },
];

/** The name under which the ledger groups a place. */
export function googlePlaceKey(place: { readonly projectId: string; readonly location: string }): string {
  return `${place.projectId}/${place.location}`;
}

/** Global, multi-regional and regional calls differ in price and in what is logged. */
export function scopeOfLocation(location: string): 'global' | 'geo' | 'region' {
  if (location === 'global') return 'global';
  return location === 'us' || location === 'eu' ? 'geo' : 'region';
}

/** A table's name as SQL writes it between backticks. */
export function tableName({ projectId, dataset, table }: LogTable): string {
  return `${projectId}.${dataset}.${table}`;
}

export function projectOf(projectId: string): GoogleProject | undefined {
  return PROJECTS.find((project) => project.projectId === projectId);
}
