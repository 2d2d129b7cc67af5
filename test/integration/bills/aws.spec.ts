import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { NOTHING_PLANTED, type PlantedCauses } from '../../../simulator/aws/bills/cost-report.js';
import { CLAUDE_MODELS } from '../../../simulator/world/models.js';
import { ingestWindow } from '../../../src/ingest/ingest-window.js';
import { NO_RULES } from '../../../src/ingest/judge.js';
import { readBill } from '../../../src/ingest/read-bill.js';
import { sourceSchema } from '../../../src/runtime/config/source-schema.js';
import { reconciliationAnswerSchema } from '../../../src/serve/answers/reconciliation.js';
import { MeterStore, type MeteredHour } from '../../../src/store/meters.store.js';
import { prepareUsageDatabase } from '../../../src/store/usage-database.js';
import { meteredKey } from '../../../src/usage/metered-key.js';
import { startBucket, type Bucket } from '../../support/bucket.js';
import { startServing, type Serving } from '../../support/serving.js';
import { simulateCloud, WITHOUT_PROFILES, type SimulatedCloud } from '../../support/simulated-cloud.js';

const NOW = '2026-11-19T13:24:10Z';
const never = new AbortController().signal;
/** Places of the stand-in. */
const ACCOUNT = '048219357106';
const DISCOUNTED = { accountId: ACCOUNT, day: '2026-11-15' };
const OTHER_RATE = { accountId: ACCOUNT, day: '2026-11-16' };
const ROUNDED = { accountId: ACCOUNT, day: '2026-11-17' };
const UNLOGGED = { accountId: ACCOUNT, region: 'us-east-1', day: '2026-11-16' };
const EXTRA_TOKENS = 3_000_000;

let cloud: SimulatedCloud;
let serving: Serving;
let bucket: Bucket;

const config = () => {
  const parsed = sourceSchema(z.string()).parse({
    id: 'aws-bill',
    kind: 'bedrock-cost',
    accountId: ACCOUNT,
    region: 'us-east-1',
    bucket: bucket.name,
    keyPrefix: 'billing',
    exportName: 'claude',
    historyDays: 5,
    endpoint: bucket.endpoint,
  });
  if (parsed.kind !== 'bedrock-cost') throw new Error('another kind');
  return parsed;
};

/** The bill as it stands: one object, and the manifest that names it. */
function deliver(csv: string): void {
  const key = 'billing/claude/data/BILLING_PERIOD=2026-11/claude-00001.csv.gz';
  bucket.put(key, csv);
  const manifest = { dataFiles: [`s3://${bucket.name}/${key}`] };
  const path = 'billing/claude/metadata/BILLING_PERIOD=2026-11/claude-Manifest.json';
  bucket.put(path, Buffer.from(JSON.stringify(manifest)));
}

const read = () => readBill(config(), { pool: serving.database.pool, now: serving.clock.now() }, never);

async function ask(query = '') {
  return reconciliationAnswerSchema.parse(
    await serving.getJson(`/api/v1/reconciliation?from=2026-11-15&to=2026-11-20${query}`),
  );
}

const bill = (planted: Partial<PlantedCauses> = {}) =>
  cloud.simulator.costReport({ ...NOTHING_PLANTED, ...planted }, WITHOUT_PROFILES);

const usd = (text: string | null | undefined) => Number(text ?? 'NaN');
const causeOf = (causes: readonly { cause: string; differenceUsd: string }[], cause: string) =>
  usd(causes.find((known) => known.cause === cause)?.differenceUsd);

beforeAll(async () => {
  [serving, bucket] = await Promise.all([startServing(NOW), startBucket('bills')]);
  cloud = await simulateCloud(Date.parse(NOW), { historyDays: 4, callsPerDay: 1_000 });
  const { usage, runs } = await prepareUsageDatabase(serving.database.pool, []);
  const pipeline = { usage, runs, rules: NO_RULES, clock: serving.clock };
  const window = { from: cloud.simulator.historyFrom, to: Date.parse(NOW) };
  for (const source of cloud.sources) await ingestWindow(source, window, 'backfill', pipeline, never);
}, 120_000);
afterAll(async () => {
  await Promise.all([serving.stop(), bucket.stop(), cloud.simulator.stop()]);
});

