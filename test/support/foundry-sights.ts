import { modelOf } from '../../src/normalise/foundry/model.js';
import { NOT_TOLD } from '../../src/normalise/foundry/no-facts.js';
import type { SourcedSight } from '../../src/join/group-join.js';
import type { DeploymentSpell } from '../../src/usage/deployment.js';
import { eventIdOf } from '../../src/usage/event-id.js';
import type { Flag } from '../../src/usage/flags.js';
import type { GroupFacts, MeteredBin } from '../../src/usage/group-facts.js';
import type { MeteredMetric } from '../../src/usage/metered.js';
import { UNKNOWN_TOKENS } from '../../src/usage/tokens.js';
import type { UsageEvent } from '../../src/usage/usage-event.js';
import { HOUR_MS } from '../../src/usage/window.js';

export const ACCOUNT = '/subscriptions/s/resourcegroups/g/providers/microsoft.cognitiveservices/accounts/insurer';
export const DAY = { from: Date.parse('2026-11-18T00:00:00Z'), to: Date.parse('2026-11-19T00:00:00Z') };
export const ALL_HOURS = Array.from({ length: 24 }, (_, hour) => DAY.from + hour * HOUR_MS);

interface Told {
  readonly deployment?: string;
  /** `null`: the row does not name it. */
  readonly model?: string | null;
  readonly tokens?: readonly [input: number, output: number] | null;
  readonly status?: string | null;
  readonly subscription?: string;
}

/** What one log of Foundry tells of a call at a time (milliseconds since the day began, unless it is a date). */
export function foundrySight(
  log: 'gateway' | 'resource',
  id: string,
  at: number,
  { deployment = 'care', model = 'claude-opus-5', tokens = [100, 10], status = null, subscription = 'desk' }: Told = {},
): SourcedSight {
  const occurredAt = new Date(at < DAY.from / 2 ? DAY.from + at : at).toISOString();
  const isGateway = log === 'gateway';
  const counts = isGateway && status === null ? tokens : null;
  const flags = new Set<Flag>([counts === null ? 'tokensMissing' : 'cacheUnknown']);
  const { from, ...facts } = modelOf(model, flags);
  const event: UsageEvent = {
    ...NOT_TOLD,
    ...facts,
    cloud: 'foundry',
    eventId: eventIdOf('foundry', ACCOUNT, `${log}/${id}`, new Date(occurredAt)),
    occurredAt,
    accountId: ACCOUNT,
    region: 'eastus2',
    requestId: id,
    correlationIds: {},
    messageId: isGateway && status === null ? `msg_${id}` : null,
    modelId: deployment,
    operation: 'messages',
    streamed: false,
    outcome: status === null ? 'ok' : 'failed',
    errorCode: status,
    tokens: counts === null ? UNKNOWN_TOKENS : { ...UNKNOWN_TOKENS, input: counts[0], output: counts[1] },
    principal: isGateway ? subscription : null,
    identity: isGateway ? { kind: 'apim-subscription', name: subscription, session: null, accountId: null } : null,
    callerAddress: null,
    requestMetadata: {},
    latencyMs: 900,
    requestBytes: null,
    responseBytes: null,
    flags: [...flags],
    provenance: { tokens: counts === null ? 'absent' : 'counters', cacheTtl: 'none', model: from, time: 'record' },
  };
  return { log, recordId: id, event, sourceId: isGateway ? 'gateway' : 'rows' };
}

/** What the meter counted of a deployment in an hour of the day, its metrics in the order of the classes. */
export function bins(
  hour: number,
  counts: Partial<Record<MeteredMetric, number>>,
  { deployment = 'care', modelId = 'claude-opus-5', modelVersion = '2' } = {},
): MeteredBin[] {
  const metrics: readonly MeteredMetric[] = [
    'inputTokens',
    'cacheReadTokens',
    'cacheWrite5mTokens',
    'cacheWrite1hTokens',
    'outputTokens',
    'requests',
  ];
  return metrics.flatMap((metric) => {
    const value = counts[metric];
    const startsAt = DAY.from + hour * HOUR_MS;
    return value === undefined
      ? []
      : [{ sourceId: 'meter', region: 'eastus2', deployment, modelId, modelVersion, metric, startsAt, value }];
  });
}

export function factsOf(facts: Partial<GroupFacts>): GroupFacts {
  return {
    accountId: ACCOUNT,
    modelKey: 'claude-opus-5',
    bins: [],
    meteredHours: new Set(),
    spells: [],
    shown: [],
    ...facts,
  };
}

export function spell(name: string, modelName: string, rest: Partial<DeploymentSpell> = {}): DeploymentSpell {
  return {
    accountId: ACCOUNT,
    name,
    modelFormat: 'Anthropic',
    modelName,
    modelVersion: '1',
    sku: 'GlobalStandard',
    capacity: 10,
    hosting: 'anthropic',
    endpointScope: 'global',
    rateLimits: [],
    state: 'Succeeded',
    changedAt: null,
    firstSeenAt: DAY.from - 30 * 24 * HOUR_MS,
    lastSeenAt: DAY.to,
    endedAt: null,
    ...rest,
  };
}
