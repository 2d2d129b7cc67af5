import type { Pool } from 'pg';
import { z } from 'zod';
import type { WholeScan } from '../../usage/scan.js';
import type { Window } from '../../usage/window.js';

export interface SourceProgress {
  /** Spans of the source's axis that have been read, in order, apart from each other. */
  readonly covered: readonly Window[];
  readonly lastSuccessAt: Date | null;
  readonly lastError: string | null;
  readonly lastErrorAt: Date | null;
  /** Where it is billed for all there is at each reading: what one is billed, and when the next may be. */
  readonly scan: (WholeScan & { readonly nextAt: Date }) | null;
}

const rowSchema = z.object({
  sourceId: z.string(),
  covered: z.array(z.tuple([z.number(), z.number()])),
  lastSuccessAt: z.date().nullable(),
  lastError: z.string().nullable(),
  lastErrorAt: z.date().nullable(),
  scanBytes: z.number().nullable(),
  scanBytesPerDay: z.number().nullable(),
  nextScanAt: z.date().nullable(),
});

/** How far has each source been read, and how did its last readings end? */
export async function sourceProgress(pool: Pool): Promise<Map<string, SourceProgress>> {
  const { rows } = await pool.query(
    `select source_id       as "sourceId",
            last_success_at as "lastSuccessAt",
            last_error      as "lastError",
            last_error_at   as "lastErrorAt",
            scan_bytes::float8         as "scanBytes",
            scan_bytes_per_day::float8 as "scanBytesPerDay",
            next_scan_at    as "nextScanAt",
            (select coalesce(json_agg(json_build_array(extract(epoch from lower(span)) * 1000,
                                                       extract(epoch from upper(span)) * 1000) order by span), '[]')
             from   unnest(covered) as span
             where  not lower_inf(span)
             and    not upper_inf(span)) as covered
     from   source_state`,
  );
  return new Map(
    z
      .array(rowSchema)
      .parse(rows)
      .map(({ sourceId, covered, scanBytes, scanBytesPerDay, nextScanAt, ...state }) => [
        sourceId,
        {
          ...state,
          covered: covered.map(([from, to]) => ({ from, to })),
          scan:
            scanBytes === null || scanBytesPerDay === null || nextScanAt === null
              ? null
              : { bytes: scanBytes, bytesPerDay: scanBytesPerDay, nextAt: nextScanAt },
        },
      ]),
  );
}
