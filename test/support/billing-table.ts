import { generateKeyPairSync } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import { z } from 'zod';
import { groupedBy } from '../../src/usage/grouped-by.js';

/** A row of the billing export, with the fields that a reader selects. */
export interface ExportedRow {
  readonly service: string;
  readonly sku: string;
  /** `2026-11-18T07:00:00Z` */
  readonly at: string;
  readonly project: string;
  readonly location: string;
  readonly cost: number;
  readonly tokens: number;
  readonly credits?: readonly { readonly name: string; readonly amount: number; readonly type: string }[];
}

/** BigQuery over the wire, as far as a reader of the one table of billing rows asks it. */
export interface BillingTable {
  readonly url: string;
  readonly key: object;
  rows: readonly ExportedRow[];
  /** Bytes that every query would read. */
  bytes: number;
  /** Answers every question with 403. */
  denied: boolean;
  /** SQL of the queries that ran. */
  readonly asked: string[];
  stop(): Promise<void>;
}

const jobSchema = z.object({
  jobReference: z.object({ jobId: z.string() }),
  configuration: z.object({
    dryRun: z.boolean().nullish(),
    query: z.object({
      query: z.string(),
      maximumBytesBilled: z.string().nullish(),
      queryParameters: z.array(z.object({ name: z.string(), parameterValue: z.object({ value: z.string() }) })),
    }),
  }),
});

const ROW_FIELDS = [
  'service',
  'sku',
  'usage_start_time',
  'project',
  'location',
  'cost:FLOAT',
  'currency',
  'currency_conversion_rate:FLOAT',
  'usage_amount:FLOAT',
  'usage_unit',
  'pricing_amount:FLOAT',
  'pricing_unit',
  'credits',
  'invoice_month',
  'cost_type',
];

export async function startBillingTable(): Promise<BillingTable> {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const results = new Map<string, { fields: readonly string[]; rows: readonly (string | number)[][] }>();
  const table: Omit<BillingTable, 'url' | 'key' | 'stop'> = { rows: [], bytes: 1_000_000, denied: false, asked: [] };

  const run = (sql: string, from: string, to: string) => {
    const within = table.rows.filter(({ at }) => at >= isoOf(from) && at < isoOf(to));
    if (sql.includes('GROUP BY day')) {
      const days = groupedBy(
        within.filter((row) => !isClaude(row)),
        ({ at }) => at.slice(0, 10),
      );
      return { fields: ['day', 'others:INTEGER'], rows: [...days].map(([day, rows]) => [day, rows.length]) };
    }
    const rows = within
      .filter(isClaude)
      .map((row) => [
        row.service,
        row.sku,
        row.at.replace('T', ' ').replace('Z', '+00'),
        row.project,
        row.location,
        row.cost,
        'USD',
        1,
        row.tokens,
        'count',
        row.tokens / 1e6,
        '1M count',
        JSON.stringify(row.credits ?? []),
        row.at.slice(0, 7).replace('-', ''),
        'regular',
      ]);
    return { fields: ROW_FIELDS, rows };
  };

  const answer = async (request: IncomingMessage): Promise<[status: number, json: object]> => {
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
    const text = await textOf(request);
    if (pathname === '/token') return [200, { access_token: 'token', expires_in: 3_600 }];
    if (table.denied) {
      const errors = [{ reason: 'accessDenied', message: 'Access Denied' }];
      return [403, { error: { code: 403, message: 'Access Denied', errors } }];
    }
    if (pathname.includes('/tables/')) return [200, { kind: 'bigquery#table', timePartitioning: { type: 'DAY' } }];
    if (pathname.endsWith('/jobs')) {
      const { configuration, jobReference: asked } = jobSchema.parse(JSON.parse(text));
      const { query, queryParameters } = configuration.query;
      const valueOf = (name: string) =>
        queryParameters.find((known) => known.name === name)?.parameterValue.value ?? '';
      const jobReference = { projectId: 'acme-billing', jobId: asked.jobId, location: 'US' };
      const statistics = { totalBytesProcessed: String(table.bytes) };
      if (configuration.dryRun !== true) {
        table.asked.push(query);
        results.set(jobReference.jobId, run(query, valueOf('from'), valueOf('to')));
      }
      return [200, { kind: 'bigquery#job', jobReference, status: { state: 'DONE' }, statistics }];
    }
    const found = results.get(pathname.split('/').at(-1) ?? '') ?? { fields: [], rows: [] };
    return [
      200,
      {
        jobComplete: true,
        totalRows: String(found.rows.length),
        jobReference: { projectId: 'acme-billing', jobId: 'job', location: 'US' },
        schema: {
          fields: found.fields.map((field) => {
            const [name, type = 'STRING'] = field.split(':');
            return { name, type, mode: 'NULLABLE' };
          }),
        },
        rows: found.rows.map((row) => ({ f: row.map((value) => ({ v: String(value) })) })),
      },
    ];
  };
  const server = createServer((request, response) => {
    answer(request).then(
      ([status, json]) => response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(json)),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  const key = {
    client_email: 'reader@acme-billing.iam.gserviceaccount.com',
    private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
  return Object.assign(table, {
    url,
    key,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
}

const isClaude = ({ service, sku }: ExportedRow) => /claude|anthropic/i.test(`${service} ${sku}`);

/** BigQuery's client writes `2026-11-18 07:00:00.000000` into a parameter. */
function isoOf(parameter: string): string {
  return `${parameter.slice(0, 19).replace(' ', 'T')}Z`;
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}
