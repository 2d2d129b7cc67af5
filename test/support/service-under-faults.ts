import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { stringify } from 'yaml';
import { z } from 'zod';
import type { Simulator } from '../../simulator/start-simulator.js';
import { type ServiceProcess, startLedgerline } from './service-process.js';

/** An administrator's, in every service that is started here. */
export const TOKEN = 'bootstrap-token-of-this-test';

/** What a cloud does on a bad day, without the quota of its region, which would make a test last. */
export const BAD_DAY = {
  duplicateShare: 0.03,
  outOfOrder: 0.05,
  emptyPageShare: 0.1,
  serverErrorShare: 0.02,
  slowMs: 20,
  quotaFactor: 0,
  // What stands behind opaque ids is looked up in the background: totals that are compared must not wait for it.
  denied: ['bedrock:GetInferenceProfile', 'bedrock:ListInferenceProfiles', 'bedrock:GetProvisionedModelThroughput'],
};

/** A configuration in `folder` that reads every log of the stand-in, on a live schedule of `liveCron`. */
export async function configureSources(
  folder: string,
  simulator: Simulator,
  { historyDays, liveCron }: { readonly historyDays: number; readonly liveCron: string },
): Promise<string> {
  const path = join(folder, 'ledgerline.config.yaml');
  const sources = simulator.accounts.map(({ accountId, region, logGroup, endpoint }) => ({
    id: `bedrock-${accountId}-${region}`,
    kind: 'bedrock-cloudwatch',
    accountId,
    region,
    logGroup,
    endpoint,
    historyDays,
    requestsPerSecond: 100,
    schedule: { live: liveCron, hourly: '7 * * * *', daily: '23 3 * * *' },
  }));
  await writeFile(path, stringify({ dataDir: folder, server: { port: 0 }, sources }));
  return path;
}

/** `ledgerline start` with that configuration; on its embedded database unless another is named. */
export function startService(config: string, databaseUrl = ''): ServiceProcess {
  return startLedgerline(['--config', config, 'start'], {
    AWS_ACCESS_KEY_ID: 'STANDIN',
    AWS_SECRET_ACCESS_KEY: 'stand-in',
    LEDGERLINE_BOOTSTRAP_TOKEN: TOKEN,
    DATABASE_URL: databaseUrl,
  });
}

/** What `ledgerline verify` says of the database, once it has ended well. */
export async function verified(config: string, databaseUrl = ''): Promise<string> {
  const command = startLedgerline(['--config', config, 'verify'], { DATABASE_URL: databaseUrl });
  const code = await command.exited;
  if (code !== 0) throw new Error(`verify ended with ${code}:\n${command.output()}`);
  return command.output();
}

const sourcesSchema = z.object({
  sources: z.array(z.object({ state: z.string(), completeUpTo: z.string().nullable() })),
});

/** Asks the API until history is collected, and everything before `until` read; the service tells so itself. */
export async function whenCollected(url: string, until = new Date(0)): Promise<void> {
  for (;;) {
    const response = await fetch(`${url}/api/v1/sources`, { headers: { authorization: `Bearer ${TOKEN}` } });
    const { sources } = sourcesSchema.parse(await response.json());
    const isRead = ({ state, completeUpTo }: (typeof sources)[number]) =>
      state === 'ok' && completeUpTo !== null && Date.parse(completeUpTo) >= until.getTime();
    if (sources.length > 0 && sources.every(isRead)) return;
    await sleep(250);
  }
}

/** Calls of the last minutes may still be on their way; what is older has been collected. */
export const tenMinutesAgo = () => new Date(Math.floor(Date.now() / 60_000) * 60_000 - 10 * 60_000);

/** What is stored of the calls before `to`, in the words of `ledgerTotals`. */
export async function storedTotalsBefore(databaseUrl: string, to: Date) {
  const [row] = await ask<Record<string, string>>(
    databaseUrl,
    `select count(*)::text as requests, sum(input_tokens)::text as input, sum(output_tokens)::text as output,
            sum(cost_pico)::text as pico
     from   usage_event
     where  occurred_at < $1`,
    [to],
  );
  return row;
}

/** How many windows a kill left half read. */
export async function runsInterrupted(databaseUrl: string): Promise<number> {
  const [row] = await ask<{ count: string }>(
    databaseUrl,
    `select count(*) as count from collection_run where state = 'interrupted'`,
  );
  return Number(row?.count);
}

async function ask<Row extends object>(databaseUrl: string, query: string, values: unknown[] = []): Promise<Row[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return (await client.query<Row>(query, values)).rows;
  } finally {
    await client.end();
  }
}
