const ISO_8601 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/;

/** RFC 3339 with its offset to milliseconds since 1970; `null` for what is not, days that do not exist included. */
export function parseInstant(text: string): number | null {
  if (text.length > 40 || !ISO_8601.test(text)) return null;
  const at = Date.parse(text);
  if (Number.isNaN(at)) return null;
  // Date.parse moves 30 February into March.
  const dayOfMonth = Number(text.slice(8, 10));
  if (dayOfMonth > 28 && new Date(text.slice(0, 10)).getUTCDate() !== dayOfMonth) return null;
  return at;
}
