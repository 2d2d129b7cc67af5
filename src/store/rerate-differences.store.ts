import type { PoolClient } from 'pg';
import type { RerateReason } from '../usage/rerate-reasons.js';

/**
 * What changed calls add up to, before and after. List in pico-, effective in femto-dollars; a call without a price adds
 * nothing to an amount and is counted as unpriced.
 */
export interface ChangeSums {
  readonly requests: number;
  readonly oldUnpriced: number;
  readonly newUnpriced: number;
  readonly oldPico: bigint;
  readonly newPico: bigint;
  readonly oldFemto: bigint;
  readonly newFemto: bigint;
}

/** What pricing the past again changes, for one month, model, team and reason. */
export interface RerateDifference extends ChangeSums {
  /** `2026-11`, UTC. */
  readonly month: string;
  readonly model: string | null;
  readonly team: string | null;
  readonly reason: RerateReason;
  /** The month is closed: the calls keep their prices, and the difference is booked as an adjustment. */
  readonly adjusts: boolean;
}

/** Adds to the report of a run, in the transaction that moves its checkpoint. */
export async function addDifferences(
  client: PoolClient,
  runId: string,
  differences: readonly RerateDifference[],
): Promise<void> {
  if (differences.length === 0) return;
  const column = <Key extends keyof RerateDifference>(key: Key) => differences.map((row) => row[key]);
  // Several rows of one key in one statement cannot be upserted, so they are added up first.
  await client.query(
    `insert into rerate_difference as d (rerate_run_id, month, model, team, reason, adjusts, requests, old_unpriced,
                                         new_unpriced, old_pico, new_pico, old_femto, new_femto)
     select $1, (month || '-01')::date, model, team, reason, adjusts, sum(requests), sum(old_unpriced), sum(new_unpriced),
            sum(old_pico), sum(new_pico), sum(old_femto), sum(new_femto)
     from   unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::boolean[], $7::bigint[], $8::bigint[], $9::bigint[],
                   $10::numeric[], $11::numeric[], $12::numeric[], $13::numeric[])
              as a (month, model, team, reason, adjusts, requests, old_unpriced, new_unpriced,
                    old_pico, new_pico, old_femto, new_femto)
     group  by month, model, team, reason, adjusts
     on conflict (rerate_run_id, month, model, team, reason, adjusts) do update
     set    requests     = d.requests + excluded.requests,
            old_unpriced = d.old_unpriced + excluded.old_unpriced,
            new_unpriced = d.new_unpriced + excluded.new_unpriced,
            old_pico     = d.old_pico + excluded.old_pico,
            new_pico     = d.new_pico + excluded.new_pico,
            old_femto    = d.old_femto + excluded.old_femto,
            new_femto    = d.new_femto + excluded.new_femto`,
    [
      runId,
      column('month'),
      column('model'),
      column('team'),
      column('reason'),
      column('adjusts'),
      column('requests'),
      column('oldUnpriced'),
      column('newUnpriced'),
      column('oldPico'),
      column('newPico'),
      column('oldFemto'),
      column('newFemto'),
    ],
  );
}
