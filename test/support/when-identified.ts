import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';

const profilesSchema = z.object({ profiles: z.array(z.object({ arn: z.string(), state: z.string() })) });
const usageSchema = z.object({ rows: z.array(z.object({ group: z.record(z.string(), z.string().nullable()) })) });

/** Asks the API until no call of Bedrock waits for what its profile is; profiles that have been deleted tell nothing any more. */
export async function whenIdentified(url: string, token: string): Promise<void> {
  const ask = async <T>(path: string, schema: z.ZodType<T>): Promise<T> => {
    const response = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${token}` } });
    return schema.parse(await response.json());
  };
  for (;;) {
    const { rows } = await ask(
      '/api/v1/usage?from=2026-01-01&groupBy=modelId&filter=cloud%3Dbedrock&filter=endpointScope%3Dunknown',
      usageSchema,
    );
    const { profiles } = await ask('/api/v1/profiles', profilesSchema);
    const gone = new Set(profiles.filter(({ state }) => state === 'gone').map(({ arn }) => arn));
    if (rows.every(({ group }) => gone.has(group['modelId'] ?? ''))) return;
    await sleep(250);
  }
}
