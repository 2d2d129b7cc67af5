import { describe, expect, it } from 'vitest';
import { bigQueryAt, googleOf } from '../../../test/support/google.js';
import { standInAt } from '../../../test/support/stand-in.js';
import { PRODUCTION } from '../world/google-places.js';

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
});
