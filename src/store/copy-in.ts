import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

/** Copies rows that BinaryCopyWriter has written into columns of a table: `staged_event (event_id, …)`. */
export async function copyIn(client: PoolClient, into: string, image: Buffer): Promise<void> {
  await pipeline(Readable.from([image]), client.query(copyFrom(`copy ${into} from stdin (format binary)`)));
}
