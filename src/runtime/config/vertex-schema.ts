import { z } from 'zod';
import { contentFields, httpUrl, sourceFields } from './source-fields.js';
import { vertexFieldsSchema } from './vertex-fields.js';

/** https://cloud.google.com/resource-manager/docs/creating-managing-projects; old ones carry a domain in front. */
const projectId = z.string().regex(/^(?:[a-z0-9.-]+:)?[a-z][a-z0-9-]{4,28}[a-z0-9]$/, {
  error: ({ input }) => `"${String(input)}" is not the id of a Google Cloud project (neither its number nor its name)`,
});

const location = z.string().regex(/^(?:global|us|eu|[a-z]+-[a-z]+\d+)$/, {
  error: ({ input }) => `"${String(input)}" is not a location of Vertex AI such as global, eu or us-east5`,
});

const table = z.string().regex(/^(?:[a-z0-9.-]+:)?[a-z][a-z0-9-]{4,28}[a-z0-9]\.\w{1,1024}\.[\w-]{1,1024}$/, {
  error: ({ input }) => `"${String(input)}" is not a table of BigQuery: write project.dataset.table`,
});

const serviceAccount = z.string().regex(/^[^@\s]+@[a-z0-9.-]+\.gserviceaccount\.com$/, {
  error: ({ input }) => `"${String(input)}" is not a service account such as reader@my-project.iam.gserviceaccount.com`,
});

/** Addresses of a stand-in, one for each service that is asked. */
const endpoint = z.strictObject({
  bigQuery: httpUrl.optional(),
  /** gRPC; without TLS, and without credentials, on this very machine only. */
  logging: z.strictObject({ host: z.string().min(1), port: z.int().min(1).max(65_535) }).optional(),
  /** Cloud Logging's settings are read over REST. */
  loggingRest: httpUrl.optional(),
  monitoring: httpUrl.optional(),
  vertex: httpUrl.optional(),
  resourceManager: httpUrl.optional(),
  token: httpUrl.optional(),
});

const { schedule, ...ownFields } = sourceFields;

/** What every source of Vertex AI has. */
const vertexFields = {
  ...ownFields,
  projectId,
  /** Who reads: Application Default Credentials, or a key file in their place, and a service account that either may act as. */
  credentials: z
    .strictObject({ keyFile: z.string().min(1).optional(), impersonate: serviceAccount.optional() })
    .optional(),
  endpoint: endpoint.optional(),
};

/** entries.list allows 60 a minute to a project, to people and programs together. https://cloud.google.com/logging/quotas */
const loggingFields = { requestsPerMinute: z.number().positive().max(60).default(50) };

const GIBIBYTE = 1024 ** 3;

/** Request-response logging: rows with tokens and bodies in a table of BigQuery. */
const requestResponseSchema = z
  .strictObject({
    ...vertexFields,
    ...contentFields,
    schedule,
    kind: z.literal('vertex-request-response'),
    /** The location whose calls the table holds: its rows do not say theirs, and prices hang on it. */
    location,
    table: table.optional(),
    /** In place of the table: models whose logging configuration says where their rows go. */
    models: z
      .array(z.string().regex(/^[\w.@-]+$/))
      .min(1)
      .optional(),
    /** A query that would read more is not made: BigQuery bills every byte of the columns that a query names. */
    maximumBytesBilled: z
      .int()
      .min(10 * 1024 ** 2)
      .default(20 * GIBIBYTE),
    /**
     * A table that BigQuery reads whole for every query, because it is not partitioned by `logging_time`, is read as seldom
     * as this asks for. On demand, 100 GiB were 0.61 USD. https://cloud.google.com/bigquery/pricing#on_demand_pricing
     */
    maximumBytesBilledPerDay: z
      .int()
      .min(10 * 1024 ** 2)
      .default(100 * GIBIBYTE),
  })
  .superRefine(
    (source, context) => {
      const hasTable = Reflect.get(source, 'table') !== undefined;
      if (hasTable === (Reflect.get(source, 'models') !== undefined)) {
        const message = hasTable
          ? 'give either table or models, not both'
          : 'is required (or models, to find the table)';
        context.addIssue({ code: 'custom', path: [hasTable ? 'models' : 'table'], message });
      }
    },
    { when: () => true },
  );

/** Inference request metadata in Cloud Logging: tokens, latency and labels of every call, no bodies. */
const inferenceMetadataSchema = z.strictObject({
  ...vertexFields,
  ...loggingFields,
  schedule,
  kind: z.literal('vertex-inference-metadata'),
  /** The log's id, such as `aiplatform.googleapis.com/inference_request_metadata`; found by its entries where absent. */
  logName: z
    .string()
    .regex(/^[\w.%/-]{1,511}$/)
    .optional(),
  /** Where an entry tells what, in place of the places that are tried by themselves. */
  fields: vertexFieldsSchema.optional(),
});

/** Data Access audit logs in Cloud Logging: who called. */
const auditSchema = z.strictObject({ ...vertexFields, ...loggingFields, schedule, kind: z.literal('vertex-audit') });

/** Cloud Monitoring's counts of tokens and calls, to compare the logs with. */
const metricsSchema = z.strictObject({ ...vertexFields, kind: z.literal('vertex-metrics') });

/** Cloud Billing's export: what Google billed, in a table of BigQuery or in files that were extracted from it. */
const costSchema = z
  .strictObject({
    ...vertexFields,
    kind: z.literal('vertex-cost'),
    /** The standard or the detailed export; `projectId` is the project that runs the query. */
    table: table.optional(),
    path: z.string().min(1).optional(),
    maximumBytesBilled: z
      .int()
      .min(10 * 1024 ** 2)
      .default(20 * GIBIBYTE),
  })
  .superRefine(
    (source, context) => {
      const places = ['table', 'path'].filter((key) => Reflect.get(source, key) !== undefined);
      const message =
        places.length === 0 ? 'is required (or path, of extracted files)' : 'give either table or path, not both';
      if (places.length !== 1) context.addIssue({ code: 'custom', path: [places.at(-1) ?? 'table'], message });
    },
    { when: () => true },
  );

export const vertexSchemas = [
  requestResponseSchema,
  inferenceMetadataSchema,
  auditSchema,
  metricsSchema,
  costSchema,
] as const;

export type VertexRequestResponseConfig = z.infer<typeof requestResponseSchema>;
export type VertexInferenceMetadataConfig = z.infer<typeof inferenceMetadataSchema>;
export type VertexAuditConfig = z.infer<typeof auditSchema>;
export type VertexMetricsConfig = z.infer<typeof metricsSchema>;
export type VertexCostConfig = z.infer<typeof costSchema>;
export type VertexConfig =
  | VertexRequestResponseConfig
  | VertexInferenceMetadataConfig
  | VertexAuditConfig
  | VertexMetricsConfig
  | VertexCostConfig;
