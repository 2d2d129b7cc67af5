import {
  BedrockClient,
  GetInferenceProfileCommand,
  GetModelInvocationLoggingConfigurationCommand,
  GetProvisionedModelThroughputCommand,
  ListInferenceProfilesCommand,
  ListProvisionedModelThroughputsCommand,
  ListTagsForResourceCommand,
  type InferenceProfileSummary,
  type ListInferenceProfilesCommandInput,
} from '@aws-sdk/client-bedrock';
import { describe, expect, it } from 'vitest';
import { closing, errorOf, reach, standInAt } from '../../test/support/stand-in.js';
import type { Simulator, SimulatorOptions } from '../start-simulator.js';
import { callsOfHour, DEFAULT_WORLD } from '../world.js';
import { PLACES } from '../world-places.js';
import type { SimulatedCall } from '../world/call.js';

const NOW = Date.parse('2026-11-18T15:00:00Z');
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

function start(options: SimulatorOptions = {}): Promise<Simulator> {
  return standInAt(NOW, options);
}

function clientOf(simulator: Simulator, accountId: string, region: string): BedrockClient {
  return closing(new BedrockClient(reach(simulator, { accountId, region })));
}

async function list(
  client: BedrockClient,
  query: ListInferenceProfilesCommandInput = {},
): Promise<InferenceProfileSummary[]> {
  const all: InferenceProfileSummary[] = [];
  let nextToken: string | undefined;
  do {
    const page = await client.send(new ListInferenceProfilesCommand({ ...query, nextToken }));
    all.push(...(page.inferenceProfileSummaries ?? []));
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return all;
}

/** Calls of some days that went through something opaque. */
function opaqueCalls(days: number, end = NOW): SimulatedCall[] {
  return PLACES.flatMap((place) =>
    Array.from({ length: days * 24 }, (_, back) => callsOfHour(DEFAULT_WORLD, place, end / HOUR_MS - 1 - back)).flat(),
  ).filter((call) => call.via !== null);
}

describe('inference profiles', () => {
  it('are told with the models that say what they were copied from: nowhere, here, or a geography', async () => {
    const client = clientOf(await start(), '048219357106', 'us-east-1');
    const all = await list(client, { typeEquals: 'APPLICATION' });
    const named = (name: string): readonly (string | undefined)[] | undefined =>
      all.find((profile) => profile.inferenceProfileName === name)?.models?.map((model) => model.modelArn);
    const model = 'foundation-model/anthropic.claude-haiku-5-5';
    expect(named('care-claude-haiku-5-5')).toEqual([
      `arn:aws:bedrock:::${model}`,
      `arn:aws:bedrock:us-east-1::${model}`,
    ]);
    expect(named('code-claude-haiku-5-5')).toEqual(
      ['us-east-1', 'us-east-2', 'us-west-2'].map((region) => `arn:aws:bedrock:${region}::${model}`),
    );
    expect(all.find((profile) => profile.inferenceProfileName?.startsWith('campaign-'))?.models?.length).toBe(1);
    expect(
      all.every((profile) => /:application-inference-profile\/[a-z0-9]{12}$/.test(profile.inferenceProfileArn ?? '')),
    ).toBe(true);
    const system = await list(client, { typeEquals: 'SYSTEM_DEFINED' });
    expect(system.map((profile) => profile.inferenceProfileId)).toContain('global.anthropic.claude-opus-5-5');
    expect(await list(client, { maxResults: 3 })).toEqual([...system, ...all]);
  });

  it('are there for every call that names one, with tags, looked up by ARN and by id', async () => {
    const simulator = await start();
    const calls = opaqueCalls(2).filter((call) => call.via?.kind === 'applicationProfile');
    const share = calls.length / (await simulator.ledger({ from: NOW - 2 * DAY_MS })).total.requests;
    expect(share).toBeGreaterThan(0.01);
    expect(share).toBeLessThan(0.04);
    for (const [arn, call] of new Map(calls.map((one) => [one.modelId, one]))) {
      const client = clientOf(simulator, call.place.accountId, call.place.region);
      const get = (id?: string) => client.send(new GetInferenceProfileCommand({ inferenceProfileIdentifier: id }));
      const { $metadata: _one, ...profile } = await get(arn);
      const { $metadata: _other, ...same } = await get(arn.split('/').at(-1));
      expect(same).toEqual(profile);
      expect(profile.models?.[0]?.modelArn).toContain(call.claude?.baseId);
      expect(profile.createdAt?.getTime()).toBeLessThan(call.occurredAt);
      const { tags } = await client.send(new ListTagsForResourceCommand({ resourceARN: arn }));
      expect(tags?.map((tag) => tag.key)).toEqual(expect.arrayContaining(['team', 'cost-centre']));
    }
  });

  it('are made and deleted while time goes on', async () => {
    const simulator = await start();
    const client = clientOf(simulator, '048219357106', 'us-east-1');
    const names = async (): Promise<(string | undefined)[]> =>
      (await list(client, { typeEquals: 'APPLICATION' })).map((profile) => profile.inferenceProfileName);
    const before = (await names()).filter((name) => name?.startsWith('campaign-'));
    simulator.clock.advance(30 * DAY_MS);
    const after = (await names()).filter((name) => name?.startsWith('campaign-'));
    expect([before.length, after.length]).toEqual([1, 1]);
    expect(after).not.toEqual(before);
    const old = opaqueCalls(10).find((call) => call.topic === 'marketing' && call.place === PLACES[0])?.modelId;
    expect(old).toBeDefined();
    const get = client.send(new GetInferenceProfileCommand({ inferenceProfileIdentifier: old }));
    expect(await errorOf(get)).toBe('ResourceNotFoundException');
  });
});

describe('provisioned throughput', () => {
  it('is one model in Frankfurt, and what calls name', async () => {
    const simulator = await start();
    const client = clientOf(simulator, '311874520963', 'eu-central-1');
    const { provisionedModelSummaries } = await client.send(new ListProvisionedModelThroughputsCommand({}));
    const arns = provisionedModelSummaries?.map((one) => one.provisionedModelArn);
    const called = opaqueCalls(2).filter((call) => call.via?.kind === 'provisionedModel');
    expect(called.length).toBeGreaterThan(5);
    expect(new Set(called.map((call) => call.modelId))).toEqual(new Set(arns));
    const one = await client.send(new GetProvisionedModelThroughputCommand({ provisionedModelId: arns?.[0] }));
    expect(one.foundationModelArn).toMatch(/foundation-model\/anthropic\.claude-sonnet-4-5/);
    expect(one.commitmentDuration).toBe('SixMonths');
    const other = new GetProvisionedModelThroughputCommand({ provisionedModelId: 'abcdefghijkl' });
    expect(await errorOf(client.send(other))).toBe('ResourceNotFoundException');
  });
});

describe('the logging configuration', () => {
  const virginia = { bucketName: 'bedrock-logs-048219357106-us-east-1' };
  const group = { logGroupName: '/bedrock/invocations', roleArn: 'a role' };

  it.each<[string, string, string, object | undefined]>([
    [
      'both destinations',
      '048219357106',
      'us-east-1',
      {
        textDataDeliveryEnabled: true,
        cloudWatchConfig: { ...group, largeDataDeliveryS3Config: virginia },
        s3Config: virginia,
      },
    ],
    [
      'S3 alone',
      '311874520963',
      'eu-central-1',
      {
        textDataDeliveryEnabled: true,
        s3Config: { bucketName: 'bedrock-logs-311874520963-eu-central-1', keyPrefix: 'bedrock/invocation-logs' },
      },
    ],
    [
      'CloudWatch Logs alone, without bodies',
      '764105392718',
      'us-east-1',
      { textDataDeliveryEnabled: false, cloudWatchConfig: group },
    ],
    ['nothing, in a region where logging is off', '764105392718', 'eu-north-1', undefined],
  ])('names %s', async (_what, accountId, region, expected) => {
    const client = clientOf(await start(), accountId, region);
    const { loggingConfig } = await client.send(new GetModelInvocationLoggingConfigurationCommand({}));
    const told = loggingConfig && {
      textDataDeliveryEnabled: loggingConfig.textDataDeliveryEnabled,
      cloudWatchConfig: loggingConfig.cloudWatchConfig && { ...loggingConfig.cloudWatchConfig, roleArn: 'a role' },
      s3Config: loggingConfig.s3Config,
    };
    expect(told).toEqual(expected);
  });

  it('is told where there is no log, and the lists are empty there', async () => {
    const client = clientOf(await start(), '764105392718', 'eu-north-1');
    expect(await list(client)).toEqual([]);
    const { provisionedModelSummaries } = await client.send(new ListProvisionedModelThroughputsCommand({}));
    expect(provisionedModelSummaries).toEqual([]);
  });
});

describe('the ledger', () => {
  it('prices what a reader can look up: all profiles, those that still exist, or none', async () => {
    const historyDays = 40;
    const simulator = await start({ historyDays, callsPerDay: 1_200 });
    const [known, existing, opaque] = await Promise.all(
      (['known', 'existing', 'opaque'] as const).map(async (profiles) => (await simulator.ledger({ profiles })).total),
    );
    expect(known?.unpricedBy.scopeUnknown).toBe(0);
    expect(existing?.unpricedBy.scopeUnknown).toBeGreaterThan(0);
    expect(opaque?.unpricedBy.scopeUnknown).toBeGreaterThan(existing?.unpricedBy.scopeUnknown ?? 0);
    expect(Number(known?.costUsd)).toBeGreaterThan(Number(existing?.costUsd));
    expect(Number(existing?.costUsd)).toBeGreaterThan(Number(opaque?.costUsd));
    expect(known?.requests).toBe(opaque?.requests);
  });
});
