import { createServer } from 'node:http';
import { expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { CostExplorerReader } from '../../../src/collect/bedrock/cost-explorer.reader.js';
import { BillDays } from '../../../src/normalise/bill/bill-days.js';
import { readCurRow } from '../../../src/normalise/bill/cur-row.js';
import { useStandInCredentials } from '../../../src/runtime/environment.js';
import { sourceSchema } from '../../../src/runtime/config/source-schema.js';

const DAY = '2026-11-18';
const ACCOUNT = '022346938362';
const PRODUCT = 'Claude Sonnet 4.6 (Amazon Bedrock Edition)';
const askedSchema = z.object({
  TimePeriod: z.object({ Start: z.string(), End: z.string() }),
  GroupBy: z.array(z.object({ Key: z.string() })),
  NextPageToken: z.string().optional(),
});

const group = (first: string, second: string, cost: string, quantity: string, unit = 'N/A') => ({
  Keys: [first, second],
  Metrics: { UnblendedCost: { Amount: cost, Unit: 'USD' }, UsageQuantity: { Amount: quantity, Unit: unit } },
});

/** Groups by what they are asked by, in pages. */
const ANSWERS: Readonly<Record<string, readonly (readonly object[])[]>> = {
  'LINKED_ACCOUNT,SERVICE': [
    [group(ACCOUNT, 'Amazon Simple Storage Service', '7', '1'), group(ACCOUNT, PRODUCT, '5', '1')],
    [group(ACCOUNT, 'Amazon Bedrock Service', '5', '1'), group('111122223333', 'AWS Lambda', '1', '1')],
  ],
  'SERVICE,USAGE_TYPE': [
    [group(PRODUCT, 'USE1-MP:USE1_OutputTokenCount-Units', '4.125', '0.25')],
    [
      group('Amazon Bedrock Service', 'USE1-Claude4.6Opus-input-tokens-cross-region-global', '5', '1000', '1K tokens'),
      group('Amazon Bedrock Service', 'USE1-NovaPro-input-tokens', '3', '9'),
    ],
  ],
  'SERVICE,RECORD_TYPE': [
    [group(PRODUCT, 'Tax', '0.4', '0'), group(PRODUCT, 'Enterprise Discount Program Discount', '-1', '0')],
  ],
};

it('asks Cost Explorer for the accounts with Claude, and for their usage and other charges, page by page', async () => {
  useStandInCredentials();
  const asked: z.output<typeof askedSchema>[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
    request.on('end', () => {
      expect(request.headers['x-amz-target']).toBe('AWSInsightsIndexService.GetCostAndUsage');
      const question = askedSchema.parse(JSON.parse(text));
      asked.push(question);
      const pages = ANSWERS[question.GroupBy.map(({ Key }) => Key).join()] ?? [];
      const at = Number(question.NextPageToken ?? '0');
      response.writeHead(200, { 'Content-Type': 'application/x-amz-json-1.1' }).end(
        JSON.stringify({
          ResultsByTime: [{ TimePeriod: { Start: DAY, End: '2026-11-19' }, Groups: pages[at] ?? [] }],
          ...(at + 1 < pages.length ? { NextPageToken: String(at + 1) } : {}),
        }),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const config = sourceSchema(z.string()).parse({
    id: 'aws-bill',
    kind: 'bedrock-cost',
    accountId: ACCOUNT,
    costExplorer: true,
    endpoint: {
      costExplorer: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
    },
  });
  if (config.kind !== 'bedrock-cost') throw new Error('another kind');

  const days = new BillDays();
  const window = { from: Date.parse('2026-11-17'), to: Date.parse('2026-11-20') };
  const reader = new CostExplorerReader(config);
  for await (const { rows, leftOut = [] } of reader.read(window, new AbortController().signal)) {
    for (const { day, rows: others } of leftOut) days.leaveOut(day, others);
    for (const row of rows) days.add(readCurRow(row));
  }
  reader.close();
  expect(asked).toHaveLength(5);
  for (const { TimePeriod: period } of asked) expect(period).toEqual({ Start: '2026-11-17', End: '2026-11-20' });
  const [day] = days.list();
  expect(day).toMatchObject({ day: DAY, leftOut: 3, unreadRows: 0 });
  const told = day?.lines.map(({ kind, model, scope, tokenClass, counted, costUsd }) =>
    [kind, model, scope, tokenClass, counted, costUsd].join(' '),
  );
  expect(told?.toSorted()).toEqual([
    'discount claude-sonnet-4-6 unknown   -1',
    'tax claude-sonnet-4-6 unknown   0.4',
    'usage claude-opus-4-6 global input 1000000 5',
    'usage claude-sonnet-4-6 regional output 250000 4.125',
  ]);
});
