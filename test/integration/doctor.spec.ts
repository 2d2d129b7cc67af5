import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { z } from 'zod';
import type { Faults } from '../../simulator/faults.js';
import { type Simulator, startSimulator } from '../../simulator/start-simulator.js';
import { verdictAnswerSchema } from '../../src/serve/answers/verdict.js';
import { type AlertReceiver, startAlertReceiver } from '../support/alert-receiver.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';
import { startLedgerline } from '../support/service-process.js';

const PLACE = { accountId: '527940186233', region: 'ap-northeast-1' };
const answerSchema = z.object({
  ok: z.boolean(),
  findings: z.array(z.object({ subject: z.string(), ok: z.boolean(), words: z.string() })),
  verdict: verdictAnswerSchema,
});

let folder: string;
let simulator: Simulator;
let database: TestDatabase;
let receiver: AlertReceiver;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ledgerline-doctor-'));
  simulator = await startSimulator({ callsPerDay: 100, historyDays: 60, faults: { quotaFactor: 0 } });
  database = await createTestDatabase();
  receiver = await startAlertReceiver();
});
afterEach(async () => {
  await receiver.stop();
  await simulator.stop();
  await database.drop();
  await rm(folder, { recursive: true });
});

/** Runs a command on the configuration of one source and one channel. */
async function run(...args: string[]) {
  const config = join(folder, 'ledgerline.config.yaml');
  const account = simulator.accounts.find(
    ({ accountId, region }) => accountId === PLACE.accountId && region === PLACE.region,
  );
  await writeFile(
    config,
    stringify({
      dataDir: folder,
      database: { url: '${env:LEDGER_DB}' },
      sources: [
        { id: 'tokyo', kind: 'bedrock-cloudwatch', ...PLACE, logGroup: account?.logGroup, endpoint: account?.endpoint },
      ],
      channels: [
        { id: 'ops', kind: 'webhook', url: receiver.url, secret: '${env:HOOK_SECRET}', allowPrivateAddresses: true },
      ],
    }),
  );
  const command = startLedgerline(['--config', config, ...args], {
    AWS_ACCESS_KEY_ID: 'STANDIN',
    AWS_SECRET_ACCESS_KEY: 'stand-in',
    LEDGER_DB: database.url,
    HOOK_SECRET: 'shared',
  });
  const code = await command.exited;
  return { code, output: command.output() };
}

async function examine(faults: Partial<Faults> = {}) {
  simulator.setFaults(faults);
  const { code, output } = await run('doctor', '--json');
  return { code, ...answerSchema.parse(JSON.parse(output.split('\n').find((line) => line.startsWith('{')) ?? '{}')) };
}

describe('ledgerline doctor', () => {
  it('is content when the logs are kept', async () => {
    const { code, ok, verdict, findings } = await examine();
    expect([code, ok, verdict.state]).toEqual([0, true, 'kept']);
    expect(findings.at(-1)).toMatchObject({ subject: `retention ${PLACE.accountId} ${PLACE.region}`, ok: true });
  });

  it.each([
    ['not kept', { retention: [{ ...PLACE, days: 14 }] }],
    ['not kept', { loggingOff: [{ ...PLACE, from: 0, to: null }] }],
    ['at risk', { failingDeliveries: [{ ...PLACE, route: 'cloudwatch', from: Date.now() - 43_200_000, to: null }] }],
    ['unknown', { denied: ['logs:DescribeLogGroups'] }],
  ] as const)('finds trouble when they are %s', async (state, faults) => {
    const { code, ok, verdict } = await examine(faults);
    expect([code, ok, verdict.state]).toEqual([1, false, state]);
  });

  it('prints the command that mends it, and the statement that is missing', async () => {
    simulator.setFaults({ retention: [{ ...PLACE, days: 14 }], denied: ['cloudwatch:GetMetricData'] });
    const { code, output } = await run('doctor');
    expect(code).toBe(1);
    expect(output).toContain(
      `    aws logs put-retention-policy --region ${PLACE.region} --log-group-name /bedrock/invocations --retention-in-days 30`,
    );
    expect(output).toContain('cloudwatch:GetMetricData on * is not granted');
    expect(output).toContain('      "Action": "cloudwatch:GetMetricData"');
  });
});

describe('ledgerline alerts', () => {
  it('tests the channels, and tells which one does not work', async () => {
    expect(await run('alerts', 'test')).toEqual({ code: 0, output: 'ok       channel ops: the message was taken\n' });
    expect(receiver.news).toEqual(['opened test this channel']);
    receiver.answer = 500;
    const failed = await run('alerts', 'test', '--channel', 'ops');
    expect([failed.code, failed.output]).toEqual([
      1,
      'TROUBLE  channel ops: the receiver has not taken the message: it answers 500\n',
    ]);
    expect((await run('alerts', 'test', '--channel', 'oops')).code).toBe(2);
  });

  it('lists what stands, and finds trouble in what needs somebody', async () => {
    expect((await run('alerts', 'list')).code).toBe(0);
    await database.pool.query(
      `insert into alert (alert_id, check_name, subject, state, since, was_known, words, evidence, link, observed_at, created_at)
       values (gen_random_uuid(), 'retention', 'bedrock/1/us-east-1', 'ALERT', now(), true, 'kept for 7 days', '{}', '/log-health', now(), now())`,
    );
    const { code, output } = await run('alerts', 'list');
    expect(code).toBe(1);
    expect(output).toMatch(/^ALERT {4}retention {2}bedrock\/1\/us-east-1 {2}since .*\n {9}kept for 7 days$/m);
  });
});