describe('the bill of AWS against what was computed', () => {
  it('is the ledger, to the last decimal that AWS writes, under both of its regimes of names', async () => {
    deliver(bill());
    expect(await read()).toEqual({ changedDays: 5 });
    const { totals, rows, unreadLines, withoutBill, bills } = await ask();
    const { total } = await cloud.simulator.ledger(WITHOUT_PROFILES);
    expect(totals.computedUsd).toBe(total.costUsd);
    // Every rate of a token has fewer decimals than AWS writes.
    expect(totals).toMatchObject({ billedUsd: total.costUsd, differenceUsd: '0', causes: [] });
    // Calls whose model or scope no log tells have no price, and the stand-in bills what has one.
    for (const { computedTokens, billedTokens } of rows.filter(({ computedUsd }) => computedUsd !== '0')) {
      expect(billedTokens).toBe(computedTokens);
    }
    expect(rows.length).toBeGreaterThan(50);
    expect([unreadLines, withoutBill]).toEqual([[], []]);
    expect(bills).toMatchObject([
      { sourceId: 'aws-bill', firstDay: '2026-11-15', lastDay: '2026-11-19', restatedDays: 0 },
    ]);
  });

  it('changes nothing when the same bill is read again', async () => {
    const before = await ask();
    serving.clock.at += 3_600_000;
    expect(await read()).toEqual({ changedDays: 0 });
    const after = await ask();
    expect(after.rows).toEqual(before.rows);
    expect(after.bills[0]?.changedAt).toBe(before.bills[0]?.changedAt);
    expect(after.bills[0]?.readAt).not.toBe(before.bills[0]?.readAt);
  });

  it('names every cause that is on the bill, with its amount, and they add up', async () => {
    const opus = CLAUDE_MODELS.find(({ name }) => name === 'claude-opus-4-5');
    if (opus === undefined) throw new Error('no Opus 4.5');
    const sonnet = (await ask(`&accountId=${ACCOUNT}`)).rows.find(
      ({ day, model }) => day === OTHER_RATE.day && model?.startsWith('claude-sonnet'),
    );
    const model = sonnet?.model ?? '';
    await meter(opus.baseId);
    const line = { ...OTHER_RATE, usageType: 'USE1-Claude4.5Opus-charge' };
    deliver(
      bill({
        billedUntil: Date.parse('2026-11-18T12:00:00Z'),
        discounts: [{ ...DISCOUNTED, percent: 15 }],
        otherRates: [{ ...OTHER_RATE, model, tokenClass: 'output', percent: 120 }],
        roundedUp: [ROUNDED],
        extra: [{ ...UNLOGGED, model: opus, scope: 'global', input: EXTRA_TOKENS }],
        lines: [
          { ...line, type: 'Tax', costUsd: '12.5' },
          { ...line, type: 'Credit', costUsd: '-100' },
          { ...line, type: 'EdpDiscount', costUsd: '-7.25' },
          { ...line, type: 'Fee', costUsd: '40' },
          { ...line, type: 'Usage', costUsd: '1.75' },
          { ...line, type: 'Usage', costUsd: '99', usageType: 'USE1-NovaPro-input-tokens' },
        ],
      }),
    );
    expect(await read()).toEqual({ changedDays: 5 });
    const { totals, rows, unreadLines, bills } = await ask();
    expect(totals.causes.map(({ cause }) => cause)).toEqual([
      'notYetBilled',
      'unlogged',
      'credit',
      'discount',
      'tax',
      'otherCharge',
      'rounding',
      'wrongPrice',
      'unread',
    ]);
    // 3 million input tokens of Opus 4.5 at the global endpoint are 15 dollars.
    expect(causeOf(totals.causes, 'unlogged')).toBe(15);
    expect(causeOf(totals.causes, 'rounding')).toBeGreaterThan(0);
    expect(causeOf(totals.causes, 'rounding')).toBeLessThan(1e-6);
    expect(causeOf(totals.causes, 'tax')).toBe(12.5);
    expect(causeOf(totals.causes, 'credit')).toBe(-100);
    expect(causeOf(totals.causes, 'otherCharge')).toBe(40);
    expect(causeOf(totals.causes, 'unread')).toBe(1.75);
    // 15 percent of everything of the account on that day, beside the discount that is a line.
    const discounted = rows.filter(({ day, accountId }) => day === DISCOUNTED.day && accountId === ACCOUNT);
    const computed = discounted.reduce((sum, { computedUsd }) => sum + usd(computedUsd), 0);
    expect(causeOf(totals.causes, 'discount')).toBeCloseTo(-7.25 - computed * 0.15, 6);
    // A fifth more for the output of one model, and nothing else.
    const wrong = rows.filter(({ causes }) => causes.some(({ cause }) => cause === 'wrongPrice'));
    expect(new Set(wrong.map((row) => `${row.day} ${row.model}`))).toEqual(new Set([`${OTHER_RATE.day} ${model}`]));
    expect(wrong[0]?.causes.find(({ cause }) => cause === 'wrongPrice')?.evidence[0]).toContain('billed at 1.2');
    // Half of the 18th and all of the 19th.
    const late = await cloud.simulator.ledger({ ...WITHOUT_PROFILES, from: Date.parse('2026-11-18T12:00:00Z') });
    expect(causeOf(totals.causes, 'notYetBilled')).toBeCloseTo(-usd(late.total.costUsd), 6);
    for (const row of rows) {
      const sum = row.causes.reduce((total, { differenceUsd }) => total + pico(differenceUsd), 0n);
      expect(sum).toBe(pico(row.differenceUsd ?? '0'));
    }
    expect(unreadLines).toMatchObject([{ meter: line.usageType, cost: '1.75', rows: 1 }]);
    expect(bills).toMatchObject([{ restatedDays: 4, rowsLeftOut: 1, rowsUnread: 1 }]);
  });

  it('compares nothing with a bill that does not name the account, and says so', async () => {
    const other = (await ask()).rows.find(({ accountId }) => accountId !== ACCOUNT)?.accountId ?? '';
    await serving.database.pool.query('delete from bill_line where account_id = $1', [other]);
    const { rows, withoutBill } = await ask();
    expect(withoutBill).toMatchObject([{ cloud: 'bedrock', accountId: other }]);
    expect(rows.some(({ accountId }) => accountId === other)).toBe(false);
  });

  it('says what cannot be read, and keeps what was known', async () => {
    const before = (await ask()).totals;
    bucket.deny('billing/claude/data/BILLING_PERIOD=2026-11/claude-00001.csv.gz');
    expect(await read()).toBeNull();
    const { rows } = await serving.database.pool.query('select state, detail from reader_state');
    expect(rows).toEqual([{ state: 'permission', detail: expect.stringContaining('grant s3:GetObject') }]);
    expect((await ask()).totals).toEqual(before);
    bucket.allow('billing/claude/data/BILLING_PERIOD=2026-11/claude-00001.csv.gz');
    deliver('a,b\n1,2\n');
    expect(await read()).toBeNull();
    const [state] = (await serving.database.pool.query<{ detail: string }>('select detail from reader_state')).rows;
    expect(state?.detail).toContain('it has no column line_item_usage_account_id');
  });
});

