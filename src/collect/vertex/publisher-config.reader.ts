import type { AnyAuthClient, GoogleAuth } from 'google-auth-library';
import type { PublisherModelSetting } from '../../usage/vertex-settings.js';
import type { GoogleAccess } from './google-access.js';
import { askGoogle } from './google-rest.js';
import { publisherModelOf } from './settings-answers.js';

/**
 * Reads what is logged of a model in a location. Over REST: the typed client drops fields that are newer than it is.
 * https://docs.cloud.google.com/gemini-enterprise-agent-platform/models/capabilities/request-response-logging
 */
export async function readPublisherModel(
  auth: GoogleAuth<AnyAuthClient>,
  { projectId, endpoint }: GoogleAccess,
  location: string,
  model: string,
  signal: AbortSignal,
): Promise<PublisherModelSetting> {
  const path = publisherModelPath(projectId, location, model);
  return publisherModelOf(await askGoogle(auth, `${endpoint?.vertex ?? hostOf(location)}/v1beta1/${path}`, signal));
}

/** What is fetched of a model in a location, behind the version of the API. */
export function publisherModelPath(projectId: string, location: string, model: string): string {
  return `projects/${projectId}/locations/${location}/publishers/anthropic/models/${model}:fetchPublisherModelConfig`;
}

/** Where a location is asked. https://platform.claude.com/docs/en/build-with-claude/claude-on-vertex-ai */
export function hostOf(location: string): string {
  if (location === 'global') return 'https://aiplatform.googleapis.com';
  if (location === 'us' || location === 'eu') return `https://aiplatform.${location}.rep.googleapis.com`;
  return `https://${location}-aiplatform.googleapis.com`;
}
