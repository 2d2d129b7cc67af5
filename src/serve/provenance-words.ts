import type { Provenance } from '../usage/usage-event.js';
import { explainIdentity } from './identity-words.js';

type PlacedFact = Exclude<keyof Provenance, 'identity'>;

/** Where a fact came from, for people. */
const WORDS: { readonly [Fact in PlacedFact]: Readonly<Record<Provenance[Fact], string>> } = {
  tokens: {
    counters: 'The token counts are the counters that the cloud writes beside the body.',
    body: 'The counters are absent; the token counts are those of the response body.',
    bodyInS3:
      'The counters are absent; the token counts are those of the response body, which lies in S3 for its size.',
    absent: 'The record carries no token counts.',
  },
  cacheTtl: {
    counters: 'The lifetime of cache writes is as the log counts them, each apart.',
    body: 'The lifetime of cache writes is as the response body tells.',
    bodyInS3: 'The lifetime of cache writes is as the response body tells, which lies in S3 for its size.',
    request: 'The response does not tell the lifetime of cache writes; it was taken from the request.',
    requestInS3:
      'The response does not tell the lifetime of cache writes; it was taken from the request, which lies in S3 for its size.',
    assumed: 'The record does not tell the lifetime of cache writes; 5 minutes are assumed, the cheaper one.',
    none: 'The call wrote nothing to the prompt cache.',
  },
  model: {
    modelId: 'The model is read from the model id.',
    record: 'The record names the model itself, beside the id that the caller passed.',
    body: 'The model id is opaque; the model was taken from the response body.',
    bodyInS3: 'The model id is opaque; the model was taken from the response body, which lies in S3 for its size.',
    mapping: 'The model was taken from a mapping of the configuration.',
    profile: 'The model id is opaque; the model is what the cloud says stands behind it.',
    deployment:
      'The record does not tell the model; it is what the cloud says stood behind the deployment at that time.',
    absent: 'The record does not tell the model.',
  },
  time: {
    record: "The time is the record's own.",
    envelope: "The record's own time is missing or impossible; the time of its log entry was used.",
    fromEnd: 'The record tells when the call ended; its latency was taken off to find when it began.',
    end: 'The record tells only when the call ended, which stands for when it began.',
  },
};

/** Each fact that could have come from several places, and from which it came. */
export function explainProvenance(
  provenance: Readonly<Record<string, unknown>>,
  joinDueAt: Date | null,
): { fact: string; from: string; words: string }[] {
  const words = new Map(
    Object.entries(WORDS).flatMap(([fact, places]) =>
      Object.entries(places).map(([from, text]) => [`${fact} ${from}`, text] as const),
    ),
  );
  return Object.entries(provenance).flatMap(([fact, from]) =>
    fact === 'identity'
      ? explainIdentity(from, joinDueAt)
      : typeof from === 'string'
        ? [{ fact, from, words: words.get(`${fact} ${from}`) ?? `${fact} is as ${from} tells.` }]
        : [],
  );
}

const FACTS: Readonly<Record<string, string>> = {
  principal: 'The caller',
  person: 'The person',
  messageId: 'The id of the answer',
  stopReason: 'The stop reason',
  inferenceRegion: 'The region where the model ran',
  callerAddress: 'The address of the caller',
  userAgent: 'The program that called',
  endpointScope: 'The kind of endpoint',
  tokens: 'The token counts',
  cacheTtl: 'The lifetime of cache writes',
  latencyMs: 'The latency',
  firstByteMs: 'The time to the first byte',
  requestMetadata: 'The request metadata',
  tools: 'The tools that were called',
};

/** Facts that the source of the figures lacks, and which other source of the same call gave them. */
export function explainFilledFacts(
  filledFrom: Readonly<Record<string, string>>,
  sourceId: string,
): { fact: string; from: string; words: string }[] {
  return Object.entries(filledFrom).map(([fact, from]) => ({
    fact,
    from,
    words: `${FACTS[fact] ?? fact} is as ${from} tells; ${sourceId}, which gave the figures, does not.`,
  }));
}
