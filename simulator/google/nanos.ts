const NANOS_PER_SECOND = 1_000_000_000n;
const NANOS_PER_MILLI = 1_000_000n;

/** Nanoseconds since 1970 as Google writes them: RFC 3339 with nine digits. */
export function nanosText(nanos: bigint): string {
  const seconds = new Date(Number(nanos / NANOS_PER_MILLI)).toISOString().slice(0, 19);
  return `${seconds}.${(nanos % NANOS_PER_SECOND).toString().padStart(9, '0')}Z`;
}

export function nanosOfMillis(millis: number): bigint {
  return BigInt(millis) * NANOS_PER_MILLI;
}

export function millisOfNanos(nanos: bigint): number {
  return Number(nanos / NANOS_PER_MILLI);
}

const TIME = /^(\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?([Zz]|[+-]\d\d:\d\d)$/;

/** Nanoseconds of an RFC 3339 text, or of a date alone; `null` for any other text. */
export function nanosOfText(text: string): bigint | null {
  const [, seconds, fraction = '', zone] = TIME.exec(text) ?? [];
  if (seconds === undefined) return /^\d{4}-\d\d-\d\d$/.test(text) ? nanosOfMillis(Date.parse(text)) : null;
  const millis = Date.parse(`${seconds}${zone}`);
  return Number.isNaN(millis) ? null : nanosOfMillis(millis) + BigInt(fraction.padEnd(9, '0'));
}

/** Seconds and nanoseconds, the two fields of google.protobuf.Timestamp. */
export function timestampFields(nanos: bigint): { readonly seconds: string; readonly nanos: number } {
  return { seconds: (nanos / NANOS_PER_SECOND).toString(), nanos: Number(nanos % NANOS_PER_SECOND) };
}
