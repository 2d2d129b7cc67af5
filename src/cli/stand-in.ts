import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { packageRoot } from '../runtime/package-root.js';

/** How the stand-in would recognise calls of a team. */
const teamSchema = z.object({
  team: z.string(),
  principalPattern: z.string().optional(),
  metadata: z.object({ key: z.string(), value: z.string() }).optional(),
  modelPattern: z.string().optional(),
  accountId: z.string().optional(),
});

/** What the stand-in prints when it listens: where it is, and what there is to read and to attribute. */
const readySchema = z.object({
  ready: z.literal(true),
  ledger: z.string(),
  historyFrom: z.iso.datetime(),
  accounts: z.array(
    z.object({
      accountId: z.string(),
      region: z.string(),
      logGroup: z.string().nullable(),
      bucket: z.string().nullable(),
      keyPrefix: z.string().nullable(),
      endpoint: z.string(),
    }),
  ),
  teams: z.array(teamSchema),
  google: z.object({
    projects: z.array(
      z.object({
        projectId: z.string(),
        locations: z.array(z.object({ location: z.string(), table: z.string().nullable() })),
      }),
    ),
    endpoints: z.object({
      bigQuery: z.string(),
      logging: z.object({ host: z.string(), port: z.number() }),
      loggingRest: z.string(),
      monitoring: z.string(),
      vertex: z.string(),
      resourceManager: z.string(),
      token: z.string(),
    }),
    /** The key file of a service account, as Google hands it out. */
    key: z.record(z.string(), z.string()),
    ledger: z.string(),
    teams: z.array(teamSchema),
  }),
  azure: z.object({
    tenantId: z.string(),
    clientId: z.string(),
    clientSecret: z.string(),
    /** The authority of the certificate that all its addresses have. */
    caPem: z.string(),
    authority: z.string(),
    logs: z.string(),
    arm: z.string(),
    accounts: z.array(
      z.object({
        name: z.string(),
        subscriptionId: z.string(),
        resourceGroup: z.string(),
        resourceId: z.string(),
        region: z.string(),
        workspaceId: z.string(),
        gatewayResourceId: z.string().nullable(),
      }),
    ),
    ledger: z.string(),
    teams: z.array(teamSchema),
  }),
});

export interface StandIn extends z.infer<typeof readySchema> {
  stop(): Promise<void>;
}

/** Calls that several logs tell of take longest, and two months of them are to be there soon. */
const CALLS_PER_DAY = { google: 600, azure: 750 };

/**
 * Starts the local stand-in for AWS, Google Cloud and Azure as a process of its own, so that the service speaks to it over the
 * wire as it would to the cloud. It ends with its standard input, so it never outlives the demo, however that ends.
 */
export async function startStandIn(seed: number, historyFrom: Date): Promise<StandIn> {
  const script = join(packageRoot(), 'dist', 'simulator', 'main.js');
  const args = [
    '--seed',
    String(seed),
    '--port',
    '0',
    '--history-from',
    historyFrom.toISOString(),
    '--routes',
    'demo',
    '--google',
    '--google-calls-per-day',
    String(CALLS_PER_DAY.google),
    '--azure',
    '--azure-options',
    JSON.stringify({ callsPerDay: CALLS_PER_DAY.azure }),
    '--exit-with-stdin',
  ];
  const child = spawn(process.execPath, [script, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  const exited = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const line = await Promise.race([
    new Promise<string>((resolve) => createInterface({ input: child.stdout }).once('line', resolve)),
    exited.then(() => {
      throw new Error('the stand-in for the clouds ended before it was ready; its messages are above');
    }),
  ]);
  const ready = readySchema.parse(JSON.parse(line));
  return {
    ...ready,
    stop: async () => {
      child.stdin.end();
      child.kill('SIGTERM');
      await exited;
    },
  };
}
