import type { FoundryCall } from '../world/call.js';

/** Names and dimensions as in https://learn.microsoft.com/azure/azure-monitor/reference/supported-metrics/microsoft-cognitiveservices-accounts-metrics */
export interface MetricDefinition {
  readonly name: string;
  readonly displayName: string;
  readonly unit: 'Count' | 'MilliSeconds';
  readonly primaryAggregation: 'Total' | 'Average';
  readonly dimensions: readonly string[];
  /** What a call adds; `null`: it is not counted. */
  readonly valueOf: (call: FoundryCall) => number | null;
}

export const NAMESPACE = 'Microsoft.CognitiveServices/accounts';

/** What of a call's time has passed when its answer begins. */
const FIRST_SHARE = 0.35;

const MODEL = ['ModelDeploymentName', 'ModelName', 'ModelVersion'];
const USAGE = ['ApiName', 'Region', ...MODEL];
const CACHE = [...USAGE, 'ContextLength'];
const REQUEST = ['ApiName', 'OperationName', 'Region', 'StreamType', ...MODEL];

function usage(name: string, displayName: string, dimensions: readonly string[], tokens: MetricDefinition['valueOf']) {
  const valueOf: MetricDefinition['valueOf'] = (call) => (call.backendStatus === 200 ? tokens(call) : null);
  return { name, displayName, unit: 'Count', primaryAggregation: 'Total', dimensions, valueOf } as const;
}

/** Only Claude's deployments have the metrics of the cache, and only calls that used it. */
function cached(name: string, displayName: string, tokens: (call: FoundryCall) => number): MetricDefinition {
  return usage(name, displayName, CACHE, (call) =>
    call.deployment?.format === 'Anthropic' && tokens(call) > 0 ? tokens(call) : null,
  );
}

function latency(name: string, displayName: string, share: number, dimensions: readonly string[]): MetricDefinition {
  const valueOf: MetricDefinition['valueOf'] = (call) =>
    call.backendStatus === 200 ? Math.round(call.durationMs * share) : null;
  return { name, displayName, unit: 'MilliSeconds', primaryAggregation: 'Average', dimensions, valueOf };
}

/** Azure divides the time until the first token by the tokens of the prompt. */
const perPromptToken: MetricDefinition['valueOf'] = ({ backendStatus, durationMs, tokens }) => {
  const { input, cacheRead, cacheWrite5m, cacheWrite1h } = tokens;
  const prompt = input + cacheRead + cacheWrite5m + cacheWrite1h;
  return backendStatus === 200 ? Number(((durationMs * FIRST_SHARE) / Math.max(1, prompt)).toFixed(3)) : null;
};

/** The platform metrics of an account that the stand-in keeps. Input tokens are what did not go through the cache. */
export const METRICS: readonly MetricDefinition[] = [
  usage('InputTokens', 'Input Tokens', USAGE, ({ tokens }) => tokens.input),
  usage('OutputTokens', 'Output Tokens', USAGE, ({ tokens }) => tokens.output),
  usage('TotalTokens', 'Total Tokens', USAGE, ({ tokens }) => tokens.input + tokens.output),
  cached('cacheReadInputTokens', 'Prompt tokens read from cache', ({ tokens }) => tokens.cacheRead),
  cached(
    'ephemeral5mInputTokens',
    'Prompt tokens written to cache (5 minute TTL)',
    ({ tokens }) => tokens.cacheWrite5m,
  ),
  cached('ephemeral1hInputTokens', 'Prompt tokens written to cache (1 hour TTL)', ({ tokens }) => tokens.cacheWrite1h),
  {
    name: 'ModelRequests',
    displayName: 'Model Requests',
    unit: 'Count',
    primaryAggregation: 'Total',
    dimensions: [...REQUEST, 'StatusCode', 'IsSpillover', 'ServiceTierRequest', 'ServiceTierResponse'],
    valueOf: (call) => (call.backendStatus === null ? null : 1),
  },
  latency('TimeToResponse', 'Time to Response', FIRST_SHARE, [...REQUEST, 'StatusCode']),
  latency('TimeToLastByte', 'Time to Last Byte', 1, REQUEST),
  {
    name: 'NormalizedTimeToFirstToken',
    displayName: 'Normalized Time to First Byte',
    unit: 'MilliSeconds',
    primaryAggregation: 'Average',
    dimensions: REQUEST,
    valueOf: perPromptToken,
  },
];

/** What a call has in a dimension. */
export function dimensionOf(call: FoundryCall, dimension: string): string {
  const { deployment, account } = call;
  switch (dimension) {
    case 'ApiName':
      return deployment?.format === 'OpenAI' ? 'Azure OpenAI' : 'AIServices';
    case 'OperationName':
      return deployment?.format === 'OpenAI' ? 'ChatCompletions_Create' : 'Messages_Create';
    case 'Region':
      return account.region;
    case 'ModelDeploymentName':
      return call.deploymentName;
    case 'ModelName':
      return deployment?.modelName ?? '';
    case 'ModelVersion':
      return deployment?.modelVersion ?? '';
    case 'ContextLength':
      return '<=200k';
    case 'StreamType':
      return call.streamed ? 'Streaming' : 'Non-Streaming';
    case 'StatusCode':
      return String(call.backendStatus ?? '');
    case 'IsSpillover':
      return 'False';
    default:
      return 'standard';
  }
}
