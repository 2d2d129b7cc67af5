import { describe, expect, it } from 'vitest';
import { askGoogle, bigQueryAt, googleOf, loggingAt } from '../../../test/support/google.js';
import { standInAt } from '../../../test/support/stand-in.js';
import type { TrueTokens } from '../../world/call.js';
import { NO_TOKENS } from '../../world/call.js';
import type { GoogleFaults } from '../google-faults.js';
import type { SimulatedGoogle } from '../start-google.js';
import { DEVELOPMENT, PRODUCTION } from '../world/google-places.js';

const NOW = Date.parse('2026-11-18T15:00:00Z');
const HISTORY = Date.parse('2026-11-16T00:00:00Z');
const SINCE = 'timestamp>="2026-11-10T00:00:00Z"';

const NOISE: Partial<GoogleFaults> = {
  lateShare: 0.1,
  duplicateShare: 0.05,
  emptyPageShare: 0.2,
  loggingOff: [
    {
      log: 'requestResponse',
      projectId: PRODUCTION,
      location: 'us-east5',
      from: NOW - 30 * 3_600_000,
      to: NOW - 20 * 3_600_000,
    },
    { log: 'inferenceMetadata', projectId: PRODUCTION, location: 'global', from: NOW - 10 * 3_600_000, to: null },
  ],
  sampling: [{ projectId: PRODUCTION, location: 'europe-west1', from: NOW - 20 * 3_600_000, to: null, rate: 0.5 }],
  exclusions: [
    {
      projectId: DEVELOPMENT,
      name: 'half-of-audit',
      filter: 'resource.type="audited_resource" AND sample(insertId, 0.5)',
    },
  ],
  retention: [{ projectId: DEVELOPMENT, days: 1 }],
};

function plus(sum: TrueTokens, counts: (name: keyof TrueTokens) => number): TrueTokens {
  return {
    input: sum.input + counts('input'),
    cacheRead: sum.cacheRead + counts('cacheRead'),
    cacheWrite5m: sum.cacheWrite5m + counts('cacheWrite5m'),
    cacheWrite1h: sum.cacheWrite1h + counts('cacheWrite1h'),
    output: sum.output + counts('output'),
  };
}

interface Usage {
  readonly input_tokens: number;
  readonly output_tokens: number;
  readonly cache_read_input_tokens: number;
  readonly cache_creation: { readonly ephemeral_5m_input_tokens: number; readonly ephemeral_1h_input_tokens: number };
}

/** The usage that an answer ends with, in whichever form the row has it. */
function usageOf(payload: readonly string[]): Usage {
  const text = payload.join('\n');
  const json = text.startsWith('event:')
    ? text.split('\n').flatMap((line) => (line.startsWith('data: ') ? [JSON.parse(line.slice(6))] : []))
    : payload.flatMap((one) => JSON.parse(one));
  const usages = json.flatMap((one) => one.usage ?? one.message?.usage ?? []);
  const whole = { ...usages[0] };
  for (const usage of usages) Object.assign(whole, usage);
  return whole;
}

/** Tokens and distinct ids of all rows of a table. */
async function readTable(
  google: SimulatedGoogle,
  table: string,
): Promise<{ tokens: TrueTokens; ids: Set<string>; rows: number }> {
  const [rows] = await bigQueryAt(google, table.split('.')[0] ?? '').query({
    query: `SELECT CAST(request_id AS STRING) AS id, response_payload FROM \`${table}\` ORDER BY id`,
  });
  const ids = new Set<string>();
  let tokens = NO_TOKENS;
  for (const { id, response_payload } of rows) {
    if (ids.has(id)) continue;
    ids.add(id);
    const usage = usageOf(response_payload);
    tokens = plus(
      tokens,
      (name) =>
        ({
          input: usage.input_tokens,
          output: usage.output_tokens,
          cacheRead: usage.cache_read_input_tokens,
          cacheWrite5m: usage.cache_creation.ephemeral_5m_input_tokens,
          cacheWrite1h: usage.cache_creation.ephemeral_1h_input_tokens,
        })[name],
    );
  }
  return { tokens, ids, rows: rows.length };
}

interface Entry {
  readonly insertId: string;
  readonly jsonPayload?: { readonly tokenCounts?: Readonly<Record<string, number>> };
}

async function readEntries(google: SimulatedGoogle, projectId: string, filter: string): Promise<Entry[]> {
  const logging = loggingAt(google, projectId);
  const found: Entry[] = [];
  let pageToken: string | undefined;
  do {
    const [entries, next] = await logging.getEntries({
      filter: `${filter} AND ${SINCE}`,
      pageSize: 1000,
      autoPaginate: false,
      ...(pageToken === undefined ? {} : { pageToken }),
    });
    found.push(...entries.map(({ metadata, data }) => ({ insertId: metadata.insertId ?? '', jsonPayload: data })));
    pageToken = next?.pageToken ?? undefined;
  } while (pageToken !== undefined && pageToken !== '');
  return found;
}

