/** https://github.com/googleapis/googleapis/blob/master/google/rpc/code.proto */
const NAMES = [
  'OK',
  'CANCELLED',
  'UNKNOWN',
  'INVALID_ARGUMENT',
  'DEADLINE_EXCEEDED',
  'NOT_FOUND',
  'ALREADY_EXISTS',
  'PERMISSION_DENIED',
  'RESOURCE_EXHAUSTED',
  'FAILED_PRECONDITION',
  'ABORTED',
  'OUT_OF_RANGE',
  'UNIMPLEMENTED',
  'INTERNAL',
  'UNAVAILABLE',
  'DATA_LOSS',
  'UNAUTHENTICATED',
] as const;

/** HTTP statuses by the codes that they are mapped to there, beginning with the commonest. */
const OF_HTTP = new Map<number, string>([
  [400, 'INVALID_ARGUMENT'],
  [401, 'UNAUTHENTICATED'],
  [403, 'PERMISSION_DENIED'],
  [404, 'NOT_FOUND'],
  [409, 'ABORTED'],
  [429, 'RESOURCE_EXHAUSTED'],
  [499, 'CANCELLED'],
  [500, 'INTERNAL'],
  [501, 'UNIMPLEMENTED'],
  [503, 'UNAVAILABLE'],
  [504, 'DEADLINE_EXCEEDED'],
]);

/** The name of a status that is a number of gRPC, a status of HTTP or a name already; `null` where all is well. */
export function errorCodeOf(status: unknown): string | null {
  if (typeof status === 'string') {
    const name = status.trim();
    if (name === '' || name === 'OK') return null;
    return /^\d{1,3}$/.test(name) ? errorCodeOf(Number(name)) : name.slice(0, 128);
  }
  if (typeof status !== 'number' || status === 0 || (status >= 200 && status < 300)) return null;
  return NAMES[status] ?? OF_HTTP.get(status) ?? `CODE_${status}`;
}
