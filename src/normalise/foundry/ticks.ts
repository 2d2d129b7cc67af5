/** 1970 in ticks of .NET: 100 nanoseconds since the first instant of the year 1. https://learn.microsoft.com/dotnet/api/system.datetime.ticks */
const TICKS_AT_1970 = 621_355_968_000_000_000;
const TICKS_A_MILLISECOND = 10_000;

/**
 * Ticks as ISO text in milliseconds, or `null`. They exceed what a float holds exactly by a few microseconds, which a
 * millisecond does not feel.
 */
export function instantOfTicks(ticks: number | null): string | null {
  if (ticks === null) return null;
  const at = Math.floor((ticks - TICKS_AT_1970) / TICKS_A_MILLISECOND);
  return at > 0 && at < 8.64e15 ? new Date(at).toISOString() : null;
}
