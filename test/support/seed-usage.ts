import type { Pool } from 'pg';
import { price } from '../../src/price/price.js';
import type { PriceTerms } from '../../src/price/terms-schema.js';
import { effectiveOf } from '../../src/price/terms.js';
import type { JudgedEvent } from '../../src/store/judged-event.js';
import { RollupStore } from '../../src/store/rollup.store.js';
import { UsageStore } from '../../src/store/usage.store.js';
import { eventIdOf } from '../../src/usage/event-id.js';
import type { UsageEvent } from '../../src/usage/usage-event.js';

/** The range that seeded calls lie in: clocks go back in Berlin (25 October) and in St. John's (1 November) within it. */
export const SEEDED = { from: '2026-10-19', to: '2026-11-21' };

const from = Date.parse(`${SEEDED.from}T00:00:00Z`);
const to = Date.parse(`${SEEDED.to}T00:00:00Z`);
/** Where mistakes about ends of hours, days and offsets would show. */
const EDGES = [
  '2026-10-25T00:00:00.000Z',
  '2026-10-25T00:59:59.999Z',
  '2026-10-25T01:00:00.000Z',
  '2026-10-24T22:00:00.000Z',
  '2026-10-25T23:00:00.000Z',
  '2026-11-01T02:29:59.999Z',
  '2026-11-01T02:30:00.000Z',
  '2026-11-01T04:30:00.000Z',
  '2026-11-01T05:29:59.999Z',
  '2026-11-01T00:00:00.000Z',
  '2026-11-15T18:30:00.000Z',
  '2026-11-15T18:29:59.999Z',
].map((text) => Date.parse(text));

const USER_AGENTS = [null, 'claude-cli/2.1.4 (external, cli)', 'AnthropicVertex/Python 0.97.0', 'claims-desk/3'];

/** Calls of many kinds, the same for the same number: priced, unpriced, failed, of other makers, with and without callers. */
export function makeCalls(count: number, kinds: Kinds = KINDS, terms: PriceTerms = []): JudgedEvent[] {
  const next = randomNumbers(7);
  const pick = <T>(list: readonly [T, ...T[]]): T => {
    const [first] = list.slice(Math.floor(next() * list.length));
    return first === undefined ? list[0] : first;
  };
  return Array.from({ length: count }, (_, index) => {
    const at = EDGES[index] ?? from + Math.floor(next() * (to - from));
    const kind = pick(kinds);
    const accountId = pick(['111111111111', '222222222222']);
    const failed = kind.outcome === 'failed';
    const person = pick(['ana', 'ben', 'chloé', null]);
    const team = person === null ? null : pick(['Claims', 'Search & Find', null]);
    const requestId = `request-${index}`;
    const principal = person === null ? null : `arn:aws:sts::${accountId}:assumed-role/app/${person}`;
    const size = (most: number) => (failed ? null : Math.floor(next() * most));
    const event: UsageEvent = {
      cloud: kind.cloud,
      eventId: eventIdOf(kind.cloud, accountId, requestId, new Date(at)),
      occurredAt: new Date(at).toISOString(),
      accountId,
      region: pick(kind.regions),
      inferenceRegion: pick(['us-west-2', null]),
      requestId,
      correlationIds: {},
      messageId: failed ? null : `msg_${index}`,
      modelId: kind.modelId,
      model: kind.model,
      vendor: kind.vendor,
      endpointScope: kind.endpointScope,
      operation: pick(['InvokeModel', 'ConverseStream']),
      streamed: next() < 0.5,
      outcome: kind.outcome,
      // One in three may have used tokens that no log tells; the others were refused.
      errorCode: failed ? (index % 3 === 0 ? 'ModelStreamErrorException' : 'ThrottlingException') : null,
      stopReason: failed ? null : pick(['end_turn', 'max_tokens']),
      serviceTier: pick(['standard', null]),
      speed: kind.speed,
      batch: kind.batch,
      inferenceGeo: kind.inferenceGeo,
      tokens: {
        input: size(5_000),
        cacheRead: size(40_000),
        cacheWrite5m: size(3_000),
        cacheWrite1h: size(1_000),
        output: size(2_000),
      },
      webSearchRequests: next() < 0.05 ? 2 : 0,
      principal,
      identity: person === null ? null : { kind: 'assumed-role', name: 'app', session: person, accountId },
      callerAddress: null,
      userAgent: USER_AGENTS[index % USER_AGENTS.length] ?? null,
      requestMetadata: person === null ? {} : { app: 'desk' },
      tools: next() < 0.2 ? ['search'] : [],
      latencyMs: Math.floor(next() * 9_000),
      firstByteMs: null,
      requestBytes: null,
      responseBytes: null,
      flags: failed ? ['tokensMissing', 'bodyAbsent'] : person === null ? ['identityAbsent'] : [],
      provenance: { tokens: failed ? 'absent' : 'counters', cacheTtl: 'body', model: 'modelId', time: 'record' },
    };
    const listPrice = price(event);
    const effective = effectiveOf(listPrice, event, terms);
    return { event, price: listPrice, effective, team, person, sourceId: pick(['east', 'central']) };
  });
}

