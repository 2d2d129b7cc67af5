/** A bucket that Bedrock writes to: records where the place delivers them to S3, and bodies of more than 100 KB. */
export interface LogBucket {
  readonly name: string;
  /** What the logging configuration puts before `AWSLogs/`. */
  readonly keyPrefix: string | null;
  /** Days after which its lifecycle expires the log; absent: the bucket has no lifecycle. */
  readonly expireAfterDays?: number;
  readonly versioned: boolean;
}

/** One account in one region: the unit in which Bedrock writes an invocation log and CloudWatch Logs counts its quotas. */
export interface Place {
  readonly accountId: string;
  readonly region: string;
  readonly logGroup: string;
  /** Where the demo's logging configuration sends records. */
  readonly delivers: 'cloudWatch' | 's3' | 'both';
  /** `null`: bodies of more than 100 KB are kept nowhere. */
  readonly bucket: LogBucket | null;
  /** Share of all calls. No place may reach 38,000 calls in 60 days, so none is above 0.165. */
  readonly share: number;
  /** Offset of the offices that work here, in hours; daylight saving is left out. */
  readonly utcOffsetHours: number;
  /** False where text delivery is switched off: records carry counters but no bodies. */
  readonly bodies: boolean;
  /** Absent: events never expire. */
  readonly retentionInDays: number | undefined;
  /** Prefix of the geographic inference profiles here, for models of 2025-09 and later and for earlier ones. */
  readonly geoPrefix: string;
  readonly olderGeoPrefix: string;
  /** Where a geographic profile may run the model. */
  readonly geoRegions: readonly [string, ...string[]];
}

const logGroup = '/bedrock/invocations';
const us = {
  geoPrefix: 'us',
  olderGeoPrefix: 'us',
  geoRegions: ['us-east-1', 'us-east-2', 'us-west-2'],
} as const;
const eu = {
  geoPrefix: 'eu',
  olderGeoPrefix: 'eu',
  geoRegions: ['eu-central-1', 'eu-north-1', 'eu-west-1', 'eu-west-3'],
} as const;

/** The account-regions of the invented insurer whose clouds are simulated. */
export const PLACES: readonly [Place, ...Place[]] = [
  // The account id begins with a zero, as real ones may.
  {
    accountId: '048219357106',
    region: 'us-east-1',
    logGroup,
    delivers: 'both',
    bucket: { name: 'bedrock-logs-048219357106-us-east-1', keyPrefix: null, expireAfterDays: 90, versioned: false },
    share: 0.164,
    utcOffsetHours: -5,
    bodies: true,
    retentionInDays: 90,
    ...us,
  },
  {
    accountId: '048219357106',
    region: 'us-west-2',
    logGroup,
    delivers: 'cloudWatch',
    bucket: {
      name: 'bedrock-logs-048219357106-us-west-2',
      keyPrefix: 'large-bodies',
      expireAfterDays: 90,
      versioned: false,
    },
    share: 0.15,
    utcOffsetHours: -8,
    bodies: true,
    retentionInDays: 90,
    ...us,
  },
  {
    accountId: '311874520963',
    region: 'eu-central-1',
    logGroup,
    delivers: 's3',
    bucket: { name: 'bedrock-logs-311874520963-eu-central-1', keyPrefix: 'bedrock/invocation-logs', versioned: false },
    share: 0.142,
    utcOffsetHours: 1,
    bodies: true,
    retentionInDays: undefined,
    ...eu,
  },
  {
    accountId: '311874520963',
    region: 'eu-west-1',
    logGroup,
    delivers: 's3',
    bucket: { name: 'bedrock-logs-311874520963-eu-west-1', keyPrefix: null, expireAfterDays: 365, versioned: true },
    share: 0.15,
    utcOffsetHours: 0,
    bodies: true,
    retentionInDays: undefined,
    ...eu,
  },
  {
    accountId: '527940186233',
    region: 'ap-northeast-1',
    logGroup,
    delivers: 'cloudWatch',
    bucket: null,
    share: 0.132,
    utcOffsetHours: 9,
    bodies: true,
    retentionInDays: 90,
    geoPrefix: 'jp',
    olderGeoPrefix: 'apac',
    geoRegions: ['ap-northeast-1', 'ap-northeast-3'],
  },
  {
    accountId: '527940186233',
    region: 'ap-southeast-2',
    logGroup,
    delivers: 's3',
    bucket: { name: 'insurer-audit-sydney', keyPrefix: 'audit', expireAfterDays: 400, versioned: false },
    share: 0.128,
    utcOffsetHours: 10,
    bodies: true,
    retentionInDays: 90,
    geoPrefix: 'au',
    olderGeoPrefix: 'apac',
    geoRegions: ['ap-southeast-2', 'ap-southeast-4'],
  },
  {
    accountId: '764105392718',
    region: 'us-east-1',
    logGroup,
    delivers: 'cloudWatch',
    bucket: null,
    share: 0.134,
    utcOffsetHours: -5,
    bodies: false,
    retentionInDays: 120,
    ...us,
  },
];

/** An account-region where somebody calls models while logging is off: metered, and in no log. */
export const UNLOGGED_PLACE: Place = {
  accountId: '764105392718',
  region: 'eu-north-1',
  logGroup,
  delivers: 'cloudWatch',
  bucket: null,
  share: 0.012,
  utcOffsetHours: 1,
  bodies: false,
  retentionInDays: undefined,
  ...eu,
};

/** Where a global profile may run the model. */
export const GLOBAL_REGIONS: readonly [string, ...string[]] = [
  'us-east-1',
  'us-east-2',
  'us-west-2',
  'eu-central-1',
  'eu-west-1',
  'ap-northeast-1',
  'ap-southeast-2',
  'ap-southeast-4',
];

/** The name under which the ledger groups a place. */
export function placeKey(place: { readonly accountId: string; readonly region: string }): string {
  return `${place.accountId}/${place.region}`;
}
