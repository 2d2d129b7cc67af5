import { z } from 'zod';
import type {
  AuditConfigSetting,
  LogBucketSetting,
  LogSink,
  PublisherModelSetting,
  RequestTableSetting,
} from '../../usage/vertex-settings.js';

const int64 = z.coerce.number().pipe(z.int());
const milliseconds = int64.transform((at) => new Date(at).toISOString()).nullish();

const publisherModelAnswer = z.looseObject({
  loggingConfig: z
    .looseObject({
      enabled: z.boolean().optional(),
      samplingRate: z.number().optional(),
      bigqueryDestination: z.looseObject({ outputUri: z.string().optional() }).optional(),
    })
    .optional(),
  inferenceEventLoggingConfig: z.looseObject({ enabled: z.boolean().optional() }).optional(),
});

/**
 * What is logged of a model. One without any configuration answers an empty object, or that there is none; a table that is
 * still named while logging is off holds the rows of before.
 */
export function publisherModelOf(answer: unknown): PublisherModelSetting {
  const { loggingConfig, inferenceEventLoggingConfig } = publisherModelAnswer.parse(answer ?? {});
  return {
    requestResponse: {
      // An empty object is what is left when logging was switched off.
      on: loggingConfig?.enabled === true,
      // Left out is all of them: https://cloud.google.com/vertex-ai/docs/reference/rest (PredictRequestResponseLoggingConfig)
      samplingRate: loggingConfig?.samplingRate ?? 1,
      table: tableOf(loggingConfig?.bigqueryDestination?.outputUri),
    },
    inferenceMetadata: metadataOf(inferenceEventLoggingConfig),
  };
}

