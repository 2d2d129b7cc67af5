import { hasLogGroup, hasRecordsInS3, type Routes } from './delivery/routes.js';
import { readerRoleOf, type ReaderRole } from './sts/sessions.js';
import { PLACES } from './world-places.js';

/** One account-region whose log can be read, by its log group, from its bucket, or both. */
export interface SimulatedAccount {
  readonly accountId: string;
  readonly region: string;
  /** `null`: records do not go to CloudWatch Logs. */
  readonly logGroup: string | null;
  /** `null`: records do not go to S3. */
  readonly bucket: string | null;
  /** What comes before `AWSLogs/` in the bucket, if anything does. */
  readonly keyPrefix: string | null;
  /** A role that may be assumed to read it. The reader's own credentials will do as well, whatever they are. */
  readonly role: ReaderRole;
  /** What an AWS client takes as its endpoint. */
  readonly endpoint: string;
}

/** Every account-region whose log can be read at an endpoint. */
export function accountsAt(endpoint: string, routes: Routes): readonly SimulatedAccount[] {
  return PLACES.map((place) => ({
    accountId: place.accountId,
    region: place.region,
    logGroup: hasLogGroup(place, routes) ? place.logGroup : null,
    bucket: hasRecordsInS3(place) ? (place.bucket?.name ?? null) : null,
    keyPrefix: hasRecordsInS3(place) ? (place.bucket?.keyPrefix ?? null) : null,
    role: readerRoleOf(place.accountId),
    endpoint: `${endpoint}/accounts/${place.accountId}`,
  }));
}
