import {
  BEDROCK_SETTINGS,
  invocationLoggingSchema,
  logDeliverySchema,
  logObjectsPrefix,
  type InvocationLogging,
} from '../../usage/bedrock-settings.js';
import type { Window } from '../../usage/window.js';
import type { PlaceQuestion } from '../place-question.js';
import { bedrockNotes } from './bedrock-notes.js';
import { missingPermission, switchLoggingOn } from './bedrock-remedies.js';
import { bucketStore } from './bucket-store.js';
import { logGroupStore } from './log-group-store.js';
import type { StoreQuestion } from './store-question.js';
import type { LogKeeping, Logging } from '../log-keeping.js';
import { evidenceOf, SettingsOfPlace, whyUnknown, type Latest } from '../settings-of-place.js';
import { unreadSettings } from '../unread-settings.js';

/** What the settings of Bedrock, CloudWatch Logs and S3 say about the invocation log of one account and region. */
export function bedrockLogKeeping(place: PlaceQuestion): LogKeeping {
  const settings = new SettingsOfPlace(place.settings, place.now);
  const latest = settings.latest(BEDROCK_SETTINGS.invocationLogging, '', invocationLoggingSchema);
  const delivery = settings.latest(BEDROCK_SETTINGS.logDelivery, '', logDeliverySchema);
  const configurations = settings.values(BEDROCK_SETTINGS.invocationLogging, '', invocationLoggingSchema);
  const current = latest.state === 'known' && latest.value.on ? latest.value : null;
  const question: StoreQuestion = { ...place, settings, configurations, delivery };
  const seen = configurations.map(({ value }) => value);
  const stores = [
    ...logGroupsOf(place, seen).map((logGroup) => logGroupStore(question, logGroup, current?.logGroup === logGroup)),
    ...bucketsOf(seen).map(({ bucket, prefix }) => {
      const isWrittenNow = current?.bucket?.bucket === bucket && current.bucket.prefix === prefix;
      return bucketStore(question, bucket, logObjectsPrefix(prefix, place.accountId, place.region), isWrittenNow);
    }),
  ];
  return {
    cloud: 'bedrock',
    accountId: place.accountId,
    region: place.region,
    logging: loggingOf(place, settings, latest),
    stores,
    notes: bedrockNotes(place, settings, current, delivery),
    unread: unreadSettings(place.settings, missingPermission),
  };
}

function loggingOf(place: PlaceQuestion, settings: SettingsOfPlace, latest: Latest<InvocationLogging>): Logging {
  const values = settings.values(BEDROCK_SETTINGS.invocationLogging, '', invocationLoggingSchema);
  const lastOn = values.findLast(({ value }) => value.on)?.value;
  const common = {
    off: values.flatMap(({ value, from, to }): Window[] =>
      // Switched off some time after it was last seen on: from then on nothing is sure.
      value.on ? [] : [{ from: settings.lastSeenBefore(BEDROCK_SETTINGS.invocationLogging, '', from) ?? from, to }],
    ),
    remedy: switchLoggingOn(place, { logGroup: lastOn?.logGroup ?? null, roleArn: lastOn?.roleArn ?? null }),
  };
  if (latest.state === 'known') {
    const { value, spell } = latest;
    const isOn = value.on && (value.logGroup !== null || value.bucket !== null);
    return {
      ...common,
      state: isOn ? 'on' : 'off',
      evidence: evidenceOf(
        spell,
        isOn ? `on, to ${destinationsOf(value)}` : value.on ? 'on, but without a destination' : 'off',
      ),
      unknownWords: null,
    };
  }
  return {
    ...common,
    state: 'unknown',
    evidence:
      latest.state === 'never'
        ? null
        : evidenceOf(latest.spell, latest.state === 'denied' ? 'refused' : 'not read since'),
    unknownWords: whyUnknown('whether calls are logged', latest),
  };
}

function destinationsOf({ logGroup, bucket }: InvocationLogging): string {
  return [
    ...(logGroup === null ? [] : [`log group ${logGroup}`]),
    ...(bucket === null ? [] : [`bucket s3://${bucket.bucket}`]),
  ].join(' and ');
}

/** Every log group that was ever seen as a destination, and those that our sources read. */
function logGroupsOf({ reads }: PlaceQuestion, seen: readonly InvocationLogging[]): string[] {
  const names = new Set([
    ...seen.flatMap(({ logGroup }) => (logGroup === null ? [] : [logGroup])),
    ...reads.flatMap(({ resource }) => (resource.startsWith('s3://') ? [] : [resource])),
  ]);
  return [...names];
}

function bucketsOf(seen: readonly InvocationLogging[]): { bucket: string; prefix: string }[] {
  const byName = new Map(
    seen.flatMap(({ bucket }) => (bucket === null ? [] : [[`${bucket.bucket}/${bucket.prefix}`, bucket]])),
  );
  return [...byName.values()];
}
