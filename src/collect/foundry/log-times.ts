/** The times of a row, in milliseconds since 1970: of its record, and when it became queryable. */
export function envelopeTimes(
  timeGenerated: unknown,
  ingested: unknown,
): { readonly timestamp?: number; readonly ingestedAt?: number } {
  const timestamp = instantOf(timeGenerated);
  const ingestedAt = instantOf(ingested);
  return {
    ...(timestamp === null ? {} : { timestamp }),
    ...(ingestedAt === null ? {} : { ingestedAt }),
  };
}

/** A time as Log Analytics writes it, with up to seven decimals of a second. */
export function instantOf(value: unknown): number | null {
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(at) ? null : at;
}
