import { AwsError } from '../aws/aws-json.js';
import type { Faults } from '../faults.js';
import { bucketExpiryDays } from '../delivery/log-state.js';
import type { LogBucket, Place } from '../world-places.js';
import { S3_NAMESPACE } from './list-objects.js';
import { logFolder } from './log-keys.js';
import { element, xmlDocument } from '../aws/xml.js';

/** GetBucketLifecycleConfiguration: one rule that is not in force, and one that expires the log, where it expires. */
export function lifecycleOf(place: Place, bucket: LogBucket, faults: Faults): string {
  const days = bucketExpiryDays(place, bucket, faults);
  if (days === undefined) {
    throw new AwsError('NoSuchLifecycleConfiguration', 'The lifecycle configuration does not exist', 404);
  }
  const rules = [
    '<Rule><ID>tried-once</ID><Filter><Prefix></Prefix></Filter><Status>Disabled</Status><Expiration><Days>1</Days></Expiration></Rule>',
    `<Rule><ID>expire-invocation-log</ID><Filter>${element('Prefix', logFolder(place, bucket))}</Filter><Status>Enabled</Status><Expiration>${element('Days', days)}</Expiration></Rule>`,
  ];
  return xmlDocument('LifecycleConfiguration', S3_NAMESPACE, rules.join(''));
}

export function versioningOf(bucket: LogBucket): string {
  return xmlDocument('VersioningConfiguration', S3_NAMESPACE, bucket.versioned ? '<Status>Enabled</Status>' : '');
}

/** GetBucketLocation: empty for us-east-1. */
export function locationOf(place: Place): string {
  return xmlDocument('LocationConstraint', S3_NAMESPACE, place.region === 'us-east-1' ? '' : place.region);
}
