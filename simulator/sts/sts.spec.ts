import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import { afterEach, describe, expect, it } from 'vitest';
import { SimulatorClock } from '../clock.js';
import { startSimulator, type SimulatedAccount, type Simulator } from '../start-simulator.js';

const HOUR_MS = 3_600_000;

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

async function start(): Promise<Simulator> {
  // The SDK looks at its own clock when it decides whether credentials are still good.
  const clock = new SimulatorClock();
  clock.hold(Date.now());
  const simulator = await startSimulator({ clock, historyDays: 1, faults: { quotaFactor: 0 } });
  closing.push(() => simulator.stop());
  return simulator;
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

async function errorOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'none',
    (error: unknown) => (error instanceof Error ? error.name : String(error)),
  );
}

function readLogs({ region, endpoint }: SimulatedAccount, credentials: Credentials): Promise<string> {
  const client = new CloudWatchLogsClient({ region, endpoint, credentials: { ...credentials }, maxAttempts: 1 });
  closing.push(() => client.destroy());
  return errorOf(client.send(new FilterLogEventsCommand({ logGroupName: '/bedrock/invocations', limit: 1 })));
}

function readBucket({ region, endpoint, bucket }: SimulatedAccount, credentials: Credentials): Promise<string> {
  const client = new S3Client({ region, endpoint, credentials, forcePathStyle: true, maxAttempts: 1 });
  closing.push(() => client.destroy());
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
