import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { discoveredSource, expandEntry } from './expand-sources.js';
import { isBedrock } from './schema.js';
import { sourceSchema } from './source-schema.js';

const schema = sourceSchema(z.string());
const [one, two] = ['111122223333', '022346938362'];
const entry = (fields: object) => schema.parse({ id: 'prod', kind: 'bedrock-cloudwatch', ...fields });

describe('expandEntry', () => {
  it.each([
    [
      'an account and a region: the id as it is',
      { accountId: one, region: 'us-east-1', logGroup: '/b' },
      [`prod: ${one} us-east-1`],
    ],
    [
      'an account and several regions',
      { accountId: one, regions: ['us-east-1', 'eu-west-1'], logGroup: '/b' },
      [`prod-${one}-us-east-1: ${one} us-east-1`, `prod-${one}-eu-west-1: ${one} eu-west-1`],
    ],
    [
      'a list of one region is a list: its ids stay when a second one is added',
      { accountId: one, regions: ['us-east-1'], logGroup: '/b' },
      [`prod-${one}-us-east-1: ${one} us-east-1`],
    ],
    [
      'several accounts and regions: each with each',
      { accounts: [{ accountId: one }, { accountId: two }], regions: ['us-east-1', 'eu-west-1'], logGroup: '/b' },
      [
        `prod-${one}-us-east-1: ${one} us-east-1`,
        `prod-${one}-eu-west-1: ${one} eu-west-1`,
        `prod-${two}-us-east-1: ${two} us-east-1`,
        `prod-${two}-eu-west-1: ${two} eu-west-1`,
      ],
    ],
    ['regions that have to be asked: none yet', { accountId: one, regions: 'discover' }, []],
  ])('%s', (_, fields, expected) => {
    const { sources } = expandEntry(entry(fields));
    expect(sources.filter(isBedrock).map(({ id, accountId, region }) => `${id}: ${accountId} ${region}`)).toEqual(
      expected,
    );
  });

  it('gives every source what the block says, and an account its own role over it', () => {
    const { sources } = expandEntry(
      entry({
        kind: 'bedrock-s3',
        bucket: 'logs',
        keyPrefix: 'bedrock',
        bodies: 'skip',
        historyDays: 7,
        region: 'us-east-1',
        endpoint: { sts: 'https://sts.example' },
        credentials: { profile: 'reader', roleArn: `arn:aws:iam::${one}:role/a`, externalId: 'x' },
        accounts: [{ accountId: one }, { accountId: two, credentials: { roleArn: `arn:aws:iam::${two}:role/b` } }],
      }),
    );
    expect(sources).toMatchObject([
      { credentials: { profile: 'reader', roleArn: `arn:aws:iam::${one}:role/a`, externalId: 'x' } },
      { credentials: { profile: 'reader', roleArn: `arn:aws:iam::${two}:role/b`, externalId: 'x' } },
    ]);
    const shared = { bucket: 'logs', keyPrefix: 'bedrock', bodies: 'skip', historyDays: 7 };
    for (const source of sources) expect(source).toMatchObject({ ...shared, endpoint: { sts: 'https://sts.example' } });
  });

  it('has the regions of each account asked', () => {
    const { discoveries } = expandEntry(
      entry({ accounts: [{ accountId: one }, { accountId: two }], regions: 'discover' }),
    );
    expect(discoveries.map(({ accountId }) => accountId)).toEqual([one, two]);
  });
});

describe('discoveredSource', () => {
  const found = { kind: 'bedrock-cloudwatch', logGroup: '/found' } as const;
  it.each([
    ['what the region answered', {}, '/found'],
    ['what the block names', { logGroup: '/named' }, '/named'],
  ])('reads %s', (_, fields, expected) => {
    const [discovery] = expandEntry(entry({ accountId: one, regions: 'discover', ...fields })).discoveries;
    expect(discovery && discoveredSource(discovery, 'eu-west-1', found)).toMatchObject({
      id: `prod-${one}-eu-west-1`,
      accountId: one,
      region: 'eu-west-1',
      logGroup: expected,
    });
  });
});