/** What CloudWatch counted of the model at the planted hour: what the log tells, and the tokens that it does not. */
async function meter(baseId: string): Promise<void> {
  const startsAt = Date.parse(UNLOGGED.day);
  const modelId = meteredKey(`global.${baseId}`);
  const { rows } = await serving.database.pool.query<{ input: string }>(
    `select coalesce(sum(h.input_tokens), 0)::text as input
     from   usage_hourly h
     join   usage_series s using (series_id)
     where  h.hour = $1 and s.account_id = $2 and s.region = $3 and s.model_id = $4`,
    [new Date(startsAt), UNLOGGED.accountId, UNLOGGED.region, `global.${baseId}`],
  );
  const value = BigInt(rows[0]?.input ?? '0') + BigInt(EXTRA_TOKENS);
  const hours: MeteredHour[] = [
    { modelId, metric: 'requests', startsAt, value: 1n },
    { modelId, metric: 'inputTokens', startsAt, value },
  ];
  const source = { id: 'meter', cloud: 'bedrock', accountId: UNLOGGED.accountId, region: UNLOGGED.region } as const;
  await new MeterStore(serving.database.pool).save(source, { from: startsAt, to: startsAt + 3_600_000 }, hours);
}

function pico(text: string): bigint {
  const [whole = '', fraction = ''] = text.replace('-', '').split('.');
  const size = BigInt(whole + fraction.padEnd(15, '0'));
  return text.startsWith('-') ? -size : size;
}
