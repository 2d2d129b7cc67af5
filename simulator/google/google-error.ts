/** Codes of google.rpc.Code that services answer with, and the HTTP status and BigQuery's reason of each. */
const STATUSES = {
  INVALID_ARGUMENT: { code: 3, http: 400, reason: 'invalid' },
  NOT_FOUND: { code: 5, http: 404, reason: 'notFound' },
  PERMISSION_DENIED: { code: 7, http: 403, reason: 'accessDenied' },
  RESOURCE_EXHAUSTED: { code: 8, http: 429, reason: 'rateLimitExceeded' },
  UNIMPLEMENTED: { code: 12, http: 501, reason: 'notImplemented' },
  INTERNAL: { code: 13, http: 500, reason: 'internalError' },
  UNAVAILABLE: { code: 14, http: 503, reason: 'backendError' },
  UNAUTHENTICATED: { code: 16, http: 401, reason: 'required' },
} as const;

export type GoogleStatus = keyof typeof STATUSES;

/** An error as Google's services answer it: over gRPC with its code, over REST with its HTTP status. */
export class GoogleError extends Error {
  constructor(
    readonly status: GoogleStatus,
    message: string,
    /** BigQuery's reason, where it differs from that of the status. */
    readonly reason: string = STATUSES[status].reason,
  ) {
    super(message);
  }

  get code(): number {
    return STATUSES[this.status].code;
  }

  get httpStatus(): number {
    return STATUSES[this.status].http;
  }
}

export function invalidArgument(message: string): GoogleError {
  return new GoogleError('INVALID_ARGUMENT', message);
}
