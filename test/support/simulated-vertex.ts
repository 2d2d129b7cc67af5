import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { SimulatedGoogle } from '../../simulator/google/start-google.js';
import type { LogSource } from '../../src/collect/log-source.js';
import { buildVertexSource } from '../../src/collect/vertex/build-vertex-source.js';
import { sourceSchema } from '../../src/runtime/config/source-schema.js';
import { readsLog } from '../../src/runtime/config/schema.js';
import type { VertexConfig } from '../../src/runtime/config/vertex-schema.js';
import type { TestDatabase } from './postgres.js';

/** Every kind of source of every project of the stand-in, as a configuration has them; the key is put into a folder. */
export async function vertexSourcesOf(google: SimulatedGoogle, folder: string): Promise<VertexConfig[]> {
  const keyFile = join(folder, 'google-key.json');
  await writeFile(keyFile, JSON.stringify(google.key));
  const endpoint = google.endpoints;
  const schema = sourceSchema(z.string());
  return google.projects.flatMap(({ projectId, locations }) => {
    const common = { projectId, credentials: { keyFile }, endpoint };
    return [
      ...locations.flatMap(({ location, table }) =>
        table === null
          ? []
          : [{ ...common, id: `${projectId}-${location}`, kind: 'vertex-request-response', location, table }],
      ),
      { ...common, id: `${projectId}-metadata`, kind: 'vertex-inference-metadata' },
      { ...common, id: `${projectId}-audit`, kind: 'vertex-audit' },
      { ...common, id: `${projectId}-metrics`, kind: 'vertex-metrics' },
    ].flatMap((source) => {
      const config = schema.parse(source);
      return 'projectId' in config ? [config] : [];
    });
  });
}

/** The readers of those that are logs, in a hurry: nobody waits for quotas of a stand-in. */
export function hurriedReaders(configs: readonly VertexConfig[]): LogSource[] {
  return configs.flatMap((config) => {
    if (!readsLog(config)) return [];
    const hurry = { firstWaitMs: 1, ...('requestsPerMinute' in config ? { requestsPerMinute: 600_000 } : {}) };
    return [buildVertexSource({ ...config, ...hurry })];
  });
}

const sums = {
  calls: z.coerce.number(),
  input: z.coerce.number(),
  cacheRead: z.coerce.number(),
  cacheWrite5m: z.coerce.number(),
  cacheWrite1h: z.coerce.number(),
  output: z.coerce.number(),
  pico: z.string(),
};

/** What the stored calls before an instant whose tokens are known come to, by an expression of their columns. */
export async function storedVertex({ pool }: TestDatabase, by: string, before: number) {
  const { rows } = await pool.query(
    `select ${by} as key,
            count(*)                    as calls,
            sum(input_tokens)           as input,
            sum(cache_read_tokens)      as "cacheRead",
            sum(cache_write_5m_tokens)  as "cacheWrite5m",
            sum(cache_write_1h_tokens)  as "cacheWrite1h",
            sum(output_tokens)          as output,
            coalesce(sum(cost_pico), 0)::text as pico
     from   usage_event e
     join   usage_series s using (series_id)
     where  e.input_tokens is not null
     and    e.occurred_at < $1
     group  by 1`,
    [new Date(before)],
  );
  return z
    .array(z.object({ key: z.string(), ...sums }))
    .parse(rows)
    .toSorted((a, b) => (a.key < b.key ? -1 : 1));
}
