import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LoggerService } from '@nestjs/common';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { contentPolicy } from '../../src/ingest/content-policy.js';
import { NO_RULES } from '../../src/ingest/judge.js';
import type { SourceConfig } from '../../src/runtime/config/schema.js';
import { useStandInCredentials } from '../../src/runtime/environment.js';
import { EnvironmentKeys } from '../../src/runtime/keys/environment-keys.js';
import { packageRoot } from '../../src/runtime/package-root.js';
import { startService } from '../../src/service.js';
import { readContent } from '../../src/store/content-reading.store.js';
import { prepareUsageDatabase } from '../../src/store/usage-database.js';
import { ACCOUNT, ANA } from '../support/content-calls.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';

/** In every text that nobody may see. */
const MARK = 'wolpertinger';
const TOKEN = 'bootstrap-token-of-this-test';

let test: TestDatabase;
let log: Server;
beforeEach(async () => {
  test = await createTestDatabase();
});
afterEach(async () => {
  vi.restoreAllMocks();
  log.close();
  log.closeAllConnections();
  await test.drop();
});

/** A call in whose every text stands the mark. */
function markedCall(requestId: string, at: string, changes: object = {}) {
  return {
    schemaType: 'ModelInvocationLog',
    timestamp: at,
    accountId: ACCOUNT,
    region: 'us-east-1',
    requestId,
    operation: 'InvokeModel',
    modelId: 'global.anthropic.claude-sonnet-5',
    identity: { arn: ANA },
    input: {
      inputTokenCount: 10,
      inputBodyJson: {
        max_tokens: 9,
        system: `A ${MARK} is a hare.`,
        messages: [
          { role: 'user', content: `Is a ${MARK} real?` },
          { role: 'assistant', content: [{ type: 'tool_use', id: 't1', name: 'look_up', input: { [MARK]: MARK } }] },
          { role: 'user', content: [{ type: 'tool_result', tool_use_id: 't1', content: MARK }] },
        ],
        [`a_new_field_${MARK}`]: MARK,
      },
    },
    output: {
      outputTokenCount: 5,
      outputBodyJson: { type: 'message', role: 'assistant', content: [{ type: 'text', text: `No ${MARK} is.` }] },
    },
    ...changes,
  };
}

