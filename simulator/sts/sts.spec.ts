import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import { describe, expect, it } from 'vitest';
import { closing, errorOf, standInAt } from '../../test/support/stand-in.js';
import type { SimulatedAccount } from '../accounts.js';
import type { Simulator } from '../start-simulator.js';

const HOUR_MS = 3_600_000;

function start(): Promise<Simulator> {
  // The SDK looks at its own clock when it decides whether credentials are still good.
  return standInAt(Date.now(), { historyDays: 1, routes: 'cloudwatch', faults: { quotaFactor: 0 } });
}

function accountOf(simulator: Simulator, accountId: string): SimulatedAccount {
  const account = simulator.accounts.find((candidate) => candidate.accountId === accountId);
  if (account === undefined) throw new Error(`no account ${accountId}`);
  return account;
}

function assume(account: SimulatedAccount, externalId: string | undefined = account.role.externalId) {
  return fromTemporaryCredentials({
    masterCredentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
    params: { RoleArn: account.role.arn, RoleSessionName: 'ledgerline', ExternalId: externalId },
    clientConfig: { region: account.region, endpoint: account.endpoint, maxAttempts: 1 },
  });
}

type Credentials = Awaited<ReturnType<ReturnType<typeof assume>>>;

function readLogs({ region, endpoint }: SimulatedAccount, credentials: Credentials): Promise<string> {
  const client = closing(
    new CloudWatchLogsClient({ region, endpoint, credentials: { ...credentials }, maxAttempts: 1 }),
  );
  return errorOf(client.send(new FilterLogEventsCommand({ logGroupName: '/bedrock/invocations', limit: 1 })));
}

function readBucket({ region, endpoint, bucket }: SimulatedAccount, credentials: Credentials): Promise<string> {
  const client = closing(new S3Client({ region, endpoint, credentials, forcePathStyle: true, maxAttempts: 1 }));
  return errorOf(client.send(new ListObjectsV2Command({ Bucket: bucket ?? '', MaxKeys: 1 })));
}

describe('AssumeRole, asked by the SDK', () => {
  it('gives credentials for the account of the role and no other', async () => {
    const simulator = await start();
    const [virginia, frankfurt] = [accountOf(simulator, '048219357106'), accountOf(simulator, '311874520963')];
    const credentials = await assume(virginia)();
    expect(credentials.accessKeyId).toMatch(/^ASIA[A-Z2-7]{16}$/);
    expect(await readLogs(virginia, credentials)).toBe('none');
    expect(await readBucket(virginia, credentials)).toBe('none');
    expect(await readLogs(frankfurt, credentials)).toBe('AccessDeniedException');
    expect(await readBucket(frankfurt, credentials)).toBe('AccessDenied');
    expect(await readLogs(virginia, { ...credentials, accessKeyId: 'ASIAOTHER' })).toBe('UnrecognizedClientException');
  });

  it('refuses who does not know the external id, and other roles', async () => {
    const account = accountOf(await start(), '048219357106');
    expect(await errorOf(assume(account, 'insurer-000000000000')())).toBe('AccessDenied');
    expect(await errorOf(assume(account, '')())).not.toBe('none');
    const other = { ...account, role: { ...account.role, arn: 'arn:aws:iam::048219357106:role/Admin' } };
    expect(await errorOf(assume(other)())).toBe('AccessDenied');
  });

  it('gives credentials that expire by the clock of the stand-in', async () => {
    const simulator = await start();
    const account = accountOf(simulator, '048219357106');
    const credentials = await assume(account)();
    expect(credentials.expiration?.getTime()).toBeGreaterThanOrEqual(simulator.clock.now() + HOUR_MS);
    simulator.clock.advance(HOUR_MS + 1_000);
    expect(await readLogs(account, credentials)).toBe('ExpiredTokenException');
    expect(await readBucket(account, credentials)).toBe('ExpiredToken');
    expect(await readLogs(account, await assume(account)())).toBe('none');
  });
});
