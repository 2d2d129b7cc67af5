/**
 * Everything that can be unusual about an event, as a closed list: what was assumed, what disagreed, what was missing.
 * A flag never changes a figure by itself; it says how far the figure can be trusted. Shown on the row and counted.
 */
export const FLAGS = {
  tokensMissing:
    'The log carries no token counts for this call. Unless it failed before a model answered, its cost is not known.',
  tokensInRemainder:
    'The log carries no token counts for this call. Whatever it used is in what the cloud metered of the deployment in that hour and no log tells.',
  cacheUnknown: 'The log tells no cached tokens of this call, so its cost is not known from this log alone.',
  cacheInRemainder:
    'The gateway does not log what was cached of this call. It is in what the cloud metered of the deployment in that hour and no log tells; the cost of this call is that of its uncached tokens.',
  cacheNotLogged:
    'The gateway does not log what was cached of this call, and nothing metered covers its hour: the cost is that of its uncached tokens, and incomplete.',
  meteredRemainder:
    'Not a call: what the cloud metered of a deployment in an hour beyond the calls that a gateway tells of. It names no caller.',
  thresholdHidden:
    'A long prompt would cost more, and how long each was is not told: priced as short ones, a lower bound.',
  tokensFromBody: 'The counters beside the body are absent; the counts are those of the response body.',
  tokensDisagree: 'The counters beside the body and the usage in the body differ; the counters were used.',
  cachePairAbsent: 'Input and output are counted but the two cache counters are absent: taken as 0.',
  cacheTtlAssumed: 'The log does not split cache writes by lifetime; all are taken as 5-minute writes, a lower bound.',
  cacheTtlFromRequest: 'The lifetime of the cache writes was taken from the request, where all cache points agree.',
  cacheSplitClamped: 'The split of cache writes is larger than their total; the 1-hour part was cut to the total.',
  inputIncludedCache: 'This dialect counts cached tokens inside its input; they were taken out of it.',
  bodyAbsent: 'The response body is not in the log (delivery of bodies is off, or the call failed).',
  bodyInS3: 'The body was too large for the log and was not read from S3; what only the body tells is not known.',
  bodyTruncated: 'The body in the log is cut off or not of a known shape; what only the body tells is not known.',
  modelUnknown: 'The model id is not in the model catalogue.',
  modelFromBody: 'The model id is opaque; the model was taken from the response body.',
  mapped: 'The model or the endpoint scope was taken from a mapping of the configuration.',
  mappingDisagrees: 'A mapping of the configuration names another model than the answer does; the mapping was used.',
  profileResolved: 'The model or the endpoint scope is what the cloud says of the profile or provisioned throughput.',
  profileDisagrees:
    'The cloud says of the profile another model than a mapping of the configuration or the answer does; a mapping goes first, then the profile.',
  provisionedNotRegional:
    'Provisioned throughput on Vertex AI exists in single regions only; this call says otherwise.',
  deploymentResolved: 'The model or the endpoint scope is what the cloud says of the deployment at that time.',
  scopeUnknown: 'The endpoint scope cannot be told from the model id.',
  timeFromEnvelope: "The record's own time is missing or impossible; the time of its log entry was used.",
  identityAbsent: 'The log names no caller.',
  identityInferred:
    'The log with the figures names no caller; it was taken from the entry of another log that fits the call by its time.',
  identityAmbiguous:
    'Entries of several callers fit the call by its time; only what all of them agree on was taken, the caller is left open.',
  identityUnparsed: 'The caller is not of a known form; it is kept as logged.',
  metadataNotText: 'The request metadata holds values that are not text; they were kept as JSON text.',
  guardrailIntervened: 'A guardrail stopped the request or changed the answer.',
  failedWithTokens: 'The call failed after tokens had been counted; whether they are billed is not documented.',
  regionFromSource: 'The record names no region; that of its source was used.',
  accountFromSource: 'The record names no account; that of its source was used.',
} as const;

export type Flag = keyof typeof FLAGS;

/** Whether a text is a flag of this version. */
export function isFlag(text: unknown): text is Flag {
  return typeof text === 'string' && Object.hasOwn(FLAGS, text);
}
