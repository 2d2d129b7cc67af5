import { createHash } from 'node:crypto';
import type { BillLine, BillReading } from '../../usage/bill-line.js';
import { scaledDecimal, textOfScaled } from '../../usage/decimal-text.js';

/** A line with its identity within its day. */
export type KeyedBillLine = BillLine & { readonly key: string };

/** Everything that a bill says of a day. */
export interface BillDay {
  /** UTC; `1970-01-01` holds rows that name no day. */
  readonly day: string;
  readonly lines: readonly KeyedBillLine[];
  /** Rows that are not about Claude. */
  readonly leftOut: number;
  /** Rows that look like Claude and could not be read. */
  readonly unreadRows: number;
  /** Of all of it: two readings with the same digest say the same. */
  readonly digest: string;
}

const PLACES = 18;

interface Sum {
  readonly line: BillLine;
  readonly key: string;
  rows: number;
  quantity: bigint | null;
  counted: bigint | null;
  cost: bigint | null;
  costUsd: bigint | null;
}

/** Rows of a bill, summed by day and meter: bills have rows by hour, resource and tag, which nothing here hangs on. */
export class BillDays {
  private readonly days = new Map<string, { leftOut: number; readonly sums: Map<string, Sum> }>();

  add(reading: BillReading): void {
    if ('leftOut' in reading) {
      this.leaveOut(reading.leftOut, 1);
      return;
    }
    const { line } = reading;
    const { sums } = this.dayOf(line.day);
    const identity = JSON.stringify([
      line.cloud,
      line.accountId,
      line.kind,
      line.meter,
      line.product,
      line.region,
      line.model,
      line.scope,
      line.tokenClass,
      line.variant,
      line.unit,
      line.currency,
      line.invoiceMonth,
      line.unread,
    ]);
    const known = sums.get(identity);
    if (known === undefined) {
      const key = createHash('sha256').update(identity).digest('hex').slice(0, 32);
      const scaled = (text: string | null) => (text === null ? null : scaledDecimal(text, PLACES));
      sums.set(identity, {
        line,
        key,
        rows: line.rows,
        quantity: scaled(line.quantity),
        counted: line.counted,
        cost: scaled(line.cost),
        costUsd: scaled(line.costUsd),
      });
      return;
    }
    known.rows += line.rows;
    for (const name of ['quantity', 'cost', 'costUsd'] as const) {
      const more = line[name] === null ? null : scaledDecimal(line[name], PLACES);
      known[name] = sumOrUnknown(known[name], more);
    }
    known.counted = sumOrUnknown(known.counted, line.counted);
  }

  /** Counts rows that are about something else. */
  leaveOut(day: string | null, rows: number): void {
    this.dayOf(day ?? '1970-01-01').leftOut += rows;
  }

  list(): BillDay[] {
    return [...this.days]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([day, { leftOut, sums }]) => {
        const lines = [...sums.values()].map(lineOf).toSorted((a, b) => (a.key < b.key ? -1 : 1));
        const unreadRows = lines.reduce((sum, { unread, rows }) => sum + (unread === null ? 0 : rows), 0);
        const told = lines.map(({ key, rows, quantity, cost, costUsd }) => [key, rows, quantity, cost, costUsd]);
        const digest = createHash('sha256').update(JSON.stringify(told)).digest('hex').slice(0, 32);
        return { day, lines, leftOut, unreadRows, digest };
      });
  }

  private dayOf(day: string) {
    const known = this.days.get(day) ?? { leftOut: 0, sums: new Map<string, Sum>() };
    this.days.set(day, known);
    return known;
  }
}

/** A sum with an unknown part is not known. */
function sumOrUnknown(a: bigint | null, b: bigint | null): bigint | null {
  return a === null || b === null ? null : a + b;
}

const text = (value: bigint | null) => (value === null ? null : textOfScaled(value, PLACES));

function lineOf({ line, key, rows, quantity, counted, cost, costUsd }: Sum): KeyedBillLine {
  return { ...line, key, rows, quantity: text(quantity), counted, cost: text(cost), costUsd: text(costUsd) };
}
