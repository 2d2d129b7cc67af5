import type { Pool } from 'pg';
import { z } from 'zod';
import type { Scan, WholeScan } from '../usage/scan.js';

/** Longer ago nothing hangs on: what is larger than the ceiling of a month is not read. */
const KEPT_DAYS = 40;

const scanRows = z.array(z.object({ at: z.date(), bytes: z.coerce.number() }));
const notedRows = z.tuple([z.object({ id: z.string() })]);

/** Readings that were billed for all a source has, and when each source may be read so next. */
export class ScanStore {
  constructor(private readonly pool: Pool) {}

  /** In order of time. */
  async of(sourceId: string): Promise<Scan[]> {
    const { rows } = await this.pool.query(
      `select scanned_at as at, bytes from source_scan where source_id = $1 order by scanned_at, source_scan_id`,
      [sourceId],
    );
    return scanRows.parse(rows).map(({ at, bytes }) => ({ at: at.getTime(), bytes }));
  }

  /** Notes a reading before it is made, so that one that is killed counts too; returns its number. */
  async note(sourceId: string, { at, bytes }: Scan): Promise<string> {
    await this.pool.query(
      `delete from source_scan where source_id = $1 and scanned_at < $2::timestamptz - make_interval(days => $3)`,
      [sourceId, new Date(at), KEPT_DAYS],
    );
    const { rows } = await this.pool.query(
      `insert into source_scan (source_id, scanned_at, bytes) values ($1, $2, $3) returning source_scan_id::text as id`,
      [sourceId, new Date(at), bytes],
    );
    return notedRows.parse(rows)[0].id;
  }

  /** It was not made after all. */
  async forget(scanId: string): Promise<void> {
    await this.pool.query('delete from source_scan where source_scan_id = $1', [scanId]);
  }

  /** Says when the source may be read next; null where its readings are billed by their windows. */
  async plan(sourceId: string, planned: (WholeScan & { readonly nextAt: number }) | null): Promise<void> {
    const values = [planned?.bytes ?? null, planned?.bytesPerDay ?? null, planned && new Date(planned.nextAt)];
    await this.pool.query(
      `insert into source_state as s (source_id, scan_bytes, scan_bytes_per_day, next_scan_at)
       values ($1, $2, $3, $4)
       on conflict (source_id) do update
       set    scan_bytes = excluded.scan_bytes,
              scan_bytes_per_day = excluded.scan_bytes_per_day,
              next_scan_at = excluded.next_scan_at
       where  (s.scan_bytes, s.scan_bytes_per_day, s.next_scan_at)
                is distinct from (excluded.scan_bytes, excluded.scan_bytes_per_day, excluded.next_scan_at)`,
      [sourceId, ...values],
    );
  }
}
