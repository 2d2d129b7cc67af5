import type { Pool } from 'pg';
import { z } from 'zod';
import { alertColumns, type StoredAlert, storedAlertRow } from './alert-row.js';

/** Which alerts are there, and how do they stand? Those that need somebody first. */
export async function alerts(pool: Pool): Promise<StoredAlert[]> {
  const { rows } = await pool.query(
    `select ${alertColumns}
     from   alert a
     order  by array_position(array['ALERT', 'WARN', 'UNKNOWN', 'NO DATA', 'OK'], a.state), a.since desc, a.check_name, a.subject`,
  );
  return z.array(storedAlertRow).parse(rows);
}

/** How does one alert stand? */
export async function alertById(pool: Pool, alertId: string): Promise<StoredAlert | null> {
  const { rows } = await pool.query(`select ${alertColumns} from alert a where a.alert_id = $1`, [alertId]);
  return rows.length === 0 ? null : storedAlertRow.parse(rows[0]);
}
