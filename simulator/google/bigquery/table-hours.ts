import type { GoogleFaults } from '../google-faults.js';
import { type GoogleHours } from '../google-hours.js';
import { LastMade } from '../last-made.js';
import { GOOGLE_PLACES, googlePlaceKey, tableName, type GooglePlace, type LogTable } from '../world/google-places.js';
import { rowsOfCall, type Cell, type LogRow } from './log-rows.js';

const REMEMBERED_HOURS = 48;
const MEASURED_HOURS = 20_000;

/** What a row weighs, column by column. */
export interface RowWeight {
  readonly loggingTimeMicros: number;
  readonly visibleAt: number;
  readonly bytes: ReadonlyMap<string, number>;
}

/** https://docs.cloud.google.com/bigquery/pricing#data: 2 bytes and the text, 16 for NUMERIC, 8 for times. */
function bytesOf(cell: Cell): number {
  if (cell === null) return 0;
  if (typeof cell === 'string') return 2 + Buffer.byteLength(cell);
  if (typeof cell === 'bigint') return 16;
  if (typeof cell === 'number') return 8;
  return typeof cell === 'boolean' ? 1 : cell.reduce((sum, text) => sum + 2 + Buffer.byteLength(text), 0);
}

/** The rows of the request-response tables, by the hour in which their calls began. */
export class TableHours {
  private readonly rows = new LastMade<readonly LogRow[]>(REMEMBERED_HOURS);
  private readonly weights = new LastMade<readonly RowWeight[]>(MEASURED_HOURS);

  constructor(private readonly hours: GoogleHours) {}

  /** Forget what was made, because the faults that shaped it have changed. */
  forget(): void {
    this.rows.forget();
    this.weights.forget();
  }

  rowsOf(table: LogTable, hour: number, faults: GoogleFaults): readonly LogRow[] {
    const place = placeOf(table);
    return this.rows.of(`${googlePlaceKey(place)}/${hour}`, () =>
      this.hours.callsOf(place, hour).flatMap((call) => rowsOfCall(call, faults)),
    );
  }

  weightsOf(table: LogTable, hour: number, faults: GoogleFaults): readonly RowWeight[] {
    return this.weights.of(`${tableName(table)}/${hour}`, () =>
      this.rowsOf(table, hour, faults).map(({ cells, loggingTimeMicros, visibleAt }) => ({
        loggingTimeMicros,
        visibleAt,
        bytes: new Map([...cells].map(([name, cell]) => [name, bytesOf(cell)])),
      })),
    );
  }
}

function placeOf(table: LogTable): GooglePlace {
  const place = GOOGLE_PLACES.find((known) => known.table === table);
  if (place === undefined) throw new Error(`no place writes to ${tableName(table)}`);
  return place;
}
