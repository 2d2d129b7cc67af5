import { z } from 'zod';
import type { SettingsRequests } from './settings-requests.js';

const MEBIBYTE = 1_048_576;
/**
 * One column of eight bytes a row is read, so that this is 33 million rows; a day of looking every hour costs cents at most.
 * Partition metadata would be billed the same least amount of a query (10 MB), and tells days of partitions, not of rows.
 * https://cloud.google.com/bigquery/pricing#on_demand_pricing
 */
const MOST_BYTES = 256 * MEBIBYTE;

const answerSchema = z.looseObject({
  jobComplete: z.boolean(),
  rows: z.array(z.looseObject({ f: z.array(z.looseObject({ v: z.string().nullable() })) })).default([]),
});

/** The UTC day of the oldest row of a table, without one where it is empty; null where asking would cost more than a little. */
export async function findOldestRow(
  requests: SettingsRequests,
  projectId: string,
  table: string,
  signal: AbortSignal,
): Promise<{ readonly day: string | null } | null> {
  const question = {
    query: `SELECT MIN(logging_time) AS oldest FROM \`${table}\``,
    useLegacySql: false,
    maximumBytesBilled: String(MOST_BYTES),
    formatOptions: { useInt64Timestamp: true },
    timeoutMs: 30_000,
  };
  try {
    const answer = answerSchema.parse(
      await requests.ask(requests.bigQuery(`projects/${projectId}/queries`), signal, question),
    );
    if (!answer.jobComplete) throw new Error(`the oldest row of ${table} was not found in 30 seconds`);
    const micros = answer.rows[0]?.f[0]?.v ?? null;
    return { day: micros === null ? null : new Date(Number(micros) / 1_000).toISOString().slice(0, 10) };
  } catch (error) {
    if (isTooLarge(error)) return null;
    throw error;
  }
}

/** "Query exceeded limit for bytes billed": https://cloud.google.com/bigquery/docs/error-messages */
function isTooLarge(error: unknown): boolean {
  return error instanceof Error && /bytesBilledLimitExceeded|limit for bytes billed/i.test(error.message);
}
