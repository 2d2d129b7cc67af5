/** Types of columns as a query's answer names them. */
export type ColumnType = 'bool' | 'datetime' | 'dynamic' | 'int' | 'long' | 'real' | 'string' | 'guid' | 'timespan';

/** A value of type dynamic: parsed JSON. */
export class Dynamic {
  constructor(readonly value: unknown) {}
}

/** A point in time or a length of one, in .NET's ticks of 100 ns; points count from 1970. */
export class Ticks {
  constructor(
    readonly count: bigint,
    readonly is: 'datetime' | 'timespan' = 'datetime',
  ) {}

  static ofMs(ms: number, hundredNs = 0): Ticks {
    return new Ticks(BigInt(Math.round(ms)) * 10_000n + BigInt(hundredNs));
  }

  /** As Kusto writes a time: seven digits of a second, fewer where they would be zeros in an answer's cell. */
  toString(): string {
    if (this.is === 'timespan') return `${this.count}`;
    const ms = this.count / 10_000n;
    const rest = this.count % 10_000n;
    return new Date(Number(ms)).toISOString().replace('Z', `${rest.toString().padStart(4, '0')}Z`);
  }
}

/** A cell: `null` is Kusto's null, which no string is. */
export type KqlValue = string | number | boolean | Ticks | Dynamic | null;

export type KqlRow = Readonly<Record<string, KqlValue>>;

/** A query that cannot be answered, in the words and with the inner code of the service. */
export class KqlError extends Error {
  constructor(
    readonly code: 'SyntaxError' | 'SemanticError',
    message: string,
  ) {
    super(message);
  }
}

/** A value as text, the way `tostring()` gives it: an empty string for null. */
export function textOf(value: KqlValue): string {
  if (value === null) return '';
  if (value instanceof Dynamic) {
    return typeof value.value === 'string' ? value.value : value.value === undefined ? '' : JSON.stringify(value.value);
  }
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return String(value);
}

/** A value as an answer's JSON has it: times and dynamic values as strings. */
export function cellOf(value: KqlValue): string | number | boolean | null {
  if (value instanceof Ticks) return value.toString().replace(/\.?0+Z$/, 'Z');
  return value instanceof Dynamic ? textOf(value) : value;
}

/** The order of two values of one type; `null` where they cannot be compared. */
export function compare(a: KqlValue, b: KqlValue): number | null {
  const [left, right] = [plain(a), plain(b)];
  if (left === null || right === null || typeof left !== typeof right) return null;
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function plain(value: KqlValue): string | number | boolean | bigint | null {
  if (value instanceof Ticks) return value.count;
  if (!(value instanceof Dynamic)) return value;
  const inner = value.value;
  return typeof inner === 'string' || typeof inner === 'number' || typeof inner === 'boolean' ? inner : null;
}
