import type { AnyAuthClient, GoogleAuth } from 'google-auth-library';
import { z } from 'zod';
import { getJson, type GoogleAccess } from './google-access.js';

const configSchema = z.looseObject({
  loggingConfig: z
    .looseObject({
      enabled: z.boolean().optional(),
      samplingRate: z.number().optional(),
      bigqueryDestination: z.looseObject({ outputUri: z.string().optional() }).optional(),
    })
    .optional(),
});

/** How request-response logging of a model is set in a location. */
export interface RequestResponseLogging {
  readonly enabled: boolean;
  /** Share of the calls that get a row; null where it is not told. */
  readonly samplingRate: number | null;
  /** `project.dataset.table`; null where the setting does not say it whole. */
  readonly table: string | null;
}

/**
 * Reads a model's logging configuration. Over REST: the typed client drops fields that are newer than it is.
 * https://docs.cloud.google.com/gemini-enterprise-agent-platform/models/capabilities/request-response-logging
 */
export async function readRequestResponseLogging(
  auth: GoogleAuth<AnyAuthClient>,
  { projectId, endpoint }: GoogleAccess,
  location: string,
  model: string,
  signal: AbortSignal,
): Promise<RequestResponseLogging> {
  const path = `projects/${projectId}/locations/${location}/publishers/anthropic/models/${model}`;
  const url = `${endpoint?.vertex ?? hostOf(location)}/v1beta1/${path}:fetchPublisherModelConfig`;
  const { loggingConfig } = configSchema.parse(await getJson(auth, url, signal));
  return {
    // An empty object is what is left when logging was switched off.
    enabled: loggingConfig?.enabled === true,
    samplingRate: loggingConfig?.samplingRate ?? null,
    table: tableOf(loggingConfig?.bigqueryDestination?.outputUri),
  };
}

/** Where a location is asked. https://platform.claude.com/docs/en/build-with-claude/claude-on-vertex-ai */
export function hostOf(location: string): string {
  if (location === 'global') return 'https://aiplatform.googleapis.com';
  if (location === 'us' || location === 'eu') return `https://aiplatform.${location}.rep.googleapis.com`;
  return `https://${location}-aiplatform.googleapis.com`;
}

/** A table from `bq://project.dataset.table`; Vertex AI names the table itself where the setting stops at the dataset. */
export function tableOf(outputUri: string | undefined): string | null {
  const [project, dataset, table = 'request_response_logging'] = outputUri?.replace(/^bq:\/\//, '').split('.') ?? [];
  return project === undefined || dataset === undefined ? null : `${project}.${dataset}.${table}`;
}
