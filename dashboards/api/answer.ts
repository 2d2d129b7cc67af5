/** The service said no, or could not be reached. The message is for the reader: the service's own words where it has any. */
export class ApiError extends Error {
  override readonly name = 'ApiError';

  constructor(
    /** HTTP status; `null` when no answer came. */
    readonly status: number | null,
    message: string,
  ) {
    super(message);
  }
}

interface Reply<Data> {
  readonly data?: Data | undefined;
  readonly error?: unknown;
  readonly response?: Response | undefined;
}

function messageOf(body: unknown): string | null {
  if (typeof body !== 'object' || body === null || !('error' in body)) return null;
  const { error } = body;
  if (typeof error !== 'object' || error === null || !('message' in error)) return null;
  return typeof error.message === 'string' ? error.message : null;
}

/** The body of a good answer; anything else is thrown, so that queries have one way to fail. */
export async function answerOf<Data>(call: Promise<Reply<Data>>): Promise<Data> {
  const { data, error, response } = await call;
  if (response === undefined) throw new ApiError(null, '');
  if (!response.ok || data === undefined) throw new ApiError(response.status, messageOf(error) ?? response.statusText);
  return data;
}
