import { describe, expect, it } from 'vitest';
import { readSourceEntry } from './source-entry.js';

const entry = {
  id: 'prod',
  kind: 'bedrock-cloudwatch',
  accountId: '111122223333',
  region: 'us-east-1',
  logGroup: '/bedrock/invocations',
};

describe('an entry of sources that does not come from the file', () => {
  it('becomes the source that it would be in the file', () => {
    const read = readSourceEntry({ ...entry, credentials: { roleArn: 'arn:aws:iam::111122223333:role/reader' } });
    expect(read).toMatchObject({
      sources: [{ id: 'prod', historyDays: 60, credentials: { roleArn: 'arn:aws:iam::111122223333:role/reader' } }],
      discoveries: [],
    });
  });

  it.each([
    [{ ...entry, region: 'Virginia' }, 'region', '"Virginia" is not an AWS region'],
    [{ ...entry, logGroup: undefined }, 'logGroup', 'is required'],
    [{ ...entry, regoin: 'us-east-1' }, '', 'did you mean "region"?'],
    [{ ...entry, kind: 'bedrock-cloudwach' }, 'kind', 'did you mean "bedrock-cloudwatch"?'],
  ])('%j is wrong at "%s": %s', (wrong, path, words) => {
    const read = readSourceEntry(wrong);
    const problem = 'problems' in read ? read.problems[0] : undefined;
    expect(problem?.message).toContain(words);
    expect(problem?.path).toContain(path);
  });

  it.each([
    [{ ...entry, endpoint: 'http://169.254.169.254' }, 'endpoint'],
    [{ ...entry, endpoint: undefined, credentials: { profile: 'root' } }, 'endpoint'],
    [{ ...entry, credentials: { profile: 'root' } }, 'credentials.profile'],
    [{ ...entry, accounts: [{ accountId: '1', credentials: { externalId: 'x' } }] }, 'credentials.externalId'],
    [{ id: 'v', kind: 'vertex-audit', projectId: 'p', credentials: { keyFile: '/etc/passwd' } }, 'credentials.keyFile'],
    [{ ...entry, logGroup: '${env:DATABASE_URL}' }, '${env:…}'],
  ])('%j is refused for %s: it would choose whom this service talks to, or what it reads', (wrong, path) => {
    const read = readSourceEntry(wrong);
    expect('problems' in read ? read.problems.map((problem) => problem.path) : []).toContain(path);
  });
});
