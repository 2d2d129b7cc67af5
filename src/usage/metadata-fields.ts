const HOLDERS_OF_COUNTERS = ['tokenCounts', 'tokenCount', 'tokenUsage', 'usage', 'usageMetadata'];

/**
 * What an entry of Vertex AI's inference request metadata log tells, and where it may stand in the entry. Google describes
 * the contents and has not published the names, so that each is looked for at several places, in this order; spelling is
 * compared without regard to case and underscores. A configuration may name the place itself.
 * https://docs.cloud.google.com/gemini-enterprise-agent-platform/models/capabilities/inference-metadata-logging
 */
export const METADATA_FIELDS = {
  model: inPayload('model', 'publisherModel', 'modelName', 'modelId').concat('resource.labels.modelUserId'),
  modelVersion: inPayload('modelVersion', 'modelVersionId').concat('resource.labels.modelVersionId'),
  publisher: inPayload('publisher').concat('resource.labels.publisher'),
  location: inPayload('location', 'region').concat('resource.labels.location'),
  operation: inPayload('apiMethod', 'method', 'methodName'),
  trafficType: inPayload('trafficType', 'requestType'),
  startedAt: inPayload('startTime', 'requestTime'),
  latencyMs: inPayload(
    'latencyMs',
    'requestLatencyMs',
    'endToEndLatencyMs',
    'latencyMillis',
    'latency',
    'requestLatency',
  ),
  errorCode: inPayload('errorCode', 'error.code', 'status.code', 'statusCode'),
  requestId: inPayload('requestId'),
  messageId: inPayload('messageId', 'responseId'),
  inputTokens: inCounts('inputTokens', 'inputTokenCount'),
  outputTokens: inCounts('outputTokens', 'outputTokenCount'),
  cacheReadTokens: inCounts('cacheReadInputTokens', 'cacheReadInputTokenCount', 'cacheReadTokens', 'cachedTokens'),
  cacheWriteTokens: inCounts('cacheCreationInputTokens', 'cacheCreationInputTokenCount', 'cacheWriteInputTokens'),
  cacheWrite5mTokens: inCounts(
    'cacheCreation5mInputTokens',
    'cacheCreation.ephemeral5mInputTokens',
    'ephemeral5mInputTokens',
    'cacheWrite5mInputTokens',
  ),
  cacheWrite1hTokens: inCounts(
    'cacheCreation1hInputTokens',
    'cacheCreation.ephemeral1hInputTokens',
    'ephemeral1hInputTokens',
    'cacheWrite1hInputTokens',
  ),
  thoughtTokens: inCounts('thoughtTokens', 'thoughtsTokenCount', 'thoughtTokenCount'),
  labels: inPayload('labels', 'requestLabels'),
  headerLabels: inPayload('headerLabels', 'requestHeaderLabels'),
} as const satisfies Record<string, readonly string[]>;

const COUNTER_HOLDERS = new Set(HOLDERS_OF_COUNTERS.map(spelling));
const KNOWN_PLACES = Object.values(METADATA_FIELDS).flat().map(spelledPlace);

export type MetadataField = keyof typeof METADATA_FIELDS;

/** Places that a configuration names for fields, in place of those that are tried by themselves. */
export type MetadataPaths = Readonly<Partial<Record<MetadataField, string | readonly string[] | undefined>>>;

/** The first place of a field that holds something, and what it holds; null where none does. */
export function findField(
  entry: unknown,
  field: MetadataField,
  named: MetadataPaths = {},
): { readonly path: string; readonly value: unknown } | null {
  const own = named[field];
  const paths = own === undefined ? METADATA_FIELDS[field] : typeof own === 'string' ? [own] : own;
  for (const path of paths) {
    const value = path.split('.').reduce(inside, entry);
    if (value !== undefined && value !== null) return { path, value };
  }
  return null;
}

/**
 * Fields of an entry's payload at none of the places that are looked at, by their own spelling, two levels deep; `isCounter`:
 * beside counters of tokens, in an object of theirs.
 */
export function unknownFields(
  entry: unknown,
  named: MetadataPaths = {},
): { readonly path: string; readonly isCounter: boolean }[] {
  const places = new Set([...KNOWN_PLACES, ...Object.values(named).flat().map(spelledPlace)]);
  const holders = new Set([...places].flatMap((place) => place.split('.').slice(1, -1).slice(0, 1)));
  const payload = inside(entry, 'jsonPayload');
  if (typeof payload !== 'object' || payload === null) return [];
  return Object.entries(payload).flatMap(([key, value]: [string, unknown]) => {
    const spelled = spelling(key);
    const place = `jsonpayload.${spelled}`;
    if (places.has(place)) return [];
    if (!holders.has(spelled) || typeof value !== 'object' || value === null) {
      return key.startsWith('@') ? [] : [{ path: `jsonPayload.${key}`, isCounter: false }];
    }
    return Object.keys(value)
      .filter((inner) => ![...places].some((known) => isAtOrBelow(known, `${place}.${spelling(inner)}`)))
      .map((inner) => ({ path: `jsonPayload.${key}.${inner}`, isCounter: COUNTER_HOLDERS.has(spelled) }));
  });
}

function isAtOrBelow(known: string, place: string): boolean {
  return known === place || known.startsWith(`${place}.`);
}

function spelledPlace(path: string | undefined): string {
  return (path ?? '').split('.').map(spelling).join('.');
}

function inside(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  if (Object.hasOwn(value, key)) return Reflect.get(value, key);
  const wanted = spelling(key);
  const found = Object.keys(value).find((candidate) => spelling(candidate) === wanted);
  return found === undefined ? undefined : Reflect.get(value, found);
}

function spelling(key: string): string {
  return key.replaceAll('_', '').toLowerCase();
}

function inPayload(...names: string[]): string[] {
  return names.map((name) => `jsonPayload.${name}`);
}

/** Counters stand in an object of theirs, or beside everything else. */
function inCounts(...names: string[]): string[] {
  return [...HOLDERS_OF_COUNTERS.map((holder) => `${holder}.`), ''].flatMap((holder) =>
    inPayload(...names.map((name) => `${holder}${name}`)),
  );
}
