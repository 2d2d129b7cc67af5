import type { GoogleBackend } from '../google-backend.js';
import { GoogleError } from '../google-error.js';
import type { GoogleFaults } from '../google-faults.js';
import { nanosOfMillis, nanosText } from '../nanos.js';

const USUAL_DAYS = 30;

/** Days for which the log bucket of a project keeps entries. */
export function retentionDaysOf(projectId: string, faults: GoogleFaults): number {
  return faults.retention.find((one) => one.projectId === projectId)?.days ?? USUAL_DAYS;
}

const REQUIRED_FILTER =
  'LOG_ID("cloudaudit.googleapis.com/activity") OR LOG_ID("externalaudit.googleapis.com/activity") OR LOG_ID("cloudaudit.googleapis.com/system_event") OR LOG_ID("externalaudit.googleapis.com/system_event") OR LOG_ID("cloudaudit.googleapis.com/access_transparency") OR LOG_ID("externalaudit.googleapis.com/access_transparency")';

/** A LogBucket, in JSON. */
export interface LogBucketTold {
  readonly name: string;
  readonly retentionDays: number;
  readonly locked: boolean;
  readonly lifecycleState: 'ACTIVE';
  readonly analyticsEnabled: boolean;
}

/** The two buckets that every project has. */
export function bucketsOf(projectId: string, faults: GoogleFaults): readonly LogBucketTold[] {
  const base = `projects/${projectId}/locations/global/buckets`;
  const active = { lifecycleState: 'ACTIVE', analyticsEnabled: false } as const;
  return [
    { name: `${base}/_Default`, retentionDays: retentionDaysOf(projectId, faults), locked: false, ...active },
    { name: `${base}/_Required`, retentionDays: 400, locked: true, ...active },
  ];
}

export function bucketNamed(name: string, projectId: string, faults: GoogleFaults): LogBucketTold {
  const bucket = bucketsOf(projectId, faults).find((known) => known.name === name);
  if (bucket === undefined) throw new GoogleError('NOT_FOUND', `Bucket ${name} does not exist`);
  return bucket;
}

/** The two sinks that every project has; exclusions belong to the default one. */
export function sinksOf(projectId: string, backend: GoogleBackend): readonly object[] {
  const bucket = (name: string): string =>
    `logging.googleapis.com/projects/${projectId}/locations/global/buckets/${name}`;
  return [
    { name: '_Required', destination: bucket('_Required'), filter: REQUIRED_FILTER },
    {
      name: '_Default',
      destination: bucket('_Default'),
      filter: REQUIRED_FILTER.split(' OR ')
        .map((part) => `NOT ${part}`)
        .join(' AND '),
      exclusions: backend
        .faults()
        .exclusions.filter((one) => one.projectId === projectId)
        .map(({ name, filter }) => ({ name, filter })),
    },
  ];
}

/** A time in the JSON of REST, where messages have seconds and nanoseconds. */
export function jsonTime(at: number): string {
  return nanosText(nanosOfMillis(at));
}
