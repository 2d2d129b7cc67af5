import { BigQuery } from '@google-cloud/bigquery';
import { describe, expect, it } from 'vitest';
import { bigQueryAt, googleOf } from '../../../test/support/google.js';
import { standInAt } from '../../../test/support/stand-in.js';
import { DEVELOPMENT, PRODUCTION } from '../world/google-places.js';

const NOW = Date.parse('2026-11-18T15:00:00Z');
const SQL = `SELECT CAST(request_id AS STRING) AS request_id, logging_time, model, api_method, request_payload, response_payload, TO_JSON_STRING(metadata) AS metadata
FROM \`${PRODUCTION}.vertex_logs.claude_us_east5\`
WHERE logging_time >= @from AND logging_time < @to ORDER BY logging_time, request_id`;

describe('BigQuery, asked by the real client', () => {
  it('answers the rows of a window in order, with ids beyond 2^53 as text', async () => {
    const google = googleOf(await standInAt(NOW, { google: {} }));
    const bigQuery = bigQueryAt(google, PRODUCTION);
    const params = { from: bigQuery.timestamp('2026-11-18T00:00:00Z'), to: bigQuery.timestamp('2026-11-18T12:00:00Z') };
    const [rows] = await bigQuery.query({ query: SQL, params, location: 'US', maximumBytesBilled: '1000000000' });
    expect(rows.length).toBeGreaterThan(20);
    for (const row of rows) {
      expect(row.request_id).toMatch(/^\d{19}$/);
      expect(row.logging_time.value).toMatch(/^2026-11-18T\d\d:/);
      expect(JSON.parse(row.metadata)).toEqual({ request_latency: expect.any(Number) });
    }
    const [paged] = await bigQuery.query({ query: SQL, params, maxResults: 7, location: 'US' });
    expect(paged).toEqual(rows);
  });

  it('tells the bytes of a query beforehand and refuses to run above the ceiling', async () => {
    const google = googleOf(await standInAt(NOW, { google: {} }));
    const bigQuery = bigQueryAt(google, PRODUCTION);
    const params = { from: bigQuery.timestamp('2026-11-18T00:00:00Z'), to: bigQuery.timestamp('2026-11-18T12:00:00Z') };
    const [job] = await bigQuery.createQueryJob({ query: SQL, params, dryRun: true, location: 'US' });
    const bytes = Number(job.metadata.statistics.totalBytesProcessed);
    expect(bytes).toBeGreaterThan(10_000);
    await expect(bigQuery.query({ query: SQL, params, maximumBytesBilled: '5000000' })).rejects.toMatchObject({
      errors: [
        {
          reason: 'bytesBilledLimitExceeded',
          message: 'Query exceeded limit for bytes billed: 5000000. 10485760 or higher required.',
        },
      ],
    });
  });

  it('bills a partitioned table by the days that are asked for, and another one whole, column by column', async () => {
    const google = googleOf(await standInAt(NOW, { google: {}, historyDays: 4 }));
    const bytes = async (projectId: string, sql: string, params: object): Promise<number> => {
      const bigQuery = bigQueryAt(google, projectId);
      const [job] = await bigQuery.createQueryJob({ query: sql, params: { ...params }, dryRun: true });
      return Number(job.metadata.statistics.totalBytesProcessed);
    };
    const partitioned = (columns: string, where: string, params: object): Promise<number> =>
      bytes(PRODUCTION, `SELECT ${columns} FROM \`${PRODUCTION}.vertex_logs.claude_us_east5\` ${where}`, params);
    const day = { from: BigQuery.timestamp('2026-11-17T00:00:00Z'), to: BigQuery.timestamp('2026-11-18T00:00:00Z') };
    const hour = { from: BigQuery.timestamp('2026-11-17T12:00:00Z'), to: BigQuery.timestamp('2026-11-17T13:00:00Z') };
    const within = 'WHERE logging_time >= @from AND logging_time < @to';
    const all = await partitioned('logging_time, response_payload', '', {});
    const oneDay = await partitioned('logging_time, response_payload', within, day);
    expect(await partitioned('logging_time, response_payload', within, hour)).toBe(oneDay);
    expect(oneDay).toBeLessThan(all / 2);
    expect(await partitioned('logging_time', within, day)).toBeLessThan(oneDay / 10);
    const plain = `SELECT logging_time FROM \`${DEVELOPMENT}.logging_claude.request_response_logging\``;
    expect(await bytes(DEVELOPMENT, `${plain} ${within}`, hour)).toBe(await bytes(DEVELOPMENT, plain, {}));
  });

  it('tells the columns of both versions of the schema, and of what a table is partitioned by', async () => {
    const google = googleOf(await standInAt(NOW, { google: {} }));
    const bigQuery = bigQueryAt(google, PRODUCTION);
    const [old] = await bigQuery.dataset('vertex_logs_eu').table('claude_europe_west1').getMetadata();
    expect(old).toMatchObject({ location: 'EU', schema: { fields: { length: 6 } } });
    expect(old.timePartitioning).toBeUndefined();
    const [dataset] = await bigQuery.dataset('vertex_logs').getMetadata();
    expect(dataset).toMatchObject({ location: 'US' });
    const [tables] = await bigQuery.dataset('vertex_logs').getTables();
    expect(tables.map(({ id }) => id)).toEqual(['claude_us_east5']);
    const [table] = await bigQuery.dataset('vertex_logs').table('claude_us_east5').getMetadata();
    expect(table).toMatchObject({
      timePartitioning: { type: 'DAY', field: 'logging_time' },
      schema: { fields: { length: 12 } },
    });
  });

  it('goes on over a compound cursor, and counts', async () => {
    const google = googleOf(await standInAt(NOW, { google: {} }));
    const bigQuery = bigQueryAt(google, PRODUCTION);
    const from = `FROM \`${PRODUCTION}.vertex_logs.claude_us_east5\``;
    const columns = 'SELECT CAST(request_id AS STRING) AS id, logging_time';
    const [all] = await bigQuery.query(`${columns} ${from} ORDER BY logging_time, id`);
    const [, , third] = all;
    const [rest] = await bigQuery.query({
      query: `${columns} ${from} WHERE (logging_time > @at OR (logging_time = @at AND CAST(request_id AS STRING) > @id)) ORDER BY logging_time, id LIMIT 5`,
      params: { at: third.logging_time, id: third.id },
    });
    expect(rest).toEqual(all.slice(3, 8));
    const [[count]] = await bigQuery.query(`SELECT COUNT(*) AS n, MAX(logging_time) AS newest ${from}`);
    expect(count).toEqual({ n: all.length, newest: all.at(-1).logging_time });
  });

  it.each([
    ['SELECT a FROM `insurer-claims-prod.vertex_logs.claude_us_east5`', 'invalidQuery', 'Unrecognized name: a'],
    [
      'SELECT model FROM `insurer-claims-prod.vertex_logs_eu.claude_europe_west1`',
      'invalidQuery',
      'Unrecognized name: model',
    ],
    ['SELECT model FROM a.b JOIN c', 'invalidQuery', 'Unexpected "JOIN"'],
    [
      'SELECT LOWER(model) FROM `insurer-claims-prod.vertex_logs.claude_us_east5`',
      'invalidQuery',
      'Function not found: LOWER',
    ],
    ['SELECT model FROM `insurer-claims-prod.vertex_logs.other`', 'notFound', 'Not found: Table'],
    [
      'SELECT model FROM `insurer-claims-prod.vertex_logs.claude_us_east5` WHERE request_id = "1"',
      'invalidQuery',
      'No matching signature',
    ],
  ])('refuses %s', async (sql, reason, message) => {
    const google = googleOf(await standInAt(NOW, { google: {} }));
    await expect(bigQueryAt(google, PRODUCTION).query(sql)).rejects.toMatchObject({
      errors: [{ reason, message: expect.stringContaining(message) }],
    });
  });

  it('tells the rows of a table without a query, column by column', async () => {
    const google = googleOf(await standInAt(NOW, { google: {} }));
    const bigQuery = bigQueryAt(google, PRODUCTION);
    const [counted] = await bigQuery.query(`SELECT COUNT(*) AS n FROM \`${PRODUCTION}.vertex_logs.claude_us_east5\``);
    const [rows] = await bigQuery
      .dataset('vertex_logs')
      .table('claude_us_east5')
      .getRows({ selectedFields: 'model,logging_time' });
    expect(rows).toHaveLength(counted[0].n);
    expect(Object.keys(rows[0])).toEqual(['logging_time', 'model']);
  });

  it('has lost a table that expired', async () => {
    const tableExpires = [{ table: `${PRODUCTION}.vertex_logs.claude_us_east5`, at: NOW + 1000 }];
    const simulator = await standInAt(NOW, { google: {}, faults: { google: { tableExpires } } });
    const table = bigQueryAt(googleOf(simulator), PRODUCTION).dataset('vertex_logs').table('claude_us_east5');
    expect((await table.getMetadata())[0].expirationTime).toBe(String(NOW + 1000));
    simulator.clock.advance(1000);
    await expect(table.getMetadata()).rejects.toMatchObject({ code: 404 });
  });
});
