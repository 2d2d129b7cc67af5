import type { Pool } from 'pg';
import { z } from 'zod';
import type { LogDestination } from '../runtime/config/expand-sources.js';

const destinationSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('bedrock-cloudwatch'), logGroup: z.string() }),
  z.object({ kind: z.literal('bedrock-s3'), bucket: z.string(), keyPrefix: z.string().optional() }),
]);

/** Which block of the configuration, and which of its accounts. */
export interface DiscoveryKey {
  readonly blockId: string;
  readonly kind: LogDestination['kind'];
  readonly accountId: string;
}

export interface KnownRegion {
  readonly region: string;
  readonly destination: LogDestination;
}

/** Regions that were found to log, so that one that cannot be asked at a later start is read on. */
export class DiscoveredSourcesStore {
  constructor(private readonly pool: Pool) {}

  async known({ blockId, kind, accountId }: DiscoveryKey): Promise<KnownRegion[]> {
    const { rows } = await this.pool.query(
      `select region, destination
       from   discovered_source
       where  block_id = $1
       and    kind = $2
       and    account_id = $3
       order  by region`,
      [blockId, kind, accountId],
    );
    return z.array(z.object({ region: z.string(), destination: destinationSchema })).parse(rows);
  }

  async keep({ blockId, kind, accountId }: DiscoveryKey, found: readonly KnownRegion[]): Promise<void> {
    await this.pool.query(
      `insert into discovered_source (block_id, kind, account_id, region, destination)
       select $1, $2, $3, f.*
       from   unnest($4::text[], $5::jsonb[]) as f
       on conflict (block_id, kind, account_id, region) do update
       set    destination = excluded.destination, confirmed_at = now()`,
      [
        blockId,
        kind,
        accountId,
        found.map(({ region }) => region),
        found.map(({ destination }) => JSON.stringify(destination)),
      ],
    );
  }
}