/** Whether a call is known to be not billed. */
export const isNotBilled = ({ price: found }: JudgedEvent) =>
  'priced' in found && found.priced.basis.entry === 'notBilled';

/** Saves calls as the service does, with daily roll-ups for UTC and the zones. */
export async function seedUsage(pool: Pool, calls: readonly JudgedEvent[], zones: readonly string[]): Promise<void> {
  await new RollupStore(pool).setZones(['UTC', ...zones]);
  const store = new UsageStore(pool, ['UTC', ...zones]);
  for (const sourceId of new Set(calls.map((call) => call.sourceId))) {
    const events = calls.filter((call) => call.sourceId === sourceId);
    await store.save({ cloud: 'bedrock', sourceId, events, rejected: [] }, null);
  }
}

/** What a call can be; of each kind about as many. */
type Kinds = readonly [Kind, ...Kind[]];

interface Kind extends Pick<
  UsageEvent,
  'modelId' | 'model' | 'vendor' | 'endpointScope' | 'outcome' | 'cloud' | 'batch' | 'speed' | 'inferenceGeo'
> {
  readonly regions: readonly [string, ...string[]];
}

const KINDS: Kinds = [
  kind('global.anthropic.claude-opus-5', 'claude-opus-5', 'anthropic', 'global'),
  kind('eu.anthropic.claude-sonnet-4-5-20250929-v1:0', 'claude-sonnet-4-5', 'anthropic', 'geo'),
  kind('anthropic.claude-haiku-5-5', 'claude-haiku-5-5', 'anthropic', 'region'),
  kind('global.anthropic.claude-opus-5', 'claude-opus-5', 'anthropic', 'global', { batch: true }),
  kind('anthropic.claude-opus-5', 'claude-opus-5', 'anthropic', 'region', { outcome: 'failed' }),
  kind('anthropic.claude-nova-9', null, 'anthropic', 'region'),
  kind('amazon.nova-pro-v1:0', null, 'amazon', 'region'),
];

/** The same and everything else that prices tell apart: other clouds, fast mode, provisioned throughput, no public rate. */
export const KINDS_OF_PRICES: Kinds = [
  ...KINDS,
  kind('us.anthropic.claude-opus-5-5', 'claude-opus-5-5', 'anthropic', 'geo'),
  kind('us-gov.anthropic.claude-sonnet-5', 'claude-sonnet-5', 'anthropic', 'geo', { regions: ['us-gov-west-1'] }),
  kind('claude-sonnet-5-5', 'claude-sonnet-5-5', 'anthropic', 'multi-region', { cloud: 'vertex', regions: ['eu'] }),
  kind('claude-opus-4-6', 'claude-opus-4-6', 'anthropic', 'global', { cloud: 'vertex', regions: ['global'] }),
  kind('chat', 'claude-opus-5', 'anthropic', 'data-zone', { cloud: 'foundry', regions: ['eastus2'] }),
  kind('claude-fable-5-2', 'claude-fable-5-2', 'anthropic', 'global', { cloud: 'foundry', regions: ['eastus2'] }),
  kind('claude-opus-5', 'claude-opus-5', 'anthropic', 'global', { cloud: 'anthropic', regions: [''], speed: 'fast' }),
  kind('claude-opus-5', 'claude-opus-5', 'anthropic', 'global', {
    cloud: 'anthropic',
    regions: [''],
    inferenceGeo: 'us',
  }),
  kind('anthropic.claude-mythos-preview', 'claude-mythos-preview', 'anthropic', 'region'),
  provisioned('claude-opus-4-8', 'abcdef123456'),
  provisioned('claude-sonnet-5', '123456abcdef'),
];

function provisioned(model: string, id: string): Kind {
  const arn = `arn:aws:bedrock:us-east-1:111111111111:provisioned-model/${id}`;
  return kind(arn, model, 'anthropic', 'provisioned', { regions: ['us-east-1'] });
}

function kind(
  modelId: string,
  model: string | null,
  vendor: string,
  endpointScope: UsageEvent['endpointScope'],
  rest: Partial<Kind> = {},
): Kind {
  return {
    modelId,
    model,
    vendor,
    endpointScope,
    outcome: 'ok',
    cloud: 'bedrock',
    batch: false,
    speed: 'standard',
    inferenceGeo: null,
    regions: ['us-east-1', 'eu-central-1'],
    ...rest,
  };
}

/** mulberry32: small, and the same everywhere. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
