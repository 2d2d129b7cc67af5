import type { Pool } from 'pg';
import type { ObservedSetting } from '../usage/observed-setting.js';
import { inTransaction } from './transaction.js';

/** The clouds' settings, as dated history. */
export class SettingsStore {
  constructor(private readonly pool: Pool) {}

  /**
   * Notes what was seen at an instant: what reads as it last did is seen longer, what reads otherwise starts a row of its
   * own. Seeing the same again changes nothing. Resolves to the number of rows that began.
   */
  async save(seen: readonly ObservedSetting[], at: number): Promise<number> {
    const rows = seen.map(({ scope, name, reading }) => ({ ...scope, name, reading }));
    return inTransaction(this.pool, async (client) => {
      // A statement of its own: the next one then sees what another writer added meanwhile.
      await client.query(`select pg_advisory_xact_lock(hashtext('ledgerline observed settings'))`);
      const { rows: began } = await client.query<{ began: string }>(
        `with latest as (
           select s.cloud, s."accountId", s.region, s.resource, s.name, s.reading, o.observed_setting_id, o.value
           from   jsonb_to_recordset($1) as s (cloud text, "accountId" text, region text, resource text, name text, reading jsonb)
           left   join lateral (
                    select observed_setting_id, value
                    from   observed_setting
                    where  (cloud, account_id, region, resource, name)
                           = (s.cloud, s."accountId", s.region, s.resource, s.name)
                    order  by first_seen_at desc, observed_setting_id desc
                    limit  1
                  ) o on true
         ), touched as (
           update observed_setting o
           set    last_seen_at = greatest(o.last_seen_at, $2)
           from   latest l
           where  o.observed_setting_id = l.observed_setting_id
           and    l.value = l.reading
         ), added as (
           insert into observed_setting (cloud, account_id, region, resource, name, value, first_seen_at, last_seen_at)
           select cloud, "accountId", region, resource, name, reading, $2, $2
           from   latest
           where  value is distinct from reading
           returning 1
         )
         select count(*)::text as began from added`,
        [JSON.stringify(rows), new Date(at)],
      );
      return Number(began[0]?.began ?? 0);
    });
  }
}
