import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { RegionAnswer } from '../collect/bedrock/ask-regions.js';
import { SourceUnavailable } from '../collect/log-source.js';
import { expandEntry, type SourceDiscovery } from '../runtime/config/expand-sources.js';
import { sourceSchema } from '../runtime/config/source-schema.js';
import { decideSources } from './discover-sources.js';

const accountId = '111122223333';
const entry = sourceSchema(z.string()).parse({
  id: 'prod',
  kind: 'bedrock-cloudwatch',
  accountId,
  regions: 'discover',
});
const discovery = (): SourceDiscovery => {
  const [first] = expandEntry(entry).discoveries;
  if (first === undefined) throw new Error('nothing to discover');
  return first;
};

const logGroup = (name: string) => ({ kind: 'bedrock-cloudwatch', logGroup: name }) as const;
const found = (region: string): RegionAnswer => ({ region, found: logGroup('/now') });
const off = (region: string): RegionAnswer => ({ region, elsewhere: 'logging is off' });
const failed = (region: string, reason: SourceUnavailable['reason']): RegionAnswer => ({
  region,
  problem: new SourceUnavailable('prod', reason, 'the words of the error'),
});
const known = (region: string) => ({ region, destination: logGroup('/before') });

describe('decideSources', () => {
  it.each([
    ['a region that logs', [found('eu-west-1'), off('us-east-1')], [], ['eu-west-1 /now']],
    ['a region that logs elsewhere than before', [found('eu-west-1')], [known('eu-west-1')], ['eu-west-1 /now']],
    [
      'a known region that cannot be asked',
      [failed('eu-west-1', 'network')],
      [known('eu-west-1')],
      ['eu-west-1 /before'],
    ],
    ['a known region that was switched off', [off('eu-west-1')], [known('eu-west-1')], ['eu-west-1 /before']],
    ['a region that cannot be asked and was never known', [failed('eu-west-1', 'permission')], [], []],
    ['nothing anywhere', [off('eu-west-1')], [], []],
  ])('%s', (_, answers, before, expected) => {
    const { sources } = decideSources(discovery(), answers, before);
    expect(sources.map((source) => `${source.region} ${'logGroup' in source ? source.logGroup : ''}`)).toEqual(
      expected,
    );
    expect(sources.map(({ id }) => id)).toEqual(expected.map((words) => `prod-${accountId}-${words.split(' ')[0]}`));
  });

  it('reports regions that could not be asked, and what is kept although', () => {
    const answers = [found('us-east-1'), failed('eu-west-1', 'permission'), failed('eu-west-2', 'permission')];
    expect(decideSources(discovery(), answers, [known('eu-west-2')]).notes).toEqual([
      { ok: true, words: `prod, account ${accountId}: logging found in us-east-1` },
      {
        ok: false,
        words: `prod, account ${accountId}: eu-west-2 was found before and is read on, although it could not be asked; name the regions to end that`,
      },
      {
        ok: false,
        words: `prod, account ${accountId}: not asked in eu-west-1, eu-west-2: prod: the words of the error`,
      },
    ]);
  });

  it('takes refused credentials for a region that is not enabled, if others take them', () => {
    const refused = failed('ap-east-2', 'credentials');
    expect(decideSources(discovery(), [found('us-east-1'), refused], []).notes.at(-1)).toEqual({
      ok: true,
      words: `prod, account ${accountId}: not asked in ap-east-2: not enabled for the account`,
    });
    expect(decideSources(discovery(), [refused], []).notes.at(-1)).toMatchObject({ ok: false });
  });
});