describe.each<[string, Partial<GoogleFaults>]>([
  ['without faults', {}],
  ['with rows and entries late, twice, sampled, switched off, excluded and expired', NOISE],
])('the ledger of Google Cloud, %s', (_what, faults) => {
  const start = () =>
    standInAt(NOW, {
      google: { callsPerDay: 2400 },
      historyFrom: HISTORY,
      faults: { google: { ...faults, quotaFactor: 0 } },
    });

  it('equals what a reader of all request-response tables adds up', async () => {
    const google = googleOf(await start());
    const tables = google.projects.flatMap(({ locations }) => locations.flatMap(({ table }) => table ?? []));
    let [calls, tokens] = [0, NO_TOKENS];
    for (const table of tables) {
      const read = await readTable(google, table);
      calls += read.ids.size;
      tokens = plus(tokens, (name) => read.tokens[name]);
    }
    const { total } = await google.ledger({ base: 'requestResponse' });
    expect(tables).toHaveLength(4);
    expect(calls).toBeGreaterThan(500);
    expect({ calls, tokens }).toEqual({ calls: total.calls, tokens: total.tokens });
  });

  it('equals what a reader of the inference metadata adds up', async () => {
    const google = googleOf(await start());
    const ids = new Set<string>();
    let tokens = NO_TOKENS;
    for (const projectId of [PRODUCTION, DEVELOPMENT]) {
      for (const { insertId, jsonPayload } of await readEntries(
        google,
        projectId,
        'logName:"inference_request_metadata"',
      )) {
        if (ids.has(insertId)) continue;
        ids.add(insertId);
        const counts = jsonPayload?.tokenCounts;
        tokens = plus(
          tokens,
          (name) =>
            ({
              input: counts?.['inputTokens'] ?? 0,
              output: counts?.['outputTokens'] ?? 0,
              cacheRead: counts?.['cacheReadInputTokens'] ?? 0,
              cacheWrite5m: counts?.['cacheCreation5mInputTokens'] ?? 0,
              cacheWrite1h: counts?.['cacheCreation1hInputTokens'] ?? 0,
            })[name],
        );
      }
    }
    const { total } = await google.ledger({ base: 'inferenceMetadata' });
    expect({ calls: ids.size, tokens }).toEqual({ calls: total.calls, tokens: total.tokens });
  });

  it('names the audit entries of every call and no others', async () => {
    const google = googleOf(await start());
    const read = new Set<string>();
    for (const projectId of [PRODUCTION, DEVELOPMENT]) {
      for (const { insertId } of await readEntries(google, projectId, 'resource.type="audited_resource"'))
        read.add(insertId);
    }
    const told = google.calls({ limit: 100_000 }).calls.flatMap(({ audit }) => audit.map(({ insertId }) => insertId));
    expect(read).toEqual(new Set(told));
  });

  it('equals what Google meters, minutes that are still to come left out', async () => {
    const google = googleOf(await start());
    const to = NOW - 3_600_000;
    const counted = new Map<string, number>();
    for (const projectId of [PRODUCTION, DEVELOPMENT]) {
      const search = new URLSearchParams({
        filter: 'metric.type="aiplatform.googleapis.com/publisher/online_serving/token_count"',
        'interval.startTime': new Date(HISTORY).toISOString(),
        'interval.endTime': new Date(to).toISOString(),
        'aggregation.alignmentPeriod': '3600s',
        'aggregation.perSeriesAligner': 'ALIGN_DELTA',
      });
      const { json } = await askGoogle(google, `/v3/projects/${projectId}/timeSeries?${search.toString()}`);
      for (const [type, count] of pointsOf(json)) counted.set(type, (counted.get(type) ?? 0) + count);
    }
    const { tokens } = (await google.ledger({ to })).total;
    expect(Object.fromEntries(counted)).toEqual({
      input: tokens.input,
      output: tokens.output,
      cache_read_input: tokens.cacheRead,
      cache_write_input: tokens.cacheWrite5m,
      cache_write_1h_input: tokens.cacheWrite1h,
    });
  });
});

interface TimeSeries {
  readonly metric: { readonly labels: { readonly type: string } };
  readonly points: readonly { readonly value: { readonly int64Value: string } }[];
}

function isTold(json: unknown): json is { readonly timeSeries: readonly TimeSeries[] } {
  return typeof json === 'object' && json !== null && 'timeSeries' in json;
}

function pointsOf(json: unknown): [string, number][] {
  if (!isTold(json)) throw new Error(`no time series: ${JSON.stringify(json)}`);
  return json.timeSeries.flatMap(({ metric, points }) =>
    points.map(({ value }): [string, number] => [metric.labels.type, Number(value.int64Value)]),
  );
}
