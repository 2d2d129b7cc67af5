import { hasLogGroup, hasRecordsInS3, type Routes } from '../delivery/routes.js';
import type { LogBucket, Place } from '../world-places.js';

function s3Config({ name, keyPrefix }: LogBucket) {
  return { bucketName: name, ...(keyPrefix === null ? {} : { keyPrefix }) };
}

/** What a place's logging is switched on with. */
export function loggingConfigOf(place: Place, routes: Routes) {
  const { accountId, bucket } = place;
  const s3 = bucket === null ? undefined : s3Config(bucket);
  const cloudWatchConfig = {
    logGroupName: place.logGroup,
    roleArn: `arn:aws:iam::${accountId}:role/BedrockInvocationLogging`,
    ...(s3 === undefined ? {} : { largeDataDeliveryS3Config: s3 }),
  };
  return {
    ...(hasLogGroup(place, routes) ? { cloudWatchConfig } : {}),
    ...(hasRecordsInS3(place) && s3 !== undefined ? { s3Config: s3 } : {}),
    textDataDeliveryEnabled: place.bodies,
    imageDataDeliveryEnabled: false,
    embeddingDataDeliveryEnabled: false,
    videoDataDeliveryEnabled: false,
    audioDataDeliveryEnabled: false,
  };
}
