import type { Pool } from 'pg';
import { z } from 'zod';
import { CLOUDS } from '../../usage/cloud.js';
import { settingReadingSchema, type SettingSpell } from '../../usage/observed-setting.js';
import { allOf } from './conditions.js';
import { Parameters } from './parameters.js';

const rowSchema = z
  .object({
    cloud: z.enum(CLOUDS),
    accountId: z.string(),
    region: z.string(),
    resource: z.string(),
    name: z.string(),
    reading: settingReadingSchema,
    firstSeenAt: z.date(),
    lastSeenAt: z.date(),
  })
  .transform(({ cloud, accountId, region, resource, name, reading, firstSeenAt, lastSeenAt }): SettingSpell => ({
    scope: { cloud, accountId, region, resource },
    name,
    reading,
    firstSeenAt: firstSeenAt.getTime(),
    lastSeenAt: lastSeenAt.getTime(),
  }));

export interface SettingsQuestion {
  readonly accountId?: string | undefined;
  readonly region?: string | undefined;
  /** Spells that ended before this instant are left out, but for the last of each setting. */
  readonly since?: number | undefined;
}

/** How was each setting of the clouds' logs seen, from when to when? The earliest first. */
export async function settingsHistory(pool: Pool, question: SettingsQuestion): Promise<SettingSpell[]> {
  const parameters = new Parameters();
  const conditions = [
    ...(question.accountId === undefined ? [] : [`o.account_id = ${parameters.add(question.accountId)}`]),
    ...(question.region === undefined ? [] : [`o.region = ${parameters.add(question.region)}`]),
  ];
  const since = question.since === undefined ? 'true' : `last_seen_at >= ${parameters.add(new Date(question.since))}`;
  const { rows } = await pool.query(
    `select cloud         as "cloud",
            account_id    as "accountId",
            region        as "region",
            resource      as "resource",
            name          as "name",
            value         as "reading",
            first_seen_at as "firstSeenAt",
            last_seen_at  as "lastSeenAt"
     from   (select o.*,
                    lead(first_seen_at) over (partition by cloud, account_id, region, resource, name
                                              order by first_seen_at, observed_setting_id) as next_seen_at
             from   observed_setting o
             where  ${allOf(conditions)}) as spell
     where  ${since}
     or     next_seen_at is null
     order  by first_seen_at, observed_setting_id`,
    parameters.values,
  );
  return z.array(rowSchema).parse(rows);
}
