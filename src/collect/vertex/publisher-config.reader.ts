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
  access: GoogleAccess,
  location: string,
  model: string,
  signal: AbortSignal,
): Promise<PublisherModelSetting> {
  return publisherModelOf(await askGoogle(auth, publisherModelUrl(access, location, model), signal));
}

/** Where it is asked what is logged of a model in a location. */
export function publisherModelUrl({ projectId, endpoint }: GoogleAccess, location: string, model: string): string {
  const path = `projects/${projectId}/locations/${location}/publishers/anthropic/models/${model}`;
  return `${endpoint?.vertex ?? hostOf(location)}/v1beta1/${path}:fetchPublisherModelConfig`;
}

/** Where a location is asked. https://platform.claude.com/docs/en/build-with-claude/claude-on-vertex-ai */
function hostOf(location: string): string {
  if (location === 'global') return 'https://aiplatform.googleapis.com';
  if (location === 'us' || location === 'eu') return `https://aiplatform.${location}.rep.googleapis.com`;
  return `https://${location}-aiplatform.googleapis.com`;
}
