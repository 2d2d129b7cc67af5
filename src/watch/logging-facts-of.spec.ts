import { describe, expect, it } from 'vitest';
import type { Cloud } from '../usage/cloud.js';
import type { SettingSpell } from '../usage/observed-setting.js';
import { HOUR_MS } from '../usage/window.js';
import { loggingFactsOf } from './logging-facts-of.js';

const at = (time: string) => Date.parse(`2026-11-${time}:00Z`);
const NOW = at('20T12:00');
const scope = {
  cloud: 'vertex',
  accountId: 'insurer-claims-prod',
  region: 'us-east5',
  resource: 'claude-opus-5',
} as const;

const spell = (
  value: unknown,
  from: number,
  to: number,
  more: { name?: string; cloud?: Cloud; region?: string; resource?: string } = {},
): SettingSpell => ({
  scope: {
    ...scope,
    cloud: more.cloud ?? 'vertex',
    region: more.region ?? scope.region,
    resource: more.resource ?? scope.resource,
  },
  name: more.name ?? 'publisherModel',
  reading: { known: true, value },
  firstSeenAt: from,
  lastSeenAt: to,
});
const rows = (samplingRate: number | null, inferenceMetadata = 'absent') => ({
  requestResponse: { on: samplingRate !== null, samplingRate: samplingRate ?? 1, table: 'p.logs.t' },
  inferenceMetadata,
});
const of = (history: readonly SettingSpell[], time: string, region: string = scope.region) =>
  loggingFactsOf(history, NOW)({ ...scope, region, modelId: 'claude-opus-5@20260401' }, at(time));

describe('what the settings said of the logs of a model', () => {
  const changed = [spell(rows(0.25), at('18T06:00'), at('18T12:00')), spell(rows(null), at('19T00:00'), NOW)];

  it.each([
    ['18T09:00', { state: 'on', samplingRate: 0.25, seenThen: true }],
    // Looked at every hour: what was seen at noon still holds a few hours later.
    ['18T15:00', { state: 'on', samplingRate: 0.25, seenThen: true }],
    ['18T20:00', { state: 'off', samplingRate: null, seenThen: false }],
    ['19T00:00', { state: 'off', samplingRate: null, seenThen: true }],
    ['10T00:00', { state: 'on', samplingRate: 0.25, seenThen: false }],
  ])('is what was seen at %s, or what was seen next', (time, facts) => {
    expect(of(changed, time)).toMatchObject(facts);
  });

  it('says what was seen, and when', () => {
    expect(of(changed, '18T09:00').words).toBe(
      'Request-response logging of claude-opus-5 in us-east5 is on, sampling rate 0.25 (seen so 2026-11-18 06:00 to 2026-11-18 12:00 UTC).',
    );
    expect(of(changed, '18T20:00').words).toMatch(/is off, .* \(seen so 2026-11-19 00:00 .*, which is later\)/);
  });

  it.each<[string, unknown, string, object]>([
    ['metadata of every call', rows(0.25, 'on'), 'us-east5', { state: 'on', samplingRate: 1 }],
    ['rows where none is ever written', rows(1), 'global', { state: 'notHere', samplingRate: null }],
    ['neither log', rows(null, 'off'), 'us-east5', { state: 'off', samplingRate: null }],
  ])('knows %s', (_, value, region, facts) => {
    expect(of([spell(value, at('18T06:00'), NOW, { region })], '18T09:00', region)).toMatchObject(facts);
  });

  it('leaves open whether a log is on for the whole project, where its entries are there', () => {
    const entries = spell({ day: '2026-11-20' }, at('18T06:00'), NOW, {
      name: 'newestRecord',
      resource: 'inferenceMetadata',
    });
    expect(of([spell(rows(null), at('18T06:00'), NOW), entries], '18T09:00')).toMatchObject({ state: 'unknown' });
  });

  it('names the permission without which nothing is known', () => {
    const reading = { known: false, permission: 'aiplatform.endpoints.fetchPublisherModelConfig', on: 'p' } as const;
    const denied = { ...spell(null, at('18T06:00'), NOW), reading };
    expect(of([denied], '18T09:00')).toMatchObject({
      state: 'unknown',
      words: expect.stringContaining('refused without aiplatform.endpoints.fetchPublisherModelConfig'),
    });
    // What no setting changes is known without any.
    expect(of([], '18T09:00', 'global')).toMatchObject({ state: 'notHere', seenThen: false });
  });

  it('is one switch for a region of Bedrock', () => {
    const value = { on: false, logGroup: null, roleArn: null, bucket: null, largeData: null, textDelivered: false };
    const history = [spell(value, at('18T06:00'), NOW, { cloud: 'bedrock', name: 'invocationLogging', resource: '' })];
    const model = { cloud: 'bedrock', accountId: scope.accountId, region: scope.region, modelId: 'any' } as const;
    expect(loggingFactsOf(history, NOW)(model, NOW - HOUR_MS)).toMatchObject({ state: 'off', seenThen: true });
  });
});
