import { z } from 'zod';

/** The settings that decide what Google Cloud keeps of calls to Vertex AI, by name, and what each reads as. */
export const VERTEX_SETTINGS = {
  publisherModel: 'publisherModel',
  requestTable: 'requestTable',
  auditConfig: 'auditConfig',
  sinks: 'sinks',
  logBucket: 'logBucket',
  oldestRecord: 'oldestRecord',
  newestRecord: 'newestRecord',
} as const;
export type VertexSettingName = keyof typeof VERTEX_SETTINGS;

/**
 * What is logged of a model in a location: the resource is the model. An empty `loggingConfig` is logging that is off.
 * https://docs.cloud.google.com/gemini-enterprise-agent-platform/models/capabilities/request-response-logging
 */
export const publisherModelSchema = z.object({
  requestResponse: z.object({
    on: z.boolean(),
    /** Share of the calls that is written, above 0 up to 1. */
    samplingRate: z.number(),
    /** `project.dataset.table`; null where the configuration names none. */
    table: z.string().nullable(),
  }),
  /**
   * The shape of `inferenceEventLoggingConfig` is not published: `unclear` is one that says neither on nor off, `absent` none
   * at all, which does not tell whether the log is on for the whole project.
   */
  inferenceMetadata: z.enum(['on', 'off', 'unclear', 'absent']),
});
export type PublisherModelSetting = z.output<typeof publisherModelSchema>;

/**
 * A table of request-response rows: the resource is `project.dataset.table`. The expiration of a table deletes all of it at
 * once; the expiration of partitions deletes day by day.
 * https://cloud.google.com/bigquery/docs/reference/rest/v2/tables
 */
export const requestTableSchema = z.object({
  exists: z.boolean(),
  createdAt: z.iso.datetime().nullable(),
  expiresAt: z.iso.datetime().nullable(),
  partitioned: z.boolean(),
  partitionExpirationMs: z.int().min(1).nullable(),
  /** What the dataset gives to a table that is made anew. */
  defaultTableExpirationMs: z.int().min(1).nullable(),
});
export type RequestTableSetting = z.output<typeof requestTableSchema>;

/** Data Access audit logs of the project. https://cloud.google.com/logging/docs/audit/configure-data-access */
export const auditConfigSchema = z.object({
  dataRead: z.boolean(),
  /** Members whose calls are not logged. */
  exemptedMembers: z.array(z.string()),
});
export type AuditConfigSetting = z.output<typeof auditConfigSchema>;

const exclusion = z.object({ name: z.string(), filter: z.string(), disabled: z.boolean() });

/** Where log entries of the project are routed. https://cloud.google.com/logging/docs/reference/v2/rest/v2/projects.sinks */
export const sinksSchema = z.object({
  sinks: z.array(
    z.object({
      name: z.string(),
      destination: z.string(),
      disabled: z.boolean(),
      /** Empty is every entry. */
      filter: z.string(),
      exclusions: z.array(exclusion),
    }),
  ),
});
export type LogSink = z.output<typeof sinksSchema>['sinks'][number];

/** A log bucket: the resource is its full name. https://cloud.google.com/logging/docs/reference/v2/rest/v2/projects.locations.buckets */
export const logBucketSchema = z.object({
  exists: z.boolean(),
  retentionDays: z.int().min(1),
  locked: z.boolean(),
  /** `ACTIVE`, or `DELETE_REQUESTED` in the seven days before it is gone. */
  lifecycleState: z.string(),
  /** Fields that readers without a further role do not see. */
  restrictedFields: z.array(z.string()),
});
export type LogBucketSetting = z.output<typeof logBucketSchema>;

/** Logs of Vertex AI in Cloud Logging, and the ids of their entries' log. */
export const VERTEX_LOG_IDS = {
  audit: 'cloudaudit.googleapis.com/data_access',
  inferenceMetadata: 'aiplatform.googleapis.com/inference_request_metadata',
} as const;
export type VertexEntryLog = keyof typeof VERTEX_LOG_IDS;
