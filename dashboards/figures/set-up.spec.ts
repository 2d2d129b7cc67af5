import { describe, expect, it } from 'vitest';
import { entryOf, filledIn, isComplete } from './set-up.js';

const field = (key: string, required = true) => ({ key, words: '', example: '', required, form: 'text' as const });
const kind = {
  kind: 'bedrock-s3',
  fields: [field('id'), field('accountId'), field('keyPrefix', false), field('credentials.roleArn', false)],
};

describe('setting a source up', () => {
  it.each([
    ['arn:aws:s3:::b/<keyPrefix>/AWSLogs/<accountId>/*', {}, 'arn:aws:s3:::b/AWSLogs/<accountId>/*'],
    [
      'arn:aws:s3:::b/<keyPrefix>/AWSLogs/<accountId>/*',
      { accountId: ' 111122223333 ', keyPrefix: 'bedrock' },
      'arn:aws:s3:::b/bedrock/AWSLogs/111122223333/*',
    ],
    ['role <role that may write>', { accountId: '1' }, 'role <role that may write>'],
  ])('%s with %j is %s', (text, typed, expected) => {
    expect(filledIn(text, kind, typed)).toBe(expected);
  });

  it('makes the entry of what was typed, and leaves out what is empty', () => {
    expect(entryOf(kind, { accountId: '111122223333', id: 'prod', keyPrefix: ' ' })).toEqual({
      id: 'prod',
      kind: 'bedrock-s3',
      accountId: '111122223333',
    });
    expect(entryOf(kind, { id: 'prod', 'credentials.roleArn': 'arn:aws:iam::1:role/r' })).toEqual({
      id: 'prod',
      kind: 'bedrock-s3',
      credentials: { roleArn: 'arn:aws:iam::1:role/r' },
    });
  });

  it('puts what belongs together into one thing of a list', () => {
    const gateway = {
      kind: 'foundry-gateway',
      fields: [field('id'), field('foundry[].resourceId'), field('foundry[].region')],
    };
    expect(entryOf(gateway, { id: 'apim', 'foundry[].resourceId': '/a', 'foundry[].region': 'eastus2' })).toEqual({
      id: 'apim',
      kind: 'foundry-gateway',
      foundry: [{ resourceId: '/a', region: 'eastus2' }],
    });
  });

  it('writes a whole number as one, and leaves to the rules of the file what is none', () => {
    const metrics = {
      kind: 'foundry-metrics',
      fields: [{ ...field('minuteDays', false), form: 'wholeNumber' as const }],
    };
    expect(entryOf(metrics, { minuteDays: ' 30 ' })).toEqual({ kind: 'foundry-metrics', minuteDays: 30 });
    expect(entryOf(metrics, { minuteDays: 'a month' })).toEqual({ kind: 'foundry-metrics', minuteDays: 'a month' });
    expect(entryOf(metrics, {})).toEqual({ kind: 'foundry-metrics' });
  });

  it('knows what is still missing', () => {
    expect(isComplete(kind, { id: 'prod' })).toBe(false);
    expect(isComplete(kind, { id: 'prod', accountId: '111122223333' })).toBe(true);
  });
});
