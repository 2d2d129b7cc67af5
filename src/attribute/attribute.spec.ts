import { describe, expect, it } from 'vitest';
import { readAwsIdentity } from '../normalise/identity.js';
import { attribute, type AttributableEvent } from './attribute.js';
import { attributionRulesSchema, type AttributionRules } from './attribution-rules.js';
import { compileGlob } from '../usage/glob.js';

const A = '111122223333';

const call = (changes: Partial<AttributableEvent> = {}): AttributableEvent => ({
  occurredAt: '2026-09-14T08:00:00.000Z',
  accountId: A,
  region: 'us-east-1',
  modelId: 'us.anthropic.claude-opus-5',
  principal: `arn:aws:sts::${A}:assumed-role/claims-intake/worker`,
  identity: readAwsIdentity(`arn:aws:sts::${A}:assumed-role/claims-intake/worker`),
  requestMetadata: {},
  ...changes,
});

const rules = (given: unknown): AttributionRules => attributionRulesSchema.parse(given);

describe('a team', () => {
  const ordered = rules([
    { name: 'until summer', to: '2026-07-01', when: { accountId: A }, team: 'Old' },
    { name: 'tagged', when: { metadata: { team: 'claims*', stage: 'prod' } }, team: 'Claims', costCentre: '4711' },
    { name: 'intake', when: { principal: '*:assumed-role/claims-*', region: 'us-east-1' }, team: 'Intake' },
    { name: 'opus', when: { modelId: '*claude-opus-*' }, team: 'Research', from: '2026-09-01T00:00:00+02:00' },
    { name: 'rest', when: {}, team: 'Shared' },
  ]);

  it.each([
    ['the first rule that matches', {}, 'Intake', 'intake'],
    ['a rule that is over only before its end', { occurredAt: '2026-06-30T23:59:59.999Z' }, 'Old', 'until summer'],
    ['a rule from its end on no more', { occurredAt: '2026-07-01T00:00:00.000Z' }, 'Intake', 'intake'],
    [
      'a rule whose conditions all match',
      { requestMetadata: { team: 'claims-eu', stage: 'prod' } },
      'Claims',
      'tagged',
    ],
    [
      'no rule of which one condition fails',
      { requestMetadata: { team: 'claims-eu', stage: 'test' } },
      'Intake',
      'intake',
    ],
    [
      'a rule from the instant on at which it begins',
      { region: 'eu-west-1', occurredAt: '2026-08-31T22:00:00.000Z' },
      'Research',
      'opus',
    ],
    ['a rule not before it begins', { region: 'eu-west-1', occurredAt: '2026-08-31T21:59:59.999Z' }, 'Shared', 'rest'],
    ['no principal rule when the log names no caller', { principal: null, modelId: 'x' }, 'Shared', 'rest'],
  ])('is named by %s', (_, changes, team, name) => {
    expect(attribute(call(changes), ordered)).toMatchObject({ team, by: { team: name } });
  });

  it('brings its cost centre', () => {
    expect(attribute(call({ requestMetadata: { team: 'claims', stage: 'prod' } }), ordered).costCentre).toBe('4711');
  });

  it('is null when no rule matches, never a guess', () => {
    expect(attribute(call(), [])).toEqual({
      team: null,
      person: 'claims-intake',
      costCentre: null,
      by: { team: null, person: 'assumed-role' },
    });
  });

  it('cannot be reached through a key that every object has', () => {
    const tricky = rules([{ name: 'x', when: { metadata: { constructor: '*' } }, team: 'X' }]);
    expect(attribute(call(), tricky).team).toBeNull();
  });
});

describe('a person', () => {
  it.each([
    [`arn:aws:iam::${A}:user/teams/dev-user`, 'dev-user'],
    [`arn:aws:iam::${A}:user/BedrockAPIKey-ab12`, 'BedrockAPIKey-ab12'],
    [`arn:aws:iam::${A}:root`, 'root'],
    [`arn:aws:sts::${A}:assumed-role/AWSReservedSSO_DataScience_0123456789abcdef/mira.koch`, 'mira.koch'],
    [`arn:aws:sts::${A}:assumed-role/Federated/ana+work@example.com`, 'ana+work@example.com'],
    [`arn:aws:sts::${A}:assumed-role/Federated/u-4711`, 'u-4711'],
    [`arn:aws:sts::${A}:assumed-role/nightly-report/nightly-report-function`, 'nightly-report'],
    [`arn:aws:sts::${A}:assumed-role/Agent/BedrockAgentCore-0b1d6a52-65f3-4b7b-9d35-0a4c3c1f9a10`, 'Agent'],
    [`arn:aws:sts::${A}:assumed-role/Agent/run+0b1d6a52-65f3-4b7b-9d35-0a4c3c1f9a10@example.com`, 'Agent'],
    [`arn:aws:sts::${A}:assumed-role/Agent/u-0123456789abcdef0123456789abcdef`, 'Agent'],
    [`arn:aws:sts::${A}:assumed-role/Agent/1757836800123456789`, 'Agent'],
    [`arn:aws:sts::${A}:federated-user/guest`, 'guest'],
    [`arn:aws:sts::${A}:federated-user/0b1d6a52-65f3-4b7b-9d35-0a4c3c1f9a10`, 'federated-user'],
    ['lambda.amazonaws.com', 'lambda.amazonaws.com'],
    ['something else', null],
  ])('behind %s is %s', (arn, person) => {
    expect(attribute(call({ identity: readAwsIdentity(arn) }), []).person).toBe(person);
  });

  it('is null when the log names no caller', () => {
    expect(attribute(call({ identity: null }), [])).toMatchObject({ person: null, by: { person: 'absent' } });
  });
});

describe('a pattern', () => {
  it.each([
    ['abc', 'abc', true],
    ['abc', 'abcd', false],
    ['*', '', true],
    ['a*', 'abc', true],
    ['*c', 'abc', true],
    ['a*c', 'ac', true],
    ['a*a', 'a', false],
    ['a*b*c', 'a-b-b-c', true],
    ['a*b*c', 'a-c-b', false],
    ['*b*', 'abc', true],
    ['a**c', 'abc', true],
    ['a.c', 'abc', false],
    ['*ab*ab*', 'ab', false],
  ])('%s on %j: %s', (pattern, text, matches) => {
    expect(compileGlob(pattern)(text)).toBe(matches);
  });
});

describe('rules in the configuration', () => {
  it.each([
    [
      'two rules of one name',
      [
        { name: 'a', when: {}, team: 'X' },
        { name: 'a', when: {}, team: 'Y' },
      ],
    ],
    ['a condition that does not exist', [{ name: 'a', when: { principle: 'x' }, team: 'X' }]],
    ['a rule without a team', [{ name: 'a', when: {} }]],
    ['a day that does not exist', [{ name: 'a', from: '2026-02-30', when: {}, team: 'X' }]],
    ['a span that ends before it begins', [{ name: 'a', from: '2026-03-01', to: '2026-03-01', when: {}, team: 'X' }]],
  ])('refuse %s', (_, given) => {
    expect(attributionRulesSchema.safeParse(given).success).toBe(false);
  });
});