/** A table from `bq://project.dataset.table`; Vertex AI names the table itself where the setting stops at the dataset. */
function tableOf(outputUri: string | undefined): string | null {
  const [project, dataset, table = 'request_response_logging'] = outputUri?.replace(/^bq:\/\//, '').split('.') ?? [];
  return project === undefined || dataset === undefined ? null : `${project}.${dataset}.${table}`;
}

function metadataOf(config: { readonly enabled?: boolean | undefined } | undefined) {
  if (config === undefined) return 'absent';
  if (config.enabled === undefined) return Object.keys(config).length === 0 ? 'off' : 'unclear';
  return config.enabled ? 'on' : 'off';
}

const tableAnswer = z.looseObject({
  creationTime: milliseconds,
  expirationTime: milliseconds,
  lastModifiedTime: milliseconds,
  timePartitioning: z.looseObject({ expirationMs: int64.nullish() }).nullish(),
});
const datasetAnswer = z.looseObject({ defaultTableExpirationMs: int64.nullish() });

/** The table, with what its dataset gives to new ones, and the UTC day on which it was last written to. */
export function requestTableOf(
  table: unknown,
  dataset: unknown,
): RequestTableSetting & { readonly written: string | null } {
  const { defaultTableExpirationMs = null } = datasetAnswer.parse(dataset ?? {});
  if (table === null)
    return {
      exists: false,
      createdAt: null,
      expiresAt: null,
      partitioned: false,
      partitionExpirationMs: null,
      defaultTableExpirationMs,
      written: null,
    };
  const { creationTime, expirationTime, lastModifiedTime, timePartitioning } = tableAnswer.parse(table);
  return {
    exists: true,
    createdAt: creationTime ?? null,
    expiresAt: expirationTime ?? null,
    partitioned: timePartitioning !== null && timePartitioning !== undefined,
    partitionExpirationMs: timePartitioning?.expirationMs ?? null,
    defaultTableExpirationMs,
    written: lastModifiedTime?.slice(0, 10) ?? null,
  };
}

const policyAnswer = z.looseObject({
  auditConfigs: z
    .array(
      z.looseObject({
        service: z.string().optional(),
        auditLogConfigs: z
          .array(z.looseObject({ logType: z.string().optional(), exemptedMembers: z.array(z.string()).optional() }))
          .optional(),
      }),
    )
    .optional(),
});

/**
 * Data Access audit logs of Vertex AI: what is said of the service and what is said of all services counts together, the log
 * types as well as the exempted members. https://cloud.google.com/logging/docs/audit/configure-data-access
 */
export function auditConfigOf(answer: unknown): AuditConfigSetting {
  const { auditConfigs = [] } = policyAnswer.parse(answer);
  const reads = auditConfigs
    .filter(({ service }) => service === 'aiplatform.googleapis.com' || service === 'allServices')
    .flatMap(({ auditLogConfigs = [] }) => auditLogConfigs.filter(({ logType }) => logType === 'DATA_READ'));
  const exempted = new Set(reads.flatMap(({ exemptedMembers = [] }) => exemptedMembers));
  return { dataRead: reads.length > 0, exemptedMembers: [...exempted].sort() };
}

const exclusionAnswer = z.looseObject({
  name: z.string(),
  filter: z.string().default(''),
  disabled: z.boolean().default(false),
});
const sinksAnswer = z.looseObject({
  sinks: z
    .array(
      z.looseObject({
        name: z.string(),
        destination: z.string(),
        filter: z.string().default(''),
        disabled: z.boolean().default(false),
        exclusions: z.array(exclusionAnswer).default([]),
      }),
    )
    .default([]),
});
const exclusionsAnswer = z.looseObject({ exclusions: z.array(exclusionAnswer).default([]) });

/** The sinks of a project. Exclusions of the project itself, of an older kind, count for `_Default`. */
export function sinksOf(sinks: unknown, exclusions: unknown): LogSink[] {
  const own = exclusionsAnswer.parse(exclusions ?? {}).exclusions;
  return sinksAnswer.parse(sinks ?? {}).sinks.map(({ name, destination, filter, disabled, exclusions }) => ({
    name,
    destination,
    filter,
    disabled,
    exclusions: [...exclusions, ...(name === '_Default' ? own : [])].map(({ name, filter, disabled }) => ({
      name,
      filter,
      disabled,
    })),
  }));
}

const bucketAnswer = z.looseObject({
  retentionDays: z.int().optional(),
  locked: z.boolean().default(false),
  lifecycleState: z.string().default('ACTIVE'),
  restrictedFields: z.array(z.string()).default([]),
});
/** "If this value is set to zero at bucket creation time, the default time of 30 days will be used." (logging_config.proto) */
const USUAL_DAYS = 30;

export function logBucketOf(answer: unknown): LogBucketSetting {
  const { retentionDays, locked, lifecycleState, restrictedFields } = bucketAnswer.parse(answer ?? {});
  return {
    exists: answer !== null,
    retentionDays: retentionDays === undefined || retentionDays === 0 ? USUAL_DAYS : retentionDays,
    locked,
    lifecycleState,
    restrictedFields,
  };
}

const entriesAnswer = z.looseObject({
  entries: z
    .array(
      z.looseObject({
        timestamp: z.string(),
        resource: z.looseObject({ labels: z.record(z.string(), z.string()).optional() }).optional(),
        jsonPayload: z.looseObject({ location: z.string().optional() }).optional(),
        protoPayload: z.looseObject({ resourceName: z.string().optional() }).optional(),
      }),
    )
    .default([]),
  nextPageToken: z.string().optional(),
});

/** The UTC days of entries by the location of their calls, in the order in which they came, and where to read on. */
export function entryDaysOf(answer: unknown): {
  readonly days: readonly { readonly location: string; readonly model: string | null; readonly day: string }[];
  readonly next: string | null;
} {
  const { entries, nextPageToken } = entriesAnswer.parse(answer ?? {});
  return {
    days: entries.flatMap(({ timestamp, resource, jsonPayload, protoPayload }) => {
      const called = /\/locations\/([^/]+)\/publishers\/[^/]+\/models\/([^/@:]+)/.exec(
        protoPayload?.resourceName ?? '',
      );
      const location = called?.[1] ?? jsonPayload?.location ?? resource?.labels?.['location'];
      const model = called?.[2] ?? resource?.labels?.['model_user_id'] ?? null;
      return location === undefined ? [] : [{ location, model, day: timestamp.slice(0, 10) }];
    }),
    next: nextPageToken === undefined || nextPageToken === '' ? null : nextPageToken,
  };
}
