/** What a resource name of a publisher's model tells; any part of it may be absent. */
export interface ModelPath {
  readonly project: string | null;
  readonly location: string | null;
  readonly publisher: string | null;
  /** As the caller passed it: `claude-sonnet-4-5@20250929`. */
  readonly modelId: string;
}

const PATH =
  /^(?:.*\/\/aiplatform\.googleapis\.com\/)?(?:projects\/([^/]+)\/)?(?:locations\/([^/]+)\/)?(?:publishers\/([^/]+)\/models\/)?([^/]+)$/;

/**
 * `projects/P/locations/L/publishers/anthropic/models/M[@version]`, or any end of it; `null` for another resource, such as a
 * deployed endpoint. https://cloud.google.com/vertex-ai/docs/reference/rest/v1/projects.locations.publishers.models
 */
export function readModelPath(name: string): ModelPath | null {
  const [, project, location, publisher, modelId] = name.length > 1024 ? [] : (PATH.exec(name) ?? []);
  if (modelId === undefined || (publisher === undefined && name.includes('/'))) return null;
  return { project: project ?? null, location: location ?? null, publisher: publisher ?? null, modelId };
}

/** A version that a log tells beside the model belongs behind it, as callers write it; `default` says nothing. */
export function withVersion(modelId: string, version: string | null): string {
  if (version === null || version === '' || version === 'default' || modelId.includes('@')) return modelId;
  return `${modelId}@${version}`;
}

/** Counting tokens is free, and is called as a model of this name: the real one stands in the body. */
export function countsTokens(modelId: string): boolean {
  return modelId === 'count-tokens' || modelId.startsWith('count-tokens@');
}