/** A log group that answers FilterLogEvents with these messages; other services are refused. */
async function serveLog(at: number, messages: readonly string[]): Promise<string> {
  const asked = z.object({ startTime: z.number().default(0), endTime: z.number().default(Infinity) });
  log = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += String(chunk)));
    request.on('end', () => {
      const isLog = String(request.headers['x-amz-target']).endsWith('FilterLogEvents');
      response.writeHead(isLog ? 200 : 400, { 'content-type': 'application/x-amz-json-1.1' });
      if (!isLog) return response.end(JSON.stringify({ __type: 'AccessDeniedException', message: 'not here' }));
      const window = asked.parse(JSON.parse(body));
      const events = messages.map((message, index) => ({
        eventId: `event-${index}`,
        logStreamName: 'aws/bedrock/modelinvocations',
        timestamp: at,
        ingestionTime: at,
        message,
      }));
      return response.end(JSON.stringify({ events: at >= window.startTime && at <= window.endTime ? events : [] }));
    });
  });
  await new Promise<void>((resolve) => log.listen(0, '127.0.0.1', resolve));
  const address = log.address();
  return typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}` : '';
}

/** Everything that a logger is told, at every level. */
function recording(lines: string[]): LoggerService {
  const note = (...parts: unknown[]) => void lines.push(parts.map(inWords).join(' '));
  return { log: note, error: note, warn: note, debug: note, verbose: note, fatal: note };
}

const inWords = (part: unknown): string =>
  part instanceof Error
    ? `${part.stack} ${JSON.stringify(part)}`
    : typeof part === 'string'
      ? part
      : JSON.stringify(part);

/** Every address of the API that can be read, with ids that exist. */
function readableRoutes(eventIds: readonly string[]): string[] {
  const document = z
    .object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) })
    .parse(JSON.parse(readFileSync(join(packageRoot(), 'docs', 'openapi.json'), 'utf8')));
  const range = `from=2020-01-01&to=2030-01-01&groupBy=model&limit=100`;
  return Object.entries(document.paths)
    .filter(([, methods]) => 'get' in methods)
    .flatMap(([path]) => (path.includes('{eventId}') ? eventIds.map((id) => path.replace('{eventId}', id)) : [path]))
    .map((path) => path.replace('{sourceId}', 'marked').replaceAll(/\{\w+\}/g, 'model'))
    .flatMap((path) => [path, `${path}?${range}`, `${path}?q=${encodeURIComponent('*')}`]);
}

it('no prompt and no completion is logged, answered or stored in the clear while contents are collected', async () => {
  useStandInCredentials();
  const now = Date.now();
  const at = new Date(now - 60_000).toISOString();
  const good = JSON.stringify(markedCall('good', at));
  const messages = [
    good,
    JSON.stringify(markedCall('streamed', at, { output: { outputBodyJson: [{ type: 'error', error: MARK }, MARK] } })),
    JSON.stringify(markedCall('odd', at, { [`new_${ACCOUNT}`]: MARK, errorCode: 'ThrottlingException' })),
    JSON.stringify(markedCall('damaged', at, { input: { inputTokenCount: MARK } })),
    good.slice(0, -20),
    `${MARK} is no JSON`,
  ];
  const endpoint = await serveLog(now - 60_000, messages);
  const keys = new EnvironmentKeys(randomBytes(32));
  const database = await prepareUsageDatabase(test.pool, [], keys);
  const source: SourceConfig = {
    id: 'marked',
    kind: 'bedrock-cloudwatch',
    accountId: ACCOUNT,
    region: 'us-east-1',
    logGroup: '/bedrock/invocations',
    endpoint,
    historyDays: 1,
    bodies: 'read',
    metrics: false,
    requestsPerSecond: 1_000,
    schedule: { live: '* * * * * *', hourly: '7 * * * *', daily: '23 3 * * *' },
  };

  const seen: string[] = [];
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, 'write').mockImplementation((chunk) => {
      seen.push(String(chunk));
      return true;
    });
  }
  const service = await startService(database, {
    host: '127.0.0.1',
    port: 0,
    dataDir: await mkdtemp(join(tmpdir(), 'ledgerline-secret-')),
    reportingTimeZone: 'UTC',
    sources: [source],
    rules: NO_RULES,
    pricing: { book: NO_RULES.book, mappings: [], terms: [], residency: [], commitments: [], currencies: [] },
    contents: contentPolicy({ contents: { mode: 'full', retentionDays: 30, keys }, sources: [source] }),
    bootstrapToken: TOKEN,
    ledgerUrl: null,
    logger: recording(seen),
  });
  try {
    const count = async (table: string) =>
      (await test.pool.query<{ n: number }>(`select count(*) as n from ${table}`)).rows[0]?.n;
    await expect.poll(() => count('usage_event'), { timeout: 60_000 }).toBe(3);
    await expect.poll(() => count('quarantine'), { timeout: 60_000 }).toBe(3);
    const { rows } = await test.pool.query<{ id: string; request_id: string }>(
      'select event_id as id, request_id from usage_event',
    );

    const kept = await readContent(test.pool, keys, rows.find(({ request_id }) => request_id === 'good')?.id ?? '');
    expect(kept?.request?.text).toContain(MARK);

    let answered = 0;
    for (const route of readableRoutes(rows.map(({ id }) => id))) {
      const answer = await fetch(`${service.url}${route}`, { headers: { authorization: `Bearer ${TOKEN}` } });
      seen.push(`${route} ${JSON.stringify([...answer.headers])} ${await answer.text()}`);
      if (answer.ok) answered += 1;
    }
    expect(answered).toBeGreaterThan(15);
  } finally {
    await service.stop();
  }
  expect(seen.filter((text) => text.includes(MARK))).toEqual([]);
  expect(await tablesThatTell(MARK)).toEqual([]);
});

/** The tables in which a text stands readably; bytes too. */
async function tablesThatTell(text: string): Promise<string[]> {
  const { rows: tables } = await test.pool.query<{ name: string }>(
    `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
  );
  const telling: string[] = [];
  for (const { name } of tables) {
    const { rows } = await test.pool.query<{ told: boolean }>(
      `select coalesce(bool_or(t::text like $1 or t::text like $2), false) as told from "${name}" t`,
      [`%${text}%`, `%${Buffer.from(text).toString('hex')}%`],
    );
    if (rows[0]?.told === true) telling.push(name);
  }
  return telling;
}
