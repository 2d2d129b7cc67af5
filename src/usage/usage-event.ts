import type { Cloud, EndpointScope, Outcome } from './cloud.js';
import type { Flag } from './flags.js';
import type { TokenCounts } from './tokens.js';

/** One call to a model, in the same words for every cloud. `null` is "the log does not tell", never zero or none. */
export interface UsageEvent {
  readonly cloud: Cloud;
  /** See event-id.ts. */
  readonly eventId: string;
  /** When the call was made, by the record's own clock: ISO 8601, UTC, milliseconds. */
  readonly occurredAt: string;
  /** AWS account, Google Cloud project or Azure resource that made the call. */
  readonly accountId: string;
  /** AWS region or Vertex location whose endpoint was called: the one that prices hang on. */
  readonly region: string;
  /** Where the model ran, if the log tells. Never used for prices. */
  readonly inferenceRegion: string | null;
  /** The provider's id of the call (`x-amzn-RequestId` on Bedrock). */
  readonly requestId: string;
  /** Further ids under which others may know the call, by their name: `apim`, `apim-request-id`, `request-id`. */
  readonly correlationIds: Readonly<Record<string, string>>;
  /** Anthropic's id of the answer (`msg_…`), where the body tells. */
  readonly messageId: string | null;
  /** What the caller passed: a model id, a profile id, an ARN or a deployment name. */
  readonly modelId: string;
  /** Canonical id without date (`claude-sonnet-4-5`), or `null` when the catalogue does not know it. */
  readonly model: string | null;
  /** Maker of the model: `anthropic`, `amazon`, `meta` …, `unknown` for opaque ids. Only Anthropic's are Claude costs. */
  readonly vendor: string;
  readonly endpointScope: EndpointScope;
  /** The API operation, as logged (`InvokeModel`, `ConverseStream` …). */
  readonly operation: string;
  readonly streamed: boolean;
  readonly outcome: Outcome;
  readonly errorCode: string | null;
  readonly stopReason: string | null;
  /** Service tier as the answer reports it (`standard`, `default`, `priority`, `flex` …). */
  readonly serviceTier: string | null;
  /** Speed as the answer reports it. */
  readonly speed: 'standard' | 'fast';
  readonly batch: boolean;
  /** `usage.inference_geo` of the answer (Claude API). */
  readonly inferenceGeo: string | null;
  readonly tokens: TokenCounts;
  readonly webSearchRequests: number;
  /** The caller as logged: an ARN on Bedrock. */
  readonly principal: string | null;
  /** The same, taken apart. */
  readonly identity: Identity | null;
  /** The network address that called, where the log tells: personal data where it is a person's. */
  readonly callerAddress: string | null;
  /** What the calling program calls itself, without what proxies of the cloud add. */
  readonly userAgent: string | null;
  readonly requestMetadata: Readonly<Record<string, string>>;
  /** Names of the tools that the answer called, sorted, each once. */
  readonly tools: readonly string[];
  readonly latencyMs: number | null;
  readonly firstByteMs: number | null;
  /** Bytes of the bodies as JSON text, as the log holds them; `null` where a body is not in the log or was not read. */
  readonly requestBytes: number | null;
  readonly responseBytes: number | null;
  /** The call had ended by then: when a log took in a record that it writes when a call ends, where only that is known. */
  readonly endedBefore?: string;
  /** How many calls it stands for, where a log counts several together; one where it is absent. */
  readonly requests?: number;
  readonly flags: readonly Flag[];
  /** Where facts that could have come from several places came from. */
  readonly provenance: Provenance;
}

export interface Identity {
  readonly kind:
    | 'iam-user'
    | 'bedrock-api-key'
    | 'assumed-role'
    | 'sso-user'
    | 'federated-user'
    | 'root'
    | 'service'
    /** A Google account of a person. */
    | 'google-user'
    /** A service account of Google Cloud. */
    | 'service-account'
    /** A person of another identity provider, through Google's workforce federation. */
    | 'workforce'
    /** A program of another cloud, through Google's workload federation. */
    | 'workload'
    /** A subscription (a key) of Azure API Management. */
    | 'apim-subscription'
    /** A user or a program of Microsoft Entra, by its object id. */
    | 'entra-object'
    | 'unknown';
  /** User name, role name of an assumed role, e-mail address of a Google account, or subject of a federated one. */
  readonly name: string;
  /**
   * Session name of an assumed role; for SSO the user name. Chosen by the caller: a claim, not a proof. Of a service account
   * of Google Cloud who acted as it, which Google attests.
   */
  readonly session: string | null;
  /** AWS account; project of a service account or of a pool, its id or its number. */
  readonly accountId: string | null;
}

/**
 * Each entry names the place in the record: `counters`, `body`, `modelId`, `record` (a field that names the model itself),
 * `envelope`, `request`, `assumed`, `mapping`,
 * `profile`, `deployment` (what the cloud says stood behind the name), `absent`; `…InS3` where the body was moved out of the record for its size and fetched. A time `fromEnd` was
 * counted back from the end of the call by its latency; `end` is the end itself, where the record tells nothing else.
 */
export interface Provenance {
  readonly tokens: 'counters' | 'body' | 'bodyInS3' | 'absent';
  readonly cacheTtl: 'counters' | 'body' | 'bodyInS3' | 'request' | 'requestInS3' | 'assumed' | 'none';
  readonly model: 'modelId' | 'record' | 'body' | 'bodyInS3' | 'mapping' | 'profile' | 'deployment' | 'absent';
  readonly time: 'record' | 'envelope' | 'fromEnd' | 'end';
  /** Whose entry names the caller, of a call that several logs tell. */
  readonly identity?: IdentityProvenance;
}

/**
 * How the caller of a call was found that several logs tell. `record`: the log of the figures names it. `sharedId`: an entry
 * with the same id does. `time`: the only entry that can be the call's. `agreed`: several can, and all name the same caller.
 * `likeliest`: several can, and their times leave no doubt which. `ambiguous`: they do not agree and it cannot be told; only what all of them say was taken. `absent`: none can.
 */
export interface IdentityProvenance {
  readonly how: 'record' | 'sharedId' | 'time' | 'agreed' | 'likeliest' | 'ambiguous' | 'absent';
  /** That the caller is right, from 0 to 1; 0 where none is named. */
  readonly confidence: number;
  /** Entries that can be the call's. */
  readonly candidates: number;
}
